/**
 * JSON lines as a table of texts. Each line is checked and parsed here, never by DuckDB: deep nesting would end the process.
 * A value that is an object or array stays JSON text; a number keeps its digits.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import { toUtf8File } from './decode.ts'
import { assertUnchanged, blocksOf, type Fingerprint } from './fingerprint.ts'
import { LineMap } from './line-map.ts'
import type { Located, RawTable, ReadRequest, Reject } from './raw.ts'
import { isWellFormed } from './well-formed.ts'

const DEFAULTS = {
  /** Deeper objects and arrays are set aside. */
  depth: 64,
  /** Longer lines are set aside, bytes. */
  longestLine: 1 << 20,
  /** A line that is longer still is no text file, bytes. */
  longestHeld: 64 << 20,
  /** Text gathered before it is written, characters. */
  buffer: 1 << 20,
} as const

/** Reads a file of one JSON object a line. */
export async function readJsonLines(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  const file = await toUtf8File(request, print, true)
  const copy = join(request.workDirectory, `${request.table}.csv`)
  const reader = new Reader(request, file.text.damaged)
  const names = [...request.wanted]
  const handle = openSync(copy, 'w')
  let rest: Buffer = Buffer.alloc(0)
  let offset = file.text.bom
  try {
    for await (const block of blocksOf(file.path, offset)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
      let from = 0
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
        reader.line(bytes.subarray(from, end + 1), offset)
        offset += end + 1 - from
        from = end + 1
        if (reader.text.length > DEFAULTS.buffer) writeSync(handle, reader.take())
      }
      rest = bytes.subarray(from)
      if (rest.length > DEFAULTS.longestHeld)
        throw new UserError(
          `invalid line: ${reader.lineNumber} of ${request.name} [longer than ${DEFAULTS.longestHeld} bytes]`,
        )
      request.onBytes(offset, reader.records)
    }
    if (rest.length > 0) reader.line(rest, offset)
    writeSync(handle, reader.take())
  } finally {
    closeSync(handle)
  }
  await assertUnchanged(file)
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
  await sql
    .raw(
      `create or replace temp table ${quoteName(request.table)} as select * from read_csv(${quoteText(copy)}, auto_detect=false, header=false,
        delim=',', quote='"', escape='"', strict_mode=true, max_line_size=${4 * DEFAULTS.longestLine}, columns={${columns}})`,
    )
    .execute(request.session)
  const { rows } = await sql
    .raw<{ n: number }>(`select count(*) as n from ${quoteName(request.table)}`)
    .execute(request.session)
  rmSync(copy, { force: true })
  if (Number(rows[0].n) !== reader.records)
    throw new UserError(
      `invalid file: ${JSON.stringify(request.name)} [${reader.records} records counted, ${rows[0].n} read; nothing was loaded]`,
    )
  return {
    table: request.table,
    columns: reader.columns(),
    records: reader.records,
    encoding: print.text?.encoding ?? 'utf-8',
    delimiter: undefined,
    lines: reader.lines,
    rejects: reader.rejects,
    locate: (_session, ordinals) => reader.locate(file.path, ordinals),
    dispose: () => {
      if (file.path !== print.path) rmSync(file.path, { force: true })
    },
  }
}

class Reader {
  readonly lines = new LineMap()
  readonly rejects: Reject[] = []
  records = 0
  lineNumber = 1
  text = ''
  readonly #names: readonly string[]
  readonly #seen = new Map<string, string>()
  readonly #spans: number[] = []
  readonly #decoder: TextDecoder

  constructor(request: ReadRequest, isDamaged: boolean) {
    this.#names = [...request.wanted]
    this.#decoder = new TextDecoder('utf-8', { fatal: isDamaged, ignoreBOM: true })
  }

  /** Names of the members that any record has, as first written. */
  columns(): string[] {
    return [...this.#seen.values()]
  }

  take(): string {
    const text = this.text
    this.text = ''
    return text
  }

  line(bytes: Buffer, offset: number): void {
    const line = this.lineNumber++
    const fault = this.#read(bytes, offset, line)
    if (!fault) return
    const record = new TextDecoder().decode(bytes)
    this.rejects.push({ code: fault[0], reason: fault[1], line, offset, bytes: bytes.length, record })
  }

  #read(bytes: Buffer, offset: number, line: number): readonly [string, string] | undefined {
    if (bytes.length > DEFAULTS.longestLine)
      return ['long_record', `longer than ${DEFAULTS.longestLine} bytes`]
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
    const cells = new Map<string, string>()
    for (const [name, member] of Object.entries(value)) {
      const cell = cellOf(name, member, text)
      if (cell === undefined) return ['invalid_number', `${name} is beyond every number`]
      if (!isWellFormed(cell)) return ['invalid_text', `${name} holds half of a surrogate pair`]
      if (cell.includes('\0')) return ['nul_byte', `${name} holds a NUL character`]
      const key = name.toLowerCase()
      if (!this.#seen.has(key)) this.#seen.set(key, name)
      if (member !== null) cells.set(key, cell)
    }
    this.text += `${this.#names.map((name) => quoted(cells.get(name))).join(',')}\n`
    this.lines.note(this.records++, line)
    this.#spans.push(offset, bytes.length)
    return undefined
  }

  async locate(path: string, ordinals: readonly number[]): Promise<Located[]> {
    const found: Located[] = []
    let next = 0
    let start = 0
    for await (const block of blocksOf(path)) {
      const end = start + block.length
      for (; next < ordinals.length; next++) {
        const offset = this.#spans[2 * ordinals[next]]
        const bytes = this.#spans[2 * ordinals[next] + 1]
        if (offset >= end) break
        let record = new TextDecoder().decode(block.subarray(offset - start, offset - start + bytes))
        if (offset + bytes > end) record = await slice(path, offset, bytes)
        found.push({ offset, bytes, record })
      }
      start = end
      if (next >= ordinals.length) break
    }
    return found
  }
}

async function slice(path: string, offset: number, bytes: number): Promise<string> {
  for await (const block of blocksOf(path, offset)) return new TextDecoder().decode(block.subarray(0, bytes))
  return ''
}

/** How deep brackets nest, outside of strings. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) {
      for (i++; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++
    } else if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth)
    else if (c === 93 || c === 125) depth--
  }
  return deepest
}

/** A member as text; undefined for a number that is none. */
function cellOf(name: string, member: unknown, record: string): string | undefined {
  if (typeof member === 'string') return member
  if (typeof member !== 'number') return JSON.stringify(member)
  if (!Number.isFinite(member)) return undefined
  if (!Number.isInteger(member) || Number.isSafeInteger(member)) return String(member)
  // Too long for a number of JavaScript: take the digits from the text.
  const key = JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`${key}\\s*:\\s*(-?\\d+)\\s*[,}]`).exec(record)?.[1] ?? String(member)
}

function quoted(cell: string | undefined): string {
  return cell === undefined ? '' : `"${cell.replaceAll('"', '""').replace(/\r\n?/g, '\n')}"`
}
