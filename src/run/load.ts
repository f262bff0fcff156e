/** Stage load: the book's files to `core`, in a process of its own that a hostile file may end. */
import { existsSync } from 'node:fs'
import { collectionLayout } from '../collection/layout.ts'
import { type IsolatedReport, ingestIsolated } from '../ingestion/index.ts'
import type { RunContext } from './context.ts'

export async function load(context: RunContext): Promise<IsolatedReport> {
  const { book, home, dataDirectory, workDirectory, now, onProgress } = context
  if (!dataDirectory) throw new Error('missing data directory')
  const { inbox } = collectionLayout(home, book.name)
  let seen = 0
  let current = ''
  return context.lend((file) =>
    ingestIsolated(file, book.sources, {
      book: book.name,
      dataDirectory,
      moreDirectories: existsSync(inbox) ? [inbox] : [],
      workDirectory,
      loadedAt: now,
      onProgress: ({ file: name, records, phase }) => {
        if (name !== current || phase === 'done') {
          current = name
          if (phase === 'done') seen += records
        }
        onProgress({ stage: 'load', done: seen + (phase === 'done' ? 0 : records), unit: 'records' })
      },
    }),
  )
}
