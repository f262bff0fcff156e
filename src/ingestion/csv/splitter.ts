/**
 * Splits CSV bytes into records (RFC 4180). A record with a broken quote costs itself only: it closes at the end of its
 * physical line and splitting goes on with the next one. Works on the bytes of UTF-8 and GB18030 alike: neither uses the
 * bytes of comma, semicolon, tab, quote and line end inside a longer sequence.
 */
import { isUtf8 } from 'node:buffer'
import { UserError } from '../../errors.ts'
import type { Encoding } from '../encoding.ts'

export const DEFAULTS = {
  /** A longer record is set aside, bytes. */
  longestRecord: 1 << 20,
  /** A line that is longer still is no text file, bytes. */
  longestLine: 64 << 20,
} as const

const LF = 10
const CR = 13
const QUOTE = 34
const SPACE = 32

export type RejectCode = 'ragged_row' | 'broken_quote' | 'nul_byte' | 'long_record' | 'invalid_encoding'

/** What becomes of the pieces of the file; offsets are absolute. */
export interface SplitSink {
  /** A whole record, its line end included. */
  record(block: Buffer, start: number, end: number, offset: number, line: number): void
  /** A line without anything in it. */
  blank(bytes: number): void
  reject(code: RejectCode, bytes: Buffer, offset: number, line: number, fields: number): void
}

export interface SplitOptions {
  readonly delimiter: number
  /** Fields that a record must have. */
  readonly width: number
  /** Byte that quotes; default the double quote, 0 when nothing is quoted. */
  readonly quote?: number
  /** Whether records must be looked at for bytes that are no text in the encoding; default UTF-8. */
  readonly damaged: boolean
  readonly encoding?: Encoding
  readonly longestRecord?: number
}

/** One pass over a file: hand it block after block, what is left of one in front of the next. */
export class Splitter {
  readonly #sink: SplitSink
  readonly #width: number
  readonly #damaged: boolean
  readonly #longest: number
  readonly #special = new Uint8Array(256)
  readonly #delimiter: number
  readonly #quote: number
  readonly #strict: TextDecoder | undefined
  /** Offset of the next unread byte, and its line from 1. */
  offset: number
  line: number
  // What the last scan found.
  #fields = 0
  #lines = 0
  #next = 0
  #code: RejectCode | undefined

  constructor(options: SplitOptions, sink: SplitSink, offset = 0, line = 1) {
    this.#sink = sink
    this.#width = options.width
    this.#damaged = options.damaged
    this.#delimiter = options.delimiter
    this.#longest = options.longestRecord ?? DEFAULTS.longestRecord
    this.#quote = options.quote ?? QUOTE
    if (options.damaged && options.encoding && options.encoding !== 'utf-8')
      this.#strict = new TextDecoder(options.encoding, { fatal: true })
    for (const byte of [LF, CR, this.#quote, 0, options.delimiter]) this.#special[byte] = 1
    this.offset = offset
    this.line = line
  }

  /** Splits what it can and gives the number of bytes used; the rest must come again, with more behind it unless `final`. */
  push(block: Buffer, final: boolean): number {
    const end = block.length
    let position = 0
    while (position < end) {
      const next = this.one(block, position, final)
      if (next === position) break
      position = next
    }
    return position
  }

  /** Splits the record at `position`; gives where the next one begins, or `position` itself when more must come first. */
  one(block: Buffer, position: number, final: boolean): number {
    const end = block.length
    if (!this.#scan(block, position, end, final)) {
      if (end - position > DEFAULTS.longestLine)
        throw new UserError(`invalid line: ${this.line} [longer than ${DEFAULTS.longestLine} bytes]`)
      return position
    }
    this.#emit(block, position)
    this.offset += this.#next - position
    this.line += this.#lines
    return this.#next
  }

  #emit(block: Buffer, position: number): void {
    const next = this.#next
    if (this.#code) {
      this.#sink.reject(this.#code, block.subarray(position, next), this.offset, this.line, this.#fields)
    } else if (this.#fields === 0) {
      this.#sink.blank(next - position)
    } else {
      this.#sink.record(block, position, next, this.offset, this.line)
    }
  }

  /** Finds the end of the record at `start`; false when the block ends before it. */
  #scan(block: Buffer, start: number, end: number, final: boolean): boolean {
    const special = this.#special
    const delimiter = this.#delimiter
    const quote = this.#quote
    let fields = 1
    let lines = 1
    let fieldStart = start
    let hasNul = false
    let i = start
    for (;;) {
      while (i < end && special[block[i]] === 0) i++
      if (i >= end) {
        if (!final) return false
        return this.#finish(block, start, i, i, fields, lines, hasNul)
      }
      const byte = block[i]
      if (byte === delimiter) {
        fields++
        fieldStart = ++i
      } else if (byte === LF) {
        return this.#finish(block, start, i, i + 1, fields, lines, hasNul)
      } else if (byte === CR) {
        if (i + 1 >= end && !final) return false
        if (i + 1 < end && block[i + 1] === LF)
          return this.#finish(block, start, i, i + 2, fields, lines, hasNul)
        return this.#finish(block, start, i, i + 1, fields, lines, hasNul)
      } else if (byte === quote && quote !== 0 && onlySpaces(block, fieldStart, i)) {
        const opened = i++
        for (;;) {
          while (i < end && block[i] !== quote) {
            if (block[i] === LF) lines++
            else if (block[i] === 0) hasNul = true
            i++
          }
          if (i >= end || i - start > this.#longest) {
            if (!final && i - start <= this.#longest) return false
            return this.#broken(block, start, end, final, fields)
          }
          if (i + 1 >= end && !final) return false
          if (block[i + 1] !== quote || i + 1 >= end) break
          i += 2
        }
        i++
        while (i < end && block[i] === SPACE) i++
        if (i >= end && !final) return false
        const after = i < end ? block[i] : LF
        if (after !== delimiter && after !== LF && after !== CR)
          return this.#broken(block, start, end, final, fields)
        fieldStart = opened
      } else {
        if (byte === 0) hasNul = true
        i++
      }
    }
  }

  #finish(
    block: Buffer,
    start: number,
    stop: number,
    next: number,
    fields: number,
    lines: number,
    hasNul: boolean,
  ): boolean {
    // A quote that swallowed line ends and left the wrong number of fields was never closed.
    if (lines > 1 && fields !== this.#width) return this.#broken(block, start, next, true, fields)
    this.#fields = stop === start ? 0 : fields
    this.#lines = lines
    this.#next = next
    this.#code =
      stop === start
        ? undefined
        : hasNul
          ? 'nul_byte'
          : stop - start > this.#longest
            ? 'long_record'
            : fields !== this.#width
              ? 'ragged_row'
              : this.#damaged && !this.#isText(block.subarray(start, stop))
                ? 'invalid_encoding'
                : undefined
    return true
  }

  #isText(bytes: Buffer): boolean {
    if (!this.#strict) return isUtf8(bytes)
    try {
      this.#strict.decode(bytes)
      return true
    } catch {
      return false
    }
  }

  #broken(block: Buffer, start: number, end: number, final: boolean, fields: number): boolean {
    let stop = start
    while (stop < end && block[stop] !== LF && block[stop] !== CR) stop++
    if (!final && (stop >= end || (block[stop] === CR && stop + 1 >= end))) return false
    const isPair = block[stop] === CR && block[stop + 1] === LF
    this.#fields = fields
    this.#lines = 1
    this.#next = Math.min(end, stop + (isPair ? 2 : 1))
    this.#code = 'broken_quote'
    return true
  }
}

function onlySpaces(block: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (block[i] !== SPACE) return false
  return true
}

/** The texts of the fields of one record, its line end left out; nothing is quoted when `mark` is empty. */
export function fieldsOf(record: string, delimiter: string, mark = '"'): string[] {
  const fields: string[] = []
  const text = record.replace(/(\r\n|\n|\r)$/, '')
  let i = 0
  for (;;) {
    let start = i
    while (text[start] === ' ') start++
    if (mark !== '' && text[start] === mark) {
      let value = ''
      let from = start + 1
      for (;;) {
        const quote = text.indexOf(mark, from)
        if (quote < 0) return [...fields, value + text.slice(from)]
        value += text.slice(from, quote)
        from = quote + 2
        if (text[quote + 1] !== mark) {
          i = quote + 1
          break
        }
        value += mark
      }
      while (i < text.length && text[i] !== delimiter) i++
      fields.push(value)
    } else {
      const stop = text.indexOf(delimiter, i)
      fields.push(text.slice(i, stop < 0 ? undefined : stop))
      i = stop < 0 ? text.length : stop
    }
    if (i >= text.length) return fields
    i++
    if (i >= text.length) return [...fields, '']
  }
}
