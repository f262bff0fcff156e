/** The match line: what each would mean, what verdicts teach, who accepted which. */
import {
  BUILT_IN_LINE,
  type JudgedPair,
  type LearnedLine,
  type LinePoint,
  type LinkageThreshold,
  type LinkageVerdict,
  learnLine,
  pairKey,
  type ReviewDraw,
  verdictsInForce,
} from '../../linkage/index.ts'
import type { Text } from '../../util/text.ts'
import type { ReviewThreshold, ThresholdPoint } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { reviewDraw } from './reviews.ts'

const probabilityOf = (bits: number) => 1 / (1 + 2 ** -bits)

/** The curve of the snapshot, by falling weight, without verdicts. */
export async function thresholdCurve(view: View): Promise<(ThresholdPoint & { isLine: boolean })[]> {
  const rows = await view.warehouse.db
    .selectFrom('core.linkage_curve')
    .selectAll()
    .orderBy('match_weight', 'desc')
    .execute()
  return rows.map((row) => ({
    matchWeight: row.match_weight,
    matchProbability: row.match_probability,
    pairs: row.pairs,
    precisionEstimated: row.precision_estimated,
    recallEstimated: row.recall_estimated,
    precisionReviewed: null,
    low: null,
    high: null,
    verdicts: 0,
    isLine: row.is_line,
  }))
}

/** What reviewers hold of each pair that they judged: the majority; pairs without one are left out. */
function judgedPairs(draw: ReviewDraw, entries: readonly LinkageVerdict[]): JudgedPair[] {
  const drawn = new Map(draw.pairs.map((pair) => [pairKey(pair), pair]))
  const votes = new Map<string, number>()
  for (const verdict of verdictsInForce(entries)) {
    const stratum = drawn.get(pairKey(verdict))?.stratum
    // What a conflict holds apart is linked at no line and says nothing about one.
    if (stratum !== 'near' && stratum !== 'clear_same') continue
    const vote = verdict.verdict === 'same' ? 1 : verdict.verdict === 'different' ? -1 : 0
    votes.set(pairKey(verdict), (votes.get(pairKey(verdict)) ?? 0) + vote)
  }
  return [...votes].flatMap(([key, vote]) =>
    vote === 0 ? [] : [{ weight: drawn.get(key)?.matchWeight ?? 0, isSame: vote > 0 }],
  )
}

export async function reviewThreshold(
  view: View,
  verdicts: readonly LinkageVerdict[],
  accepted: readonly LinkageThreshold[],
  mayAccept: boolean,
): Promise<ReviewThreshold & { readonly learned: LearnedLine }> {
  const [draw, curve] = await Promise.all([reviewDraw(view), thresholdCurve(view)])
  const bins = draw.bins.filter(({ stratum }) => stratum === 'near' || stratum === 'clear_same')
  const learned = learnLine(
    bins,
    judgedPairs(draw, verdicts),
    curve.map((point) => point.matchWeight),
  )
  const byWeight = new Map(learned.points.map((point) => [point.weight, point]))
  const withVerdicts = curve.map(({ isLine: _, ...point }): ThresholdPoint => {
    const learnedHere = byWeight.get(point.matchWeight)
    return learnedHere ? { ...point, ...reviewed(learnedHere) } : point
  })
  const last = accepted.at(-1)
  const next = last?.matchWeight ?? BUILT_IN_LINE
  return {
    snapshot: view.manifest.id,
    current: { matchWeight: draw.line, matchProbability: probabilityOf(draw.line) },
    next: {
      matchWeight: next,
      matchProbability: probabilityOf(next),
      acceptedBy: last?.acceptedBy ?? null,
      acceptedAt: last?.at ?? null,
      note: last?.note ?? null,
    },
    curve: withVerdicts,
    target: learned.target,
    proposal: withVerdicts.find((point) => point.matchWeight === learned.proposal?.weight) ?? null,
    reason: reasonOf(learned),
    mayAccept,
    learned,
  }
}

const reviewed = (point: LinePoint) => ({
  precisionReviewed: point.precision,
  low: point.low,
  high: point.high,
  verdicts: point.verdicts,
})

function reasonOf({ proposal, obstacle, leastVerdicts, target, points }: LearnedLine): Text {
  const percent = `${Math.round(target * 100)} %`
  if (proposal?.low) {
    const low = `${(proposal.low * 100).toFixed(1)} %`
    return {
      en: `The lowest line at which ${proposal.verdicts} verdicts keep the lower bound of precision (${low}) at ${percent} or above.`,
      zh: `在此阈值上，依据 ${proposal.verdicts} 条审核结论，精确率下限为 ${low}，是满足不低于 ${percent} 的最低阈值。`,
    }
  }
  if (obstacle === 'few_verdicts') {
    const most = Math.max(0, ...points.map((point) => point.verdicts))
    return {
      en: `Too few verdicts: ${most} so far; a line needs ${leastVerdicts} of pairs above it, with some from every weight.`,
      zh: `审核结论不足：目前 ${most} 条；每条阈值之上至少需要 ${leastVerdicts} 条，且各分值段均有样本。`,
    }
  }
  return {
    en: `At no line does the lower bound of precision reach ${percent}.`,
    zh: `任何阈值下精确率下限均未达到 ${percent}。`,
  }
}
