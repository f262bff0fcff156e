/** Stage link: who is who. */
import { type LinkReport, linkParties, modelsWithin } from '../linkage/index.ts'
import type { RunContext } from './context.ts'

export async function link({ warehouse, book, seed, onProgress }: RunContext): Promise<LinkReport> {
  const report = await linkParties(warehouse, {
    seed,
    ...(book.linkWithin === 'source'
      ? { models: modelsWithin(book.sources.filter((s) => s.into === 'core.party').map((s) => s.name)) }
      : {}),
    onProgress: () => onProgress({ stage: 'link', done: 0 }),
  })
  onProgress({ stage: 'link', done: report.pairs, unit: 'pairs' })
  return report
}
