/** Stage link: who is who. */
import {
  type DoubtReport,
  findDoubts,
  type LinkReport,
  linkParties,
  modelsWithin,
  writeCurve,
} from '../linkage/index.ts'
import type { RunContext } from './context.ts'

export async function link({
  warehouse,
  book,
  seed,
  onProgress,
}: RunContext): Promise<LinkReport & { readonly doubts: DoubtReport }> {
  const report = await linkParties(warehouse, {
    seed,
    ...(book.linkWithin === 'source'
      ? { models: modelsWithin(book.sources.filter((s) => s.into === 'core.party').map((s) => s.name)) }
      : {}),
    onProgress: () => onProgress({ stage: 'link', done: 0 }),
  })
  await writeCurve(warehouse, report.line, report.expectedMatches)
  const doubts = await findDoubts(warehouse, report.line)
  onProgress({ stage: 'link', done: report.pairs, unit: 'pairs' })
  return { ...report, doubts }
}
