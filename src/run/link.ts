/** Stage link: who is who, as the weights say and as people have decided. */
import {
  type CurvePoint,
  type DoubtReport,
  findDoubts,
  type LinkageThreshold,
  type LinkageVerdict,
  type LinkReport,
  linkParties,
  modelsWithin,
  type PairVerdict,
  pairKey,
  readCurve,
  THRESHOLD_LEDGER,
  VERDICT_LEDGER,
  verdictsInForce,
  writeCurve,
} from '../linkage/index.ts'
import { ledger } from '../warehouse/index.ts'
import type { RunContext } from './context.ts'

/** What the stage says: the linkage, entities that deserve a look, what other lines would mean. */
export type LinkageStageReport = LinkReport & {
  readonly doubts: DoubtReport
  readonly curve: readonly CurvePoint[]
}

export async function link({
  warehouse,
  book,
  home,
  now,
  seed,
  onProgress,
}: RunContext): Promise<LinkageStageReport> {
  const verdicts = await ledger<LinkageVerdict>(home, book.name, VERDICT_LEDGER).read()
  const lines = await ledger<LinkageThreshold>(home, book.name, THRESHOLD_LEDGER).read()
  const line = lines.at(-1)
  const report = await linkParties(warehouse, {
    seed,
    at: now,
    verdicts: decisions(verdicts),
    ...(line ? { matchWeight: line.matchWeight } : {}),
    ...(book.linkWithin === 'source'
      ? { models: modelsWithin(book.sources.filter((s) => s.into === 'core.party').map((s) => s.name)) }
      : {}),
    onProgress: () => onProgress({ stage: 'link', done: 0 }),
  })
  await writeCurve(warehouse, report.line, report.expectedMatches)
  const doubts = await findDoubts(warehouse, report.line)
  onProgress({ stage: 'link', done: report.pairs, unit: 'pairs' })
  return { ...report, doubts, curve: await readCurve(warehouse) }
}

/** What most reviewers of a pair hold; a pair on which they are divided is left to its weight. */
export function decisions(verdicts: readonly LinkageVerdict[]): PairVerdict[] {
  const votes = new Map<string, { verdict: LinkageVerdict; balance: number }>()
  for (const verdict of verdictsInForce(verdicts)) {
    if (verdict.verdict === 'cannot_tell') continue
    const before = votes.get(pairKey(verdict))?.balance ?? 0
    votes.set(pairKey(verdict), { verdict, balance: before + (verdict.verdict === 'same' ? 1 : -1) })
  }
  return [...votes.values()]
    .filter(({ balance }) => balance !== 0)
    .map(({ verdict, balance }) => ({
      party_id_l: verdict.partyIdL,
      party_id_r: verdict.partyIdR,
      same: balance > 0,
    }))
}
