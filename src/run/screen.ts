/** Stage screen: which parties resemble names on the book's watch lists. */
import { type HitsReport, writeHits } from '../linkage/index.ts'
import type { RunContext } from './context.ts'

export async function screen({ warehouse, onProgress }: RunContext): Promise<HitsReport> {
  const report = await writeHits(warehouse)
  onProgress({ stage: 'screen', done: report.parties, unit: 'parties' })
  return report
}
