/** Stage link: who is who. */
import { type LinkReport, linkParties } from '../linkage/index.ts'
import type { RunContext } from './context.ts'

export async function link({ warehouse, seed, onProgress }: RunContext): Promise<LinkReport> {
  const report = await linkParties(warehouse, {
    seed,
    onProgress: () => onProgress({ stage: 'link', done: 0 }),
  })
  onProgress({ stage: 'link', done: report.pairs, unit: 'pairs' })
  return report
}
