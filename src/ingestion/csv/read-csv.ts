/** A CSV file as a relation of texts: split and counted by us, parsed by DuckDB in strict mode whenever it is read. */
import { rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { quoteName, quoteText } from '../../warehouse/index.ts'
import { readAhead } from '../blocks.ts'
import { type TextFile, toUtf8File } from '../decode.ts'
import { assertUnchanged, blocksOf, type Fingerprint } from '../fingerprint.ts'
import { LineMap } from '../line-map.ts'
import type { RawTable, ReadRequest } from '../raw.ts'
import type { Done } from './ahead.ts'
import { bufferSize } from './buffer-size.ts'
import { type Header, readHeader } from './header.ts'
import { keyFieldsOf, LINE_COLUMN, optionsOf } from './pass-options.ts'
import { SplitPass } from './split-pass.ts'
import { DEFAULTS as SPLIT } from './splitter.ts'

/** Reads a CSV file. Every byte is either in an accepted record, in a reject, or in the header and empty lines. */
export async function readCsv(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  let file = await toUtf8File(request, print)
  let done = await request.ahead?.take(print)
  if (!done) {
    let header = readHeader(
      request.name,
      await firstBlock(file.path),
      file.text,
      request.wanted,
      request.reading,
    )
    if (header.delimiter === '|' && file.text.encoding === 'gb18030') {
      // The one delimiter whose byte also ends two-byte characters.
      file = await toUtf8File(request, print, true)
      header = readHeader(
        request.name,
        await firstBlock(file.path),
        file.text,
        request.wanted,
        request.reading,
      )
    }
    done = await split(request, file, header)
  }
  const { header, split: found, copy } = done
  const text = file.text
  const forget = () => {
    rmSync(copy, { force: true })
    if (file.path !== print.path) rmSync(file.path, { force: true })
  }
  try {
    await assertUnchanged(file)
    await declare(request, header, copy, found.records)
  } catch (error) {
    forget()
    throw error
  }
  const options = {
    delimiter: header.delimiter.charCodeAt(0),
    quote: header.quote === '' ? 0 : header.quote.charCodeAt(0),
    width: header.columns.length,
    damaged: text.damaged,
    encoding: text.encoding,
  }
  return {
    table: request.table,
    columns: header.columns,
    records: found.records,
    encoding: print.text?.encoding ?? 'utf-8',
    delimiter: header.delimiter,
    headerLine: header.lines > 0 ? header.line : undefined,
    quote: header.quote,
    lines: new LineMap(),
    isLined: true,
    haveDistinctKeys: found.haveDistinctKeys,
    isTight: found.isTight,
    rejects: found.rejects,
    locate: async (_session, lines) => found.locator.locate(file.path, text.encoding, options, lines),
    dispose: forget,
  }
}

async function firstBlock(path: string): Promise<Buffer> {
  for await (const block of blocksOf(path)) return block
  return Buffer.alloc(0)
}

async function split(request: ReadRequest, file: TextFile, header: Header): Promise<Done> {
  const copy = join(request.workDirectory, `${request.table}.csv`)
  const keyFields = keyFieldsOf(header.columns, request.keyColumns ?? [])
  const pass = await SplitPass.begin(optionsOf(request.name, header, file.text, copy, keyFields))
  try {
    let done = header.bodyStart
    for await (const block of readAhead(blocksOf(file.path, header.bodyStart))) {
      await pass.push(block)
      done += block.length
      request.onBytes(done, pass.records)
    }
    return { header, split: await pass.end(file.bytes), copy }
  } catch (error) {
    await pass.abandon()
    rmSync(copy, { force: true })
    throw error
  }
}

/** Makes the view; nothing is parsed yet. */
async function declare(request: ReadRequest, header: Header, copy: string, records: number): Promise<void> {
  const columns = [
    ...header.columns.map((name) => `${quoteText(name)}: 'VARCHAR'`),
    `'${LINE_COLUMN}': 'BIGINT'`,
  ].join(', ')
  const buffer = bufferSize(records, statSync(copy).size, availableParallelism())
  const options = [
    'auto_detect=false',
    'header=false',
    `delim=${quoteText(header.delimiter)}`,
    `quote='"'`,
    `escape='"'`,
    'strict_mode=true',
    `max_line_size=${2 * SPLIT.longestRecord}`,
    `columns={${columns}}`,
    ...(buffer ? [`buffer_size=${buffer}`] : []),
  ]
  await sql
    .raw(
      `create or replace temp view ${quoteName(request.table)} as select * from read_csv(${quoteText(copy)}, ${options.join(', ')})`,
    )
    .execute(request.session)
}
