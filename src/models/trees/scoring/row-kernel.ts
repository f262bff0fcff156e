/** The WebAssembly side of rows.as: one instance and one memory for all forests, filled anew for every call. */
import { type ByteColumns, TABLE_BYTES } from './byte-columns.ts'
import { ROWS_WASM } from './rows-wasm.ts'

interface Exports {
  readonly encode: (...values: number[]) => void
  readonly encodeCategories: (...values: number[]) => void
  readonly lookUp: (...values: number[]) => void
  readonly score: (...values: number[]) => void
  readonly walk: (...values: number[]) => void
  readonly contribute: (...values: number[]) => void
  readonly isolate: (...values: number[]) => void
  readonly moveMissing: (...values: number[]) => void
}

const PAGE = 1 << 16
/** The kernel's own scratch lies below. */
const BEGIN = 1024
/** Memory beyond this is given back after a call. */
const KEPT = 64 << 20

let compiled: WebAssembly.Module | undefined
let memory: WebAssembly.Memory | undefined
let exports: Exports | undefined
/** Whose trees lie in the memory. */
let held: object | undefined

/** Whether the memory still holds what `owner` has put there. */
export const holds = (owner: object): boolean => held === owner

/** Regions of the memory, handed out one after the other; addresses are multiples of 64. */
export class Regions {
  #end = BEGIN

  take(bytes: number): number {
    const at = this.#end
    this.#end += Math.ceil(bytes / 64) * 64
    return at
  }

  /** The kernel with this much memory at least, for what `owner` keeps in it. Its views hold until the next call of `open`. */
  open(owner: object): RowKernel {
    const pages = Math.ceil((this.#end + 64) / PAGE)
    if (!memory || !exports || memory.buffer.byteLength > Math.max(KEPT, pages * PAGE)) {
      memory = new WebAssembly.Memory({ initial: pages })
      compiled ??= new WebAssembly.Module(Buffer.from(ROWS_WASM, 'base64'))
      exports = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports
    } else if (memory.buffer.byteLength < pages * PAGE) {
      memory.grow(pages - memory.buffer.byteLength / PAGE)
    } else if (held === owner) return new RowKernel(memory.buffer, exports, true)
    held = owner
    return new RowKernel(memory.buffer, exports, false)
  }
}

export class RowKernel {
  readonly run: Exports
  /** What the owner has put there is still there. */
  readonly isLoaded: boolean
  readonly u8: Uint8Array
  readonly u32: Uint32Array
  readonly f32: Float32Array
  readonly f64: Float64Array

  constructor(buffer: ArrayBuffer, run: Exports, isLoaded: boolean) {
    this.run = run
    this.isLoaded = isLoaded
    this.u8 = new Uint8Array(buffer)
    this.u32 = new Uint32Array(buffer)
    this.f32 = new Float32Array(buffer)
    this.f64 = new Float64Array(buffer)
  }
}

/** Where the columns of bytes lie, and what makes them. */
export class EncodedBlock {
  readonly #columns: ByteColumns
  readonly #rows: number
  readonly #encoders: number
  readonly #tables: number
  readonly #values: number
  readonly #bytes: number

  /** Room for `rows` rows, a multiple of 16. */
  constructor(columns: ByteColumns, rows: number, regions: Regions) {
    this.#columns = columns
    this.#rows = rows
    this.#encoders = regions.take(
      columns.encoders.reduce((sum, e) => sum + e.cuts.byteLength + e.hints.length, 0),
    )
    this.#tables = regions.take(columns.tables.length)
    this.#values = regions.take(rows * 4)
    this.#bytes = regions.take(Math.max(1, columns.slots) * rows)
  }

  /** Address of a column of bytes. */
  column(slot: number): number {
    return this.#bytes + slot * this.#rows
  }

  /** Address of a category table. */
  table(index: number): number {
    return this.#tables + index * TABLE_BYTES
  }

  /** Puts thresholds, hints and tables into the memory. */
  load({ u8, f32 }: RowKernel): void {
    let at = this.#encoders
    for (const { cuts, hints } of this.#columns.encoders) {
      f32.set(cuts, at / 4)
      u8.set(hints, at + cuts.byteLength)
      at += cuts.byteLength + hints.length
    }
    u8.set(this.#columns.tables, this.#tables)
  }

  /** Encodes `count` rows from `from` on; `rows` picks them when given. */
  encode(
    { run, f32 }: RowKernel,
    columns: readonly Float32Array[],
    from: number,
    count: number,
    rows?: Int32Array,
  ): void {
    const place = this.#values / 4
    let at = this.#encoders
    for (const { feature, categories, cuts, hints, steps, low, high } of this.#columns.encoders) {
      const column = columns[feature]
      if (rows) for (let i = 0; i < count; i++) f32[place + i] = column[rows[from + i]]
      else f32.set(column.subarray(from, from + count), place)
      const lowAt = low < 0 ? 0 : this.column(low)
      const highAt = high < 0 ? 0 : this.column(high)
      if (categories > 0) run.encodeCategories(this.#values, count, categories, lowAt)
      else run.encode(this.#values, count, at, at + cuts.byteLength, steps, lowAt, highAt)
      at += cuts.byteLength + hints.length
    }
  }
}
