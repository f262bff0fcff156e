/** Corrections that people made since the last run: loaded like any other file, before anything is learned from the book. */
import { applyCorrections, type CorrectionReport } from '../ingestion/corrections/index.ts'
import type { RunContext } from './context.ts'

export function correct(context: RunContext): Promise<CorrectionReport> {
  const { warehouse, book, home, workDirectory, now } = context
  return applyCorrections(warehouse, book.sources, {
    book: book.name,
    home,
    workDirectory,
    loadedAt: now,
  })
}
