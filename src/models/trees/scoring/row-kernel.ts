/** The WebAssembly side of rows.as: one instance and one memory for all forests, filled anew for every call. */
import { type ByteColumns, type Encoder, TABLE_BYTES } from './byte-columns.ts'
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

/** Bytes of an encoder in memory without its hints: numbers, then cuts; see rows.as. */
const FIRST_CUT = 64
const CUT_BYTES = 2048

const sizeOf = ({ buckets }: Encoder): number =>
  FIRST_CUT + CUT_BYTES + Math.ceil(buckets.hints.length / 64) * 64

/** Where the columns of bytes lie, and what makes them. */
export class EncodedBlock {
  readonly #columns: ByteColumns
  /** Bytes from one column to the next. */
  readonly #stride: number
  readonly #encoders: readonly number[]
  readonly #tables: number
  readonly #values: number
  readonly #buckets: number
  readonly #bytes: number

  /** Room for `rows` rows, a multiple of 16. */
  constructor(columns: ByteColumns, rows: number, regions: Regions) {
    this.#columns = columns
    // Beside multiples of a page, so that the same rows of many columns find room in the first-level cache.
    this.#stride = rows + 64
    this.#encoders = columns.encoders.map((encoder) => regions.take(sizeOf(encoder)))
    this.#tables = regions.take(columns.tables.length)
    this.#values = regions.take(rows * 4)
    this.#buckets = regions.take(rows * 4)
    this.#bytes = regions.take(Math.max(1, columns.slots) * this.#stride)
  }

  /** Address of a column of bytes. */
  column(slot: number): number {
    return this.#bytes + slot * this.#stride
  }

  /** Address of a category table. */
  table(index: number): number {
    return this.#tables + index * TABLE_BYTES
  }

  /** Puts thresholds, hints and tables into the memory. */
  load({ u8, u32, f32 }: RowKernel): void {
    const address = (slot: number) => (slot < 0 ? 0 : this.column(slot))
    this.#columns.encoders.forEach(({ cuts, buckets, low, high }, k) => {
      const at = this.#encoders[k] / 4
      const { isByLine, from, scale, hints, steps } = buckets
      const numbers = isByLine ? f32 : u32
      u32[at] = isByLine ? 0 : 1
      numbers[at + 1] = from
      numbers[at + 2] = scale
      numbers[at + 3] = hints.length - 1
      u32.set([steps, address(low), address(high)], at + 4)
      f32.set(cuts, at + FIRST_CUT / 4)
      u8.set(hints, this.#encoders[k] + FIRST_CUT + CUT_BYTES)
    })
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
    this.#columns.encoders.forEach(({ feature, categories, low }, k) => {
      const column = columns[feature]
      if (rows) for (let i = 0; i < count; i++) f32[place + i] = column[rows[from + i]]
      else f32.set(column.subarray(from, from + count), place)
      if (categories > 0) run.encodeCategories(this.#values, count, categories, this.column(low))
      else run.encode(this.#encoders[k], this.#values, this.#buckets, count)
    })
  }
}
