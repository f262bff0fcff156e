/** Confidence intervals: DeLong for the AUC, seeded bootstrap for the rest. */

import { normalQuantile } from '../util/normal.ts'
import { random } from '../util/random.ts'
import { rank, rocAuc } from './ranking.ts'

/** A measured value and its confidence interval. */
export interface Measured {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface IntervalOptions {
  /** Probability that the interval holds the value; default 0.95. */
  readonly level?: number
  /** Bootstrap replicates; default 500. */
  readonly replicates?: number
  readonly seed?: number
}

export const DEFAULTS = { level: 0.95, replicates: 500, seed: 1 } as const

/**
 * AUC with the interval of DeLong, in log-odds so that it stays inside [0, 1].
 * Reference: DeLong, DeLong and Clarke-Pearson (1988); the sorted form is Sun and Xu's (2014).
 */
export function aucInterval(score: Float64Array, y: Float64Array, level: number = DEFAULTS.level): Measured {
  const { order, tieEnd } = rank(score, y)
  const auc = rocAuc(rank(score, y))
  const positives = y.reduce((a, b) => a + b, 0)
  const negatives = y.length - positives
  if (positives < 2 || negatives < 2) return { value: auc, low: 0, high: 1 }
  // For each row, the share of the other class that it beats, ties half.
  let above = [0, 0]
  const [sum, squares] = [
    [0, 0],
    [0, 0],
  ]
  for (let i = 0; i < order.length; ) {
    const tie = [0, 0]
    const from = i
    for (const end = tieEnd[i]; i < end; i++) tie[y[order[i]] === 1 ? 1 : 0]++
    for (let k = from; k < i; k++) {
      const own = y[order[k]] === 1 ? 1 : 0
      const higher = above[1 - own] + tie[1 - own] / 2
      const share = own === 1 ? 1 - higher / negatives : higher / positives
      sum[own] += share
      squares[own] += share * share
    }
    above = [above[0] + tie[0], above[1] + tie[1]]
  }
  const variance = (c: 0 | 1, n: number) => Math.max(0, squares[c] - sum[c] ** 2 / n) / (n - 1) / n
  const deviation = Math.sqrt(variance(1, positives) + variance(0, negatives))
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, auc))
  const logit = Math.log(inside / (1 - inside))
  const reach = (normalQuantile((1 + level) / 2) * deviation) / (inside * (1 - inside))
  const back = (m: number) => 1 / (1 + Math.exp(-m))
  return { value: auc, low: Math.min(auc, back(logit - reach)), high: Math.max(auc, back(logit + reach)) }
}

/**
 * Percentile bootstrap: `measure` gets how often each row was drawn. Rows are drawn with replacement, by one seed for all
 * measures, so that differences of two measures are paired.
 */
export function bootstrap(
  n: number,
  measures: readonly ((times: Float64Array) => number)[],
  { level = DEFAULTS.level, replicates = DEFAULTS.replicates, seed = DEFAULTS.seed }: IntervalOptions = {},
): Measured[] {
  const rng = random(seed)
  const times = new Float64Array(n)
  const drawn = measures.map(() => new Float64Array(replicates))
  for (let b = 0; b < replicates; b++) {
    times.fill(0)
    for (let i = 0; i < n; i++) times[Math.floor(rng.next() * n)]++
    measures.forEach((measure, m) => {
      drawn[m][b] = measure(times)
    })
  }
  const ones = new Float64Array(n).fill(1)
  return measures.map((measure, m) => {
    const value = measure(ones)
    const sorted = drawn[m].filter((v) => !Number.isNaN(v)).sort()
    const at = (q: number) =>
      sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(q * (sorted.length - 1))))] ?? value
    return { value, low: Math.min(value, at((1 - level) / 2)), high: Math.max(value, at((1 + level) / 2)) }
  })
}
