/** How much better one score ranks than another, on the same rows. */
import { bootstrap, type IntervalOptions, type Measured } from './intervals.ts'
import { averagePrecision, type Ranked, rank, rocAuc } from './ranking.ts'

/** How far a score's measures lie above another's. */
export interface RankingGain {
  readonly roc_auc: Measured
  readonly average_precision: Measured
}

/**
 * Differences in AUC and average precision of two scores of the same rows, with percentile intervals of a paired bootstrap: both are
 * measured on the same drawn rows, so that what makes a draw hard for both does not count. The order of a score is all that matters.
 */
export function rankingGain(
  score: Float64Array,
  other: Float64Array,
  y: Float64Array,
  options: IntervalOptions = {},
): RankingGain {
  const [mine, theirs] = [rank(score, y), rank(other, y)]
  const difference =
    (of: (ranked: Ranked, weight: Float64Array) => number) =>
    (times: Float64Array): number => {
      const drawn = (ranked: Ranked) =>
        of(
          ranked,
          Float64Array.from(ranked.order, (row) => times[row]),
        )
      return drawn(mine) - drawn(theirs)
    }
  const [auc, precision] = bootstrap(y.length, [difference(rocAuc), difference(averagePrecision)], options)
  return { roc_auc: auc, average_precision: precision }
}

/** The gain as metrics: `<prefix>_roc_auc`, `<prefix>_average_precision`. */
export const gainMetrics = (prefix: string, gain: RankingGain): Record<string, Measured> => ({
  [`${prefix}_roc_auc`]: gain.roc_auc,
  [`${prefix}_average_precision`]: gain.average_precision,
})
