/** Stage load: the book's files to `core`. */
import { type IngestReport, ingest } from '../ingestion/index.ts'
import type { RunContext } from './context.ts'

export async function load(context: RunContext): Promise<IngestReport> {
  const { warehouse, book, dataDirectory, workDirectory, now, onProgress } = context
  if (!dataDirectory) throw new Error('missing data directory')
  let seen = 0
  let current = ''
  return ingest(warehouse, book.sources, {
    book: book.name,
    dataDirectory,
    workDirectory,
    loadedAt: now,
    onProgress: ({ file, records, phase }) => {
      if (file !== current || phase === 'done') {
        current = file
        if (phase === 'done') seen += records
      }
      onProgress({ stage: 'load', done: seen + (phase === 'done' ? 0 : records), unit: 'records' })
    },
  })
}
