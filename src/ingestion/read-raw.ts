/** Reads a file in the format of its source. */
import type { Format } from '../source.ts'
import { readCsv } from './csv/read-csv.ts'
import { readFeed } from './feed.ts'
import type { Fingerprint } from './fingerprint.ts'
import { readJsonLines } from './json-lines.ts'
import { readParquet } from './parquet.ts'
import type { RawTable, ReadRequest } from './raw.ts'

/** Reads a file into a temporary table of texts. */
export function readRaw(format: Format, request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  switch (format) {
    case 'csv':
      return readCsv(request, print)
    case 'jsonl':
      return readJsonLines(request, print)
    case 'parquet':
      return readParquet(request, print)
    case 'rss':
      return readFeed(request, print)
  }
}
