/** Reads a file in the format of its source, unpacked first when it is wrapped. */
import { rmSync, statSync } from 'node:fs'
import type { Source } from '../source.ts'
import { readCsv } from './csv/read-csv.ts'
import { readFeed } from './feed.ts'
import type { Fingerprint } from './fingerprint.ts'
import { readJsonDocument } from './json-document.ts'
import { readJsonLines } from './json-lines.ts'
import { readParquet } from './parquet.ts'
import type { RawTable, ReadRequest } from './raw.ts'
import { unpackTo } from './unpack.ts'
import { readWorkbook } from './workbook.ts'

/** Reads a file into a temporary table of texts. */
export async function readRaw(
  source: Pick<Source, 'format' | 'reading'>,
  asked: ReadRequest,
  print: Fingerprint,
): Promise<RawTable> {
  const request = { ...asked, reading: source.reading ?? {} }
  if (!print.content) return readIn(source, request, print)
  const base = `${asked.table}.unpacked`
  const path = await unpackTo(asked.workDirectory, base, print.content, print.sha256, asked.name)
  const { mtimeMs: modified } = statSync(path)
  const forget = () => rmSync(path, { force: true })
  try {
    const raw = await readIn(source, request, { ...print, path, modified })
    return {
      ...raw,
      dispose: () => {
        raw.dispose()
        forget()
      },
    }
  } catch (error) {
    forget()
    throw error
  }
}

function readIn(
  { format }: Pick<Source, 'format'>,
  request: ReadRequest,
  print: Fingerprint,
): Promise<RawTable> {
  switch (format) {
    case 'csv':
      return readCsv(request, print)
    case 'json':
      return readJsonDocument(request, print)
    case 'jsonl':
      return readJsonLines(request, print)
    case 'parquet':
      return readParquet(request, print)
    case 'xlsx':
      return readWorkbook(request, print)
    case 'rss':
      return readFeed(request, print)
  }
}
