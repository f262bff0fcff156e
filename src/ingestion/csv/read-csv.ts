/** A CSV file as a table of texts: split and counted by us, parsed by DuckDB in strict mode, and the two counts compared. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { invalid } from '../../errors.ts'
import { quoteName, quoteText } from '../../warehouse/index.ts'
import { toUtf8File } from '../decode.ts'
import { assertUnchanged, blocksOf, type Fingerprint } from '../fingerprint.ts'
import { LineMap } from '../line-map.ts'
import type { RawTable, ReadRequest, Reject } from '../raw.ts'
import { CleanFile } from './clean-file.ts'
import { type Header, readHeader } from './header.ts'
import { Locator } from './locator.ts'
import { fieldsOf, type RejectCode, DEFAULTS as SPLIT, type SplitOptions, Splitter } from './splitter.ts'

/** Records set aside after which a file that yields fewer good ones is given up, so that it need not fit in memory. */
const HOPELESS = 100_000

/** Reads a CSV file. Every byte is either in an accepted record, in a reject, or in the header and empty lines. */
export async function readCsv(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  let file = await toUtf8File(request, print)
  let header = readHeader(request.name, await firstBlock(file.path), file.text, request.wanted)
  if (header.delimiter === '|' && file.text.encoding === 'gb18030') {
    // The one delimiter whose byte also ends two-byte characters.
    file = await toUtf8File(request, print, true)
    header = readHeader(request.name, await firstBlock(file.path), file.text, request.wanted)
  }
  const text = file.text
  const options: SplitOptions = {
    delimiter: header.delimiter.charCodeAt(0),
    width: header.columns.length,
    damaged: text.damaged,
  }
  const copy = join(request.workDirectory, `${request.table}.csv`)
  const found = await split(request, file, header, options, copy, false)
  await assertUnchanged(file)
  let count = await load(request, header, found.inPlace ? file.path : copy, found.inPlace)
  if (count !== found.records) {
    // DuckDB reads some spelling otherwise than RFC 4180: spell every field out and read again.
    await split(request, file, header, options, copy, true)
    count = await load(request, header, copy, false)
    if (count !== found.records)
      throw invalid(
        'file',
        request.name,
        `${found.records} records counted, ${count ?? 'none'} read; nothing was loaded`,
      )
  }
  rmSync(copy, { force: true })
  return {
    table: request.table,
    columns: header.columns,
    records: found.records,
    encoding: print.text?.encoding ?? 'utf-8',
    delimiter: header.delimiter,
    lines: found.lines,
    rejects: found.rejects,
    locate: (_session, ordinals) => found.locator.locate(file.path, text.encoding, options, ordinals),
    dispose: () => {
      if (file.path !== print.path) rmSync(file.path, { force: true })
    },
  }
}

async function firstBlock(path: string): Promise<Buffer> {
  for await (const block of blocksOf(path)) return block
  return Buffer.alloc(0)
}

interface Found {
  readonly records: number
  readonly rejects: Reject[]
  readonly lines: LineMap
  readonly locator: Locator
  readonly inPlace: boolean
}

async function split(
  request: ReadRequest,
  file: Fingerprint & { readonly text: NonNullable<Fingerprint['text']> },
  header: Header,
  options: SplitOptions,
  copy: string,
  spellOut: boolean,
): Promise<Found> {
  const decoder = new TextDecoder(file.text.encoding, { ignoreBOM: true })
  const clean = new CleanFile({
    source: file.path,
    copy,
    bodyStart: header.bodyStart,
    encoding: file.text.encoding,
    canStay: !spellOut && file.text.encoding === 'utf-8' && header.line === 1 && header.lines === 1,
  })
  const lines = new LineMap()
  const locator = new Locator()
  const rejects: Reject[] = []
  let records = 0
  let newline: 'lf' | 'crlf' | undefined
  const splitter = new Splitter(
    options,
    {
      record: (block, start, end, offset, line) => {
        lines.note(records, line)
        locator.note(records, offset)
        const style = block[end - 2] === 13 && block[end - 1] === 10 ? 'crlf' : 'lf'
        if (style !== newline && block[end - 1] === 10) {
          if (newline !== undefined) clean.leave()
          if (style === 'crlf') clean.noteCr()
          newline = style
        }
        if (spellOut) clean.write(spelledOut(decoder.decode(block.subarray(start, end)), header.delimiter))
        else clean.keep(block, start, end, offset)
        records++
      },
      oddEnd: () => {
        clean.noteCr()
        clean.leave()
      },
      blank: () => {
        if (header.columns.length === 1) clean.leave()
      },
      reject: (code, bytes, offset, line, fields) => {
        clean.leave()
        const reason = reasonOf(code, fields, header.columns.length)
        if (rejects.length >= HOPELESS && rejects.length > records)
          throw invalid(
            'file',
            request.name,
            `most of its records cannot be split; the first: ${rejects[0].reason}`,
          )
        rejects.push({ code, reason, line, offset, bytes: bytes.length, record: decoder.decode(bytes) })
      },
    },
    header.bodyStart,
    header.line + header.lines,
  )
  let rest: Buffer = Buffer.alloc(0)
  let done = header.bodyStart
  for await (const block of blocksOf(file.path, header.bodyStart)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block
    done += block.length
    const used = splitter.push(bytes, done >= file.bytes)
    clean.flush()
    rest = bytes.subarray(used)
    request.onBytes(done, records)
  }
  clean.close()
  // The law of conservation: every byte of the file went into a record, a reject, an empty line or the header.
  if (splitter.offset !== file.bytes)
    throw invalid('file', request.name, `${file.bytes} bytes, of which ${splitter.offset} were accounted for`)
  return { records, rejects, lines, locator, inPlace: clean.inPlace }
}

/** Loads the file; undefined when DuckDB cannot read it. */
async function load(
  request: ReadRequest,
  header: Header,
  path: string,
  hasHeader: boolean,
): Promise<number | undefined> {
  const columns = header.columns.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ')
  const options = [
    'auto_detect=false',
    'header=false',
    `skip=${hasHeader ? 1 : 0}`,
    `delim=${quoteText(header.delimiter)}`,
    `quote='"'`,
    `escape='"'`,
    'strict_mode=true',
    `max_line_size=${2 * SPLIT.longestRecord}`,
    `columns={${columns}}`,
  ]
  const table = quoteName(request.table)
  try {
    await sql
      .raw(
        `create or replace temp table ${table} as select * from read_csv(${quoteText(path)}, ${options.join(', ')})`,
      )
      .execute(request.session)
  } catch (error) {
    if (/permission|disabled by configuration|out of memory|interrupt/i.test(String(error))) throw error
    return undefined
  }
  const { rows } = await sql.raw<{ n: number }>(`select count(*) as n from ${table}`).execute(request.session)
  return Number(rows[0].n)
}

function spelledOut(record: string, delimiter: string): string {
  const fields = fieldsOf(record, delimiter).map((field) =>
    field === '' ? '' : `"${field.replaceAll('"', '""').replace(/\r\n?/g, '\n')}"`,
  )
  return `${fields.join(delimiter)}\n`
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
      return 'holds bytes that are not UTF-8, though the rest of the file is'
  }
}
