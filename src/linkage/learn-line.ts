/**
 * The match line that verdicts teach. Pairs were drawn bin by bin, so each verdict speaks for as many pairs as its bin holds for
 * each one judged; precision above a line is the share of `same` so weighted, its interval that of Wilson at the sample's
 * effective size. Low weights are drawn more densely than high ones and are right less often, so the share that is not weighted
 * errs on the low side only: where its bound, which rests on all verdicts alike, is the higher one, that bound holds as well.
 * The line proposed is the lowest that keeps the lower bound at the target.
 *
 * Reference: Kish (1965), Survey Sampling.
 */
import { wilson } from '../util/wilson.ts'

const DEFAULTS = {
  /** Precision that the lower bound must reach, 0 to 1. */
  target: 0.95,
  /** Verdicts above a line without which nothing is proposed. */
  leastVerdicts: 40,
} as const

export interface LineBin {
  /** Lower edge, bits; ends where the next begins, and the last is open above. */
  readonly from: number
  /** Pairs in it, judged or not. */
  readonly pairs: number
}

/** What reviewers hold of one pair. */
export interface JudgedPair {
  readonly weight: number
  readonly isSame: boolean
}

export interface LinePoint {
  readonly weight: number
  /** Share of pairs at or above that are the same, with its 95 % interval; null without a verdict there. */
  readonly precision: number | null
  readonly low: number | null
  readonly high: number | null
  readonly verdicts: number
  /** Whether every bin above has been judged, so that the figure speaks for all pairs there. */
  readonly isCovered: boolean
}

export interface LearnedLine {
  readonly target: number
  readonly points: readonly LinePoint[]
  readonly proposal: LinePoint | null
  /** Why nothing is proposed. */
  readonly obstacle: 'few_verdicts' | 'no_line_holds' | null
  /** Verdicts above a line that a proposal needs. */
  readonly leastVerdicts: number
}

/** Judges a line at each of `weights`. Bins and judged pairs are of those that no conflict holds apart. */
export function learnLine(
  bins: readonly LineBin[],
  judged: readonly JudgedPair[],
  weights: readonly number[],
  options: { target?: number; leastVerdicts?: number } = {},
): LearnedLine {
  const target = options.target ?? DEFAULTS.target
  const leastVerdicts = options.leastVerdicts ?? DEFAULTS.leastVerdicts
  const sorted = [...bins].sort((a, b) => a.from - b.from)
  const binOf = (weight: number) => {
    let at = -1
    while (at + 1 < sorted.length && sorted[at + 1].from <= weight) at++
    return at
  }
  const counts = sorted.map(() => 0)
  const placed = judged.flatMap((pair) => {
    const bin = binOf(pair.weight)
    if (bin < 0) return []
    counts[bin]++
    return [{ ...pair, bin }]
  })
  const points = [...weights]
    .sort((a, b) => b - a)
    .map((weight): LinePoint => {
      const above = placed.filter((pair) => pair.weight >= weight)
      const isCovered = sorted.every(
        (bin, b) => bin.pairs === 0 || (sorted[b + 1]?.from ?? Infinity) <= weight || counts[b] > 0,
      )
      if (above.length === 0)
        return { weight, precision: null, low: null, high: null, verdicts: 0, isCovered }
      let sum = 0
      let squares = 0
      let same = 0
      for (const { bin, isSame } of above) {
        const speaksFor = Math.max(1, sorted[bin].pairs / counts[bin])
        sum += speaksFor
        squares += speaksFor * speaksFor
        if (isSame) same += speaksFor
      }
      const precision = same / sum
      // Of few pairs most may have been judged, and what was judged is known: the sample counts for as much more.
      const open = sum - above.length
      const finite = open < 1 ? Infinity : Math.max(1, (sum - 1) / open)
      const { low, high } = wilson(precision, finite * ((sum * sum) / squares))
      const dense = wilson(above.filter((pair) => pair.isSame).length / above.length, finite * above.length)
      return {
        weight,
        precision,
        low: Math.min(precision, Math.max(low, dense.low)),
        high,
        verdicts: above.length,
        isCovered,
      }
    })
  const enough = points.filter((point) => point.verdicts >= leastVerdicts && point.isCovered)
  const holding = enough.filter((point) => (point.low ?? 0) >= target)
  return {
    target,
    points,
    proposal: holding.at(-1) ?? null,
    obstacle: holding.length > 0 ? null : enough.length === 0 ? 'few_verdicts' : 'no_line_holds',
    leastVerdicts,
  }
}
