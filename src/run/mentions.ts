/** Stage mentions: what the book's articles and posts speak of. */
import { findMentions, type MentionReport } from '../mentions/index.ts'
import type { RunContext } from './context.ts'

export async function mentions({ warehouse, book, onProgress }: RunContext): Promise<MentionReport> {
  if (!book.lexicon) throw new Error(`missing lexicon: ${book.name}`)
  const report = await findMentions(warehouse, book.lexicon, (documents) =>
    onProgress({ stage: 'mentions', done: documents, unit: 'texts' }),
  )
  onProgress({ stage: 'mentions', done: report.documents, unit: 'texts' })
  return report
}
