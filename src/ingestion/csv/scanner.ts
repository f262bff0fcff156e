/**
 * The WebAssembly part of the splitter (see kernel/scan.as) and its memory: blocks come in at the end of it, the copy goes out
 * through two buffers by turns.
 */
import { SCAN_WASM } from './kernel/scan-wasm.ts'

const PAGE = 1 << 16
const KEY_FIELDS = 1024
/** Bytes that the kernel may read or write beyond the end of a region. */
const SLACK = 64
const OUT_ROOM = 6 << 20
const HASH_ROOM = 1 << 19
const MARK_ROOM = 1 << 16
const OUTS = [PAGE, PAGE + OUT_ROOM + SLACK] as const
const HASHES = 2 * PAGE + 2 * OUT_ROOM
const MARKS = HASHES + 8 * HASH_ROOM
const IN = MARKS + 8 * MARK_ROOM
/** Memory that grew larger than this is not kept for the next file. */
const KEPT = 32 << 20
/** A line number, its delimiter and its line end. */
const TAIL = 32

/** Why the kernel stopped: the block ends within a record, a record needs a closer look, a buffer is full. */
export const STOPS = { blockEnds: 0, oddRecord: 1, full: 2 } as const

interface Exports {
  readonly position: WebAssembly.Global
  readonly written: WebAssembly.Global
  readonly line: WebAssembly.Global
  readonly records: WebAssembly.Global
  readonly isKeyPlain: WebAssembly.Global
  readonly isTight: WebAssembly.Global
  readonly marks: WebAssembly.Global
  readonly scan: (...values: number[]) => number
  readonly areDistinct: (...values: number[]) => number
}

let compiled: WebAssembly.Module | undefined

function instantiate(memory: WebAssembly.Memory): Exports {
  compiled ??= new WebAssembly.Module(Buffer.from(SCAN_WASM, 'base64'))
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports
}

export interface ScanOptions {
  readonly delimiter: number
  readonly quote: number
  readonly width: number
  readonly longestRecord: number
  /** Records between two marks. */
  readonly markStep: number
  /** Ascending numbers of the fields that make the key; none: no hashes. */
  readonly keyFields: readonly number[]
}

/** A kernel with its memory that nobody uses now: the next file takes it, for memory is dear to make. */
let spare: { readonly memory: WebAssembly.Memory; readonly kernel: Exports } | undefined

export class Scanner {
  readonly #memory: WebAssembly.Memory
  readonly #kernel: Exports
  readonly #options: ScanOptions
  readonly #hashes: Buffer[] = []
  #out = 0
  #used = 0
  #untilMark = 0

  constructor(options: ScanOptions) {
    this.#options = options
    const { memory, kernel } = spare ?? made()
    spare = undefined
    this.#memory = memory
    this.#kernel = kernel
    kernel.isKeyPlain.value = 1
    kernel.isTight.value = 1
    new Uint32Array(this.#memory.buffer, KEY_FIELDS).set([...options.keyFields, 0xffffffff])
  }

  /** Whether a block of `bytes` needs more memory; growing takes away what `take` gave. */
  mustGrow(bytes: number): boolean {
    return IN + bytes + SLACK > this.#memory.buffer.byteLength
  }

  /** Room for a block of `bytes`; what was in it before stays. */
  room(bytes: number): Buffer {
    const missing = IN + bytes + SLACK - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    return Buffer.from(this.#memory.buffer, IN, bytes)
  }

  /** Takes ordinary records from `position` of the block on. */
  scan(
    position: number,
    length: number,
    line: number,
    mark: (position: number, line: number) => void,
  ): { readonly stop: number; readonly position: number; readonly line: number; readonly records: number } {
    const { delimiter, quote, width, longestRecord, markStep, keyFields } = this.#options
    const kernel = this.#kernel
    kernel.line.value = line
    const start = IN + position
    const out = OUTS[this.#out]
    const stop = kernel.scan(
      start,
      IN + length,
      out + this.#used,
      out + OUT_ROOM,
      HASHES,
      HASH_ROOM,
      MARKS,
      MARK_ROOM,
      this.#untilMark,
      markStep,
      delimiter,
      quote,
      width,
      longestRecord,
    )
    const records = kernel.records.value as number
    this.#used = (kernel.written.value as number) - out
    if (keyFields.length > 0 && records > 0)
      this.#hashes.push(Buffer.from(Buffer.from(this.#memory.buffer, HASHES, 8 * records)))
    const marks = new Uint32Array(this.#memory.buffer, MARKS, 2 * (kernel.marks.value as number))
    for (let i = 0; i < marks.length; i += 2) mark(position + marks[i], marks[i + 1])
    this.#pass(records)
    return {
      stop,
      position: (kernel.position.value as number) - IN,
      line: kernel.line.value as number,
      records,
    }
  }

  /** True while no field of the records that `scan` took begins or ends with a space; for UTF-8 alone. */
  get isTight(): boolean {
    return Boolean(this.#kernel.isTight.value)
  }

  /** Writes a record that was taken otherwise; false when there is no room for it. */
  write(record: Buffer, line: number): boolean {
    if (this.#used + record.length + TAIL > OUT_ROOM) return false
    const out = Buffer.from(this.#memory.buffer, OUTS[this.#out], OUT_ROOM)
    this.#used += record.copy(out, this.#used)
    this.#used += out.write(`${String.fromCharCode(this.#options.delimiter)}${line}\n`, this.#used, 'latin1')
    return true
  }

  /** Counts a record that was taken otherwise; true when it is its turn for a mark. */
  count(): boolean {
    const isMarked = this.#untilMark === 0
    this.#pass(1)
    return isMarked
  }

  /** What was written since the last time; stays as it is until the time after the next. */
  take(): Buffer {
    const written = Buffer.from(this.#memory.buffer, OUTS[this.#out], this.#used)
    this.#out = 1 - this.#out
    this.#used = 0
    return written
  }

  /**
   * Gives the memory away; nothing else may be asked of the scanner afterwards.
   * @returns what tells whether the keys of all records that `scan` took are proven different, those without an empty field in them;
   *   false says nothing.
   */
  finish(): () => boolean {
    const hashes = this.#hashes
    const canTell = this.#options.keyFields.length > 0 && Boolean(this.#kernel.isKeyPlain.value)
    if (this.#memory.buffer.byteLength <= KEPT) spare = { memory: this.#memory, kernel: this.#kernel }
    return () => canTell && areDistinct(hashes)
  }

  #pass(records: number): void {
    const { markStep } = this.#options
    this.#untilMark = (((this.#untilMark - records) % markStep) + markStep) % markStep
  }
}

function made(): { readonly memory: WebAssembly.Memory; readonly kernel: Exports } {
  const memory = new WebAssembly.Memory({ initial: Math.ceil((IN + (5 << 20)) / PAGE) })
  return { memory, kernel: instantiate(memory) }
}

/** Records of a part whose hashes are held against each other in cache. */
const PART = 1 << 13
const TABLE_BITS = 15
/** More hashes are not looked at, so that the memory stays within half a gigabyte. */
const MOST = 1 << 25

function areDistinct(chunks: readonly Buffer[]): boolean {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const count = bytes / 8
  if (count > MOST) return false
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(1, count / PART))))
  const table = PAGE
  const heads = table + 8 * (1 << TABLE_BITS)
  const from = heads + Math.ceil((4 * ((1 << bits) + 1)) / 8) * 8
  const parted = from + bytes
  const memory = new WebAssembly.Memory({ initial: Math.ceil((parted + bytes) / PAGE) + 1 })
  const all = new Uint8Array(memory.buffer, from, bytes)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return instantiate(memory).areDistinct(from, count, parted, heads, bits, table, TABLE_BITS) !== 0
}
