/** Reads a file in the format of its source. */
import { invalid } from '../errors.ts'
import type { Source } from '../source.ts'
import { readCsv } from './csv/read-csv.ts'
import { readFeed } from './feed.ts'
import type { Fingerprint } from './fingerprint.ts'
import { readJsonLines } from './json-lines.ts'
import { readParquet } from './parquet.ts'
import type { RawTable, ReadRequest } from './raw.ts'

/** Reads a file into a temporary table of texts. */
export async function readRaw(
  source: Pick<Source, 'format' | 'reading'>,
  asked: ReadRequest,
  print: Fingerprint,
): Promise<RawTable> {
  const request = { ...asked, reading: source.reading ?? {} }
  switch (source.format) {
    case 'csv':
      return readCsv(request, print)
    case 'jsonl':
      return readJsonLines(request, print)
    case 'parquet':
      return readParquet(request, print)
    case 'rss':
      return readFeed(request, print)
    default:
      throw invalid('format', source.format, `of ${request.name}`)
  }
}
