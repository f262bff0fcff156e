/**
 * Records of JSON as a table of texts. Each is checked and parsed here, never by DuckDB: deep nesting would end the process.
 * A value that is an object or array stays JSON text; a number keeps its digits.
 */
import { blocksOf } from './blocks.ts'
import { LineMap } from './line-map.ts'
import type { Located, RawTable, ReadRequest, Reject } from './raw.ts'
import { TextCopy } from './text-copy.ts'
import { isWellFormed } from './well-formed.ts'

export const DEFAULTS = {
  /** Deeper objects and arrays are set aside. */
  depth: 64,
  /** Longer records are set aside, bytes. */
  longestRecord: 1 << 20,
} as const

/** Code and reason. */
export type Fault = readonly [code: string, reason: string]

/** Takes the bytes of one record after the other. */
export class JsonTable {
  readonly lines = new LineMap()
  readonly rejects: Reject[] = []
  readonly copy: TextCopy
  readonly #request: ReadRequest
  readonly #names: readonly string[]
  readonly #seen = new Map<string, string>()
  readonly #spans: number[] = []
  readonly #decoder: TextDecoder

  constructor(request: ReadRequest, isDamaged: boolean) {
    this.#request = request
    this.#names = request.wanted.size > 0 ? [...request.wanted] : ['record']
    this.copy = new TextCopy(request)
    this.#decoder = new TextDecoder('utf-8', { fatal: isDamaged, ignoreBOM: true })
  }

  get records(): number {
    return this.copy.rows
  }

  /** Takes a record in, unless something is wrong with it; gives what, and keeps nothing then. Blank ones pass. */
  take(bytes: Buffer, offset: number, line: number): Fault | undefined {
    if (bytes.length > DEFAULTS.longestRecord)
      return ['long_record', `longer than ${DEFAULTS.longestRecord} bytes`]
    if (bytes.includes(0)) return ['nul_byte', 'holds a NUL byte']
    let text: string
    try {
      text = this.#decoder.decode(bytes).trim()
    } catch {
      return ['invalid_encoding', 'holds bytes that are not UTF-8, though the rest of the file is']
    }
    if (text === '') return undefined
    if (depthOf(text) > DEFAULTS.depth) return ['deep_json', `nested deeper than ${DEFAULTS.depth}`]
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch (error) {
      return ['invalid_json', (error as Error).message]
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return ['invalid_json', 'not an object']
    return this.#write(value as Record<string, unknown>, text, offset, bytes.length, line)
  }

  /** Sets bytes aside. */
  reject([code, reason]: Fault, bytes: Buffer, offset: number, line: number): void {
    const record = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    this.rejects.push({ code, reason, line, offset, bytes: bytes.length, record })
  }

  /** Makes the table of the request; `path` is where the records stand. */
  async finish(path: string, encoding: string, dispose: () => void): Promise<RawTable> {
    await this.copy.load(this.#request, this.#names)
    return {
      table: this.#request.table,
      columns: [...this.#seen.values()],
      records: this.copy.rows,
      encoding,
      delimiter: undefined,
      lines: this.lines,
      rejects: this.rejects,
      locate: (_session, ordinals) => this.#locate(path, ordinals),
      dispose,
    }
  }

  #write(
    value: Readonly<Record<string, unknown>>,
    text: string,
    offset: number,
    bytes: number,
    line: number,
  ): Fault | undefined {
    const cells = new Map<string, string | undefined>()
    for (const [name, raw] of membersOf(text)) {
      const key = name.toLowerCase()
      if (cells.has(key)) return ['duplicate_member', `${name} is there twice`]
      const cell = cellOf(value[name], raw)
      if (cell === undefined) return ['invalid_number', `${name} is beyond every number`]
      if (!isWellFormed(cell) || !isWellFormed(name))
        return ['invalid_text', `${name} holds half of a surrogate pair`]
      if (cell.includes('\0')) return ['nul_byte', `${name} holds a NUL character`]
      if (!this.#seen.has(key)) this.#seen.set(key, name)
      cells.set(key, value[name] === null ? undefined : cell)
    }
    this.lines.note(this.copy.rows, line)
    this.copy.write(this.#names.map((name) => cells.get(name)))
    this.#spans.push(offset, bytes)
    return undefined
  }

  async #locate(path: string, ordinals: readonly number[]): Promise<Located[]> {
    const found: Located[] = []
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    let next = 0
    let start = 0
    for await (const block of blocksOf(path)) {
      const end = start + block.length
      for (; next < ordinals.length; next++) {
        const offset = this.#spans[2 * ordinals[next]]
        const bytes = this.#spans[2 * ordinals[next] + 1]
        if (offset >= end) break
        const whole = offset + bytes > end ? await slice(path, offset, bytes) : undefined
        const record = decoder.decode(whole ?? block.subarray(offset - start, offset - start + bytes))
        found.push({ offset, bytes, record })
      }
      start = end
      if (next >= ordinals.length) break
    }
    return found
  }
}

async function slice(path: string, offset: number, bytes: number): Promise<Buffer> {
  for await (const block of blocksOf(path, offset)) return block.subarray(0, bytes)
  return Buffer.alloc(0)
}

/** How deep brackets nest, outside of strings. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) i = stringEnd(text, i)
    else if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth)
    else if (c === 93 || c === 125) depth--
  }
  return deepest
}

/** Index of the quote that ends the string that begins at `at`. */
function stringEnd(text: string, at: number): number {
  let i = at + 1
  for (; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++
  return i
}

/** Names and values as they are spelled, of the text of a valid object. */
function* membersOf(text: string): Generator<readonly [name: string, raw: string]> {
  for (let i = text.indexOf('"'); i >= 0; ) {
    const nameEnd = stringEnd(text, i)
    const name = text.slice(i, nameEnd + 1)
    const start = text.indexOf(':', nameEnd) + 1
    let depth = 0
    let end = start
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end)
      if (c === 34) end = stringEnd(text, end)
      else if (c === 91 || c === 123) depth++
      else if (c === 93 || c === 125) {
        if (--depth < 0) break
      } else if (c === 44 && depth === 0) break
    }
    yield [
      name.includes('\\') ? (JSON.parse(name) as string) : name.slice(1, -1),
      text.slice(start, end).trim(),
    ]
    i = text.charCodeAt(end) === 44 ? text.indexOf('"', end) : -1
  }
}

/** A member as text; undefined for a number that is none. */
function cellOf(member: unknown, raw: string): string | undefined {
  if (typeof member === 'string') return member
  if (typeof member === 'number') {
    if (!Number.isFinite(member)) return undefined
    return /[eE]/.test(raw) && Number.isSafeInteger(member) ? String(member) : raw
  }
  return typeof member === 'object' && member !== null ? compact(raw) : raw
}

/** JSON without the white space between its parts. */
function compact(raw: string): string {
  return raw.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part[0] === '"' ? part : ''))
}
