/** Predictive distributions of one point: normal for amounts, Poisson or negative binomial for counts. */
import { normalQuantile, normalTail } from '../../util/normal.ts'

export interface Predictive {
  readonly mean: number
  readonly variance: number
  /** Counts are whole and never below 0. */
  readonly counts: boolean
}

/** Counts of a mean above this are as good as normal. */
const NORMAL_FROM = 500

/** Smallest value with at least `p` of the probability at or below it. */
export function quantile({ mean, variance, counts }: Predictive, p: number): number {
  if (!counts) return mean + Math.sqrt(variance) * normalQuantile(p)
  if (mean <= 0) return 0
  if (mean > NORMAL_FROM) return Math.max(0, mean + Math.sqrt(Math.max(variance, mean)) * normalQuantile(p))
  const next = pmf(mean, variance)
  let below = 0
  for (let k = 0; k < 100 * NORMAL_FROM; k++) {
    below += next(k)
    if (below >= p - 1e-12) return k
  }
  return 100 * NORMAL_FROM
}

/** Probability of a value as high as `value` or higher. */
export function upperTail({ mean, variance, counts }: Predictive, value: number): number {
  if (!counts || mean > NORMAL_FROM) {
    const spread = Math.sqrt(counts ? Math.max(variance, mean) : variance)
    if (spread === 0) return value > mean ? 0 : 1
    return normalTail((value - (counts ? 0.5 : 0) - mean) / spread)
  }
  if (value <= 0) return 1
  if (mean <= 0) return 0
  const next = pmf(mean, variance)
  let below = 0
  for (let k = 0; k < value; k++) below += next(k)
  // Far out the complement is rounding noise: add up the tail itself.
  if (below < 0.999) return 1 - below
  let tail = 0
  for (let k = Math.ceil(value); k < value + 100 * NORMAL_FROM; k++) {
    const term = next(k)
    tail += term
    if (term <= tail * 1e-16) break
  }
  return tail
}

/** Probabilities of 0, 1, 2, ... in turn; negative binomial when the variance exceeds the mean, else Poisson. */
function pmf(mean: number, variance: number): (k: number) => number {
  const size = variance > mean * 1.0001 ? (mean * mean) / (variance - mean) : Number.POSITIVE_INFINITY
  const share = Number.isFinite(size) ? mean / (size + mean) : 0
  let at = 0
  let value = Number.isFinite(size) ? (1 - share) ** size : Math.exp(-mean)
  return (k) => {
    for (; at < k; at++) value *= Number.isFinite(size) ? ((size + at) / (at + 1)) * share : mean / (at + 1)
    return value
  }
}
