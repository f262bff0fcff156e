/**
 * One pass over the bytes of a CSV file: splits them into records and writes the copy that DuckDB reads, in which every record is
 * spelled as RFC 4180 has it and carries the line that it begins on as one more field. What cannot be split is set aside.
 */

import { type FileHandle, open } from 'node:fs/promises'
import { invalid } from '../../errors.ts'
import { type Decoder, textDecoder } from '../../util/text-decoder.ts'
import type { Encoding } from '../encoding.ts'
import type { Reject } from '../raw.ts'
import { Locator, DEFAULTS as PLACES } from './locator.ts'
import { Scanner, STOPS } from './scanner.ts'
import { fieldsOf, type RejectCode, DEFAULTS as SPLIT, type SplitOptions, Splitter } from './splitter.ts'

const CR = 13
const LF = 10
const QUOTE = 34
/** Records set aside after which a file that yields fewer good ones is given up, so that it need not fit in memory. */
const HOPELESS = 100_000

/** A longer record, every field of it quoted, is more than DuckDB is told to take, bytes. */
const LONGEST_WRITTEN = 2 * SPLIT.longestRecord - 64

export interface PassOptions extends SplitOptions {
  /** Name that messages show. */
  readonly name: string
  /** Where the copy goes. */
  readonly copy: string
  readonly encoding: Encoding
  /** Where the records begin: offset and line. */
  readonly offset: number
  readonly line: number
  /** Ascending numbers of the fields that make the key of a row, where their texts are its very values. */
  readonly keyFields: readonly number[]
}

/** What a pass found. */
export interface Split {
  readonly records: number
  readonly rejects: readonly Reject[]
  readonly locator: Locator
  /** True when no two records whose key is whole can have the same; false says nothing. */
  readonly haveDistinctKeys: () => boolean
  /** True when no field of a record begins or ends with a space; false says nothing. */
  readonly isTight: boolean
}

/** A piece that the kernel left to the splitter. */
type Piece =
  | { readonly kind: 'record'; readonly bytes: Buffer; readonly offset: number; readonly line: number }
  | { readonly kind: 'reject'; readonly reject: Reject }

export class SplitPass {
  readonly #options: PassOptions
  readonly #handle: FileHandle
  readonly #scanner: Scanner
  readonly #splitter: Splitter
  readonly #locator = new Locator()
  readonly #decoder: Decoder
  readonly #rejects: Reject[] = []
  #piece: Piece | undefined
  #writing: Promise<void> = Promise.resolve()
  #records = 0
  #rest = 0
  /** False once a record was taken otherwise than by the kernel. */
  #isScanned = true

  /** Begins a copy; whoever gets the pass either ends or abandons it. */
  static async begin(options: PassOptions): Promise<SplitPass> {
    return new SplitPass(options, await open(options.copy, 'w'))
  }

  private constructor(options: PassOptions, handle: FileHandle) {
    this.#options = options
    this.#handle = handle
    this.#decoder = textDecoder(options.encoding, { ignoreBOM: true })
    this.#scanner = new Scanner({
      delimiter: options.delimiter,
      quote: QUOTE,
      width: options.width,
      longestRecord: SPLIT.longestRecord,
      markStep: PLACES.step,
      keyFields: options.keyFields,
    })
    this.#splitter = new Splitter(
      options,
      {
        record: (block, start, end, offset, line) => {
          this.#piece = { kind: 'record', bytes: block.subarray(start, end), offset, line }
        },
        blank: () => undefined,
        reject: (code, bytes, offset, line, fields) => {
          const reason = reasonOf(code, fields, options.width)
          const record = this.#decoder.decode(bytes)
          this.#piece = {
            kind: 'reject',
            reject: { code, reason, line, offset, bytes: bytes.length, record },
          }
        },
      },
      options.offset,
      options.line,
    )
  }

  /** Whether quotes are what the kernel, and DuckDB, take for them. */
  get #isOrdinary(): boolean {
    return (this.#options.quote ?? QUOTE) === QUOTE
  }

  get records(): number {
    return this.#records
  }

  /** Takes the next block of the file, from `offset` on. */
  async push(block: Buffer): Promise<void> {
    const length = this.#rest + block.length
    // One byte more for the line end that the last record may lack.
    if (this.#scanner.mustGrow(length + 1)) {
      await this.#flush()
      await this.#writing
      this.#scanner.room(length + 1)
    }
    const bytes = this.#scanner.room(length)
    block.copy(bytes, this.#rest)
    await this.#split(bytes, false)
  }

  /** Splits what is left and closes the copy. @param bytes size of the file. */
  async end(bytes: number): Promise<Split> {
    try {
      await this.#split(this.#scanner.room(this.#rest), true)
      await this.#flush()
      await this.#writing
    } finally {
      await this.#handle.close()
    }
    // The law of conservation: every byte of the file went into a record, a reject, an empty line or the header.
    if (this.#splitter.offset !== bytes)
      throw invalid(
        'file',
        this.#options.name,
        `${bytes} bytes, of which ${this.#splitter.offset} were accounted for`,
      )
    const isTight = this.#isScanned && this.#options.encoding === 'utf-8' && this.#scanner.isTight
    const haveDistinctKeys = this.#scanner.finish()
    return {
      isTight,
      records: this.#records,
      rejects: this.#rejects,
      locator: this.#locator,
      haveDistinctKeys: () => this.#isScanned && haveDistinctKeys(),
    }
  }

  /** Gives up; the copy stays as far as it is. */
  async abandon(): Promise<void> {
    await this.#writing.catch(() => undefined)
    await this.#handle.close().catch(() => undefined)
  }

  async #split(bytes: Buffer, final: boolean): Promise<void> {
    const { length } = bytes
    let position = 0
    while (position < length) {
      if (!this.#options.damaged && this.#isOrdinary) {
        const { stop, next } = this.#scan(bytes, position, final)
        position = next
        if (stop === STOPS.full) {
          await this.#flush()
          continue
        }
        if (position >= length) break
        if (stop === STOPS.blockEnds && !final && length - position <= SPLIT.longestRecord) break
      }
      this.#piece = undefined
      const next = this.#splitter.one(bytes, position, final)
      if (next === position) break
      position = next
      if (this.#piece) await this.#take(this.#piece)
    }
    this.#rest = length - position
    if (position > 0) bytes.copyWithin(0, position)
  }

  /** Lets the kernel take what it can. The last line may lack its end: it is given one. */
  #scan(bytes: Buffer, from: number, final: boolean): { readonly stop: number; readonly next: number } {
    const { length } = bytes
    const lacksEnd = final && bytes[length - 1] !== LF
    if (lacksEnd) this.#scanner.room(length + 1)[length] = LF
    const { offset, line } = this.#splitter
    const { stop, position, ...found } = this.#scanner.scan(
      from,
      lacksEnd ? length + 1 : length,
      line,
      (at, atLine) => this.#locator.note(offset + at - from, atLine),
    )
    const next = Math.min(position, length)
    this.#splitter.offset += next - from
    this.#splitter.line = found.line
    this.#records += found.records
    return { stop, next }
  }

  async #take(piece: Piece): Promise<void> {
    const { name, encoding, delimiter } = this.#options
    if (piece.kind === 'reject') {
      if (this.#rejects.length >= HOPELESS && this.#rejects.length > this.#records)
        throw invalid(
          'file',
          name,
          `most of its records cannot be split; the first: ${this.#rejects[0].reason}`,
        )
      this.#rejects.push(piece.reject)
      return
    }
    const { bytes, offset, line } = piece
    const body = withoutEnd(bytes)
    const isPlain = encoding === 'utf-8' && !body.includes(QUOTE) && !body.includes(CR) && this.#isOrdinary
    const mark = this.#isOrdinary ? QUOTE : this.#options.quote
    const record = isPlain ? body : Buffer.from(spelledOut(this.#decoder.decode(body), delimiter, mark))
    if (record.length > LONGEST_WRITTEN) {
      const reason = reasonOf('long_record', 0, 0)
      const text = this.#decoder.decode(bytes)
      this.#rejects.push({ code: 'long_record', reason, line, offset, bytes: bytes.length, record: text })
      return
    }
    this.#records++
    this.#isScanned = false
    if (this.#scanner.count()) this.#locator.note(offset, line)
    if (encoding === 'utf-8') {
      while (!this.#scanner.write(record, line)) await this.#flush()
    } else {
      await this.#flush()
      await this.#writing
      const tail = Buffer.from(`${String.fromCharCode(delimiter)}${line}\n`)
      await this.#append(Buffer.concat([record, tail]))
    }
  }

  /** Starts to write what the kernel has put out; waits for the write before it, whose buffer comes next. */
  async #flush(): Promise<void> {
    const chunk = this.#scanner.take()
    await this.#writing
    const { encoding } = this.#options
    this.#writing = this.#append(encoding === 'utf-8' ? chunk : Buffer.from(this.#decoder.decode(chunk)))
    // A failure shows where the write is waited for.
    this.#writing.catch(() => undefined)
  }

  async #append(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; )
      done += (await this.#handle.write(bytes, done, bytes.length - done)).bytesWritten
  }
}

function withoutEnd(record: Buffer): Buffer {
  let end = record.length
  if (record[end - 1] === LF) end--
  if (record[end - 1] === CR) end--
  return record.subarray(0, end)
}

function spelledOut(record: string, delimiter: number, quote = QUOTE): string {
  const mark = String.fromCharCode(delimiter)
  return fieldsOf(record, mark, quote === 0 ? '' : String.fromCharCode(quote))
    .map((field) => (field === '' ? '' : `"${field.replaceAll('"', '""').replace(/\r\n?/g, '\n')}"`))
    .join(mark)
}

function reasonOf(code: RejectCode, fields: number, width: number): string {
  switch (code) {
    case 'ragged_row':
      return `${fields} fields where the header has ${width}`
    case 'broken_quote':
      return 'a quote that is not closed, or is closed in the middle of a field'
    case 'nul_byte':
      return 'holds a NUL byte'
    case 'long_record':
      return `longer than ${SPLIT.longestRecord} bytes`
    case 'invalid_encoding':
      return 'holds bytes that are no text in the encoding of the rest of the file'
  }
}
