/**
 * Two models on the same rows: the difference of every measure with an interval that knows that the rows are shared.
 *
 * Reference: DeLong, DeLong and Clarke-Pearson (1988), "Comparing the areas under two or more correlated receiver operating
 * characteristic curves", for the AUC; paired percentile bootstrap for the others.
 */
import { bootstrap, type Measured } from '../training/intervals.ts'
import { averagePrecision, precisionAt, rank, rocAuc } from '../training/ranking.ts'
import { normalQuantile, normalTail } from '../util/normal.ts'

export const DEFAULTS = {
  /** Probability that an interval holds the value. */
  level: 0.95,
  replicates: 400,
  /** Size of the top of the list. */
  top: 100,
  /** Events of each kind from which two models are compared. */
  leastEvents: 10,
} as const

/** A measure of both, and the difference challenger less champion. */
export interface Compared {
  readonly champion: number
  readonly challenger: number
  readonly difference: Measured
}

export interface Comparison {
  readonly rows: number
  readonly events: number
  /** `roc_auc`, `average_precision`, `precision_at_100`, `brier`; of rates `poisson_deviance` and `gini`. */
  readonly measures: Readonly<Record<string, Compared>>
  /** Probability of such a difference of AUC, or of deviance, by chance, both ways. */
  readonly pValue: number
}

/** Compares probabilities of the same rows; null where too few outcomes of either kind are known. */
export function compareModels(
  champion: Float64Array,
  challenger: Float64Array,
  y: Float64Array,
  seed: number,
): Comparison | null {
  const events = y.reduce((a, b) => a + b, 0)
  if (events < DEFAULTS.leastEvents || y.length - events < DEFAULTS.leastEvents) return null
  const auc = delong(champion, challenger, y)
  const top = Math.min(DEFAULTS.top, y.length)
  const sides = [champion, challenger].map((p) => {
    const ranked = rank(p, y)
    const inOrder = (times: Float64Array) => Float64Array.from(ranked.order, (row) => times[row])
    return {
      average_precision: (times: Float64Array) => averagePrecision(ranked, inOrder(times)),
      [`precision_at_${top}`]: (times: Float64Array) => precisionAt(ranked, top, inOrder(times)),
      brier: (times: Float64Array) => weightedBrier(p, y, times),
    }
  })
  const names = Object.keys(sides[0])
  const ones = new Float64Array(y.length).fill(1)
  const differences = bootstrap(
    y.length,
    names.map((name) => (times: Float64Array) => sides[1][name](times) - sides[0][name](times)),
    { level: DEFAULTS.level, replicates: DEFAULTS.replicates, seed },
  )
  return {
    rows: y.length,
    events,
    measures: {
      roc_auc: { champion: auc.a, challenger: auc.b, difference: auc.difference },
      ...Object.fromEntries(
        names.map((name, i) => [
          name,
          {
            champion: sides[0][name](ones),
            challenger: sides[1][name](ones),
            difference: differences[i],
          },
        ]),
      ),
    },
    pValue: auc.pValue,
  }
}

/** AUC of two scores on the same rows, with the interval and p-value of their difference. */
export function delong(
  a: Float64Array,
  b: Float64Array,
  y: Float64Array,
): { readonly a: number; readonly b: number; readonly difference: Measured; readonly pValue: number } {
  const sides = [a, b].map((score) => ({
    auc: rocAuc(rank(score, y)),
    placement: placements(score, y),
  }))
  const of = (kind: 0 | 1) => {
    const rows = Int32Array.from(y.keys()).filter((i) => y[i] === kind)
    const d = Float64Array.from(rows, (i) => sides[1].placement[i] - sides[0].placement[i])
    const mean = d.reduce((s, v) => s + v, 0) / d.length
    return d.reduce((s, v) => s + (v - mean) ** 2, 0) / (d.length - 1) / d.length
  }
  const value = sides[1].auc - sides[0].auc
  const deviation = Math.sqrt(of(0) + of(1))
  const reach = normalQuantile((1 + DEFAULTS.level) / 2) * deviation
  return {
    a: sides[0].auc,
    b: sides[1].auc,
    difference: { value, low: value - reach, high: value + reach },
    pValue: deviation > 0 ? Math.min(1, 2 * normalTail(Math.abs(value) / deviation)) : 1,
  }
}

/** For every row the share of the other kind that it stands on the right side of, ties half. */
function placements(score: Float64Array, y: Float64Array): Float64Array {
  const { order, tieEnd } = rank(score, y)
  const kinds = [0, 0]
  for (const v of y) kinds[v === 1 ? 1 : 0]++
  const out = new Float64Array(y.length)
  let above = [0, 0]
  for (let i = 0; i < order.length; ) {
    const from = i
    const tie = [0, 0]
    for (const end = tieEnd[i]; i < end; i++) tie[y[order[i]] === 1 ? 1 : 0]++
    for (let k = from; k < i; k++) {
      const own = y[order[k]] === 1 ? 1 : 0
      const higher = (above[1 - own] + tie[1 - own] / 2) / kinds[1 - own]
      out[order[k]] = own === 1 ? 1 - higher : higher
    }
    above = [above[0] + tie[0], above[1] + tie[1]]
  }
  return out
}

function weightedBrier(p: Float64Array, y: Float64Array, times: Float64Array): number {
  let [sum, total] = [0, 0]
  for (let i = 0; i < y.length; i++) {
    sum += times[i] * (p[i] - y[i]) ** 2
    total += times[i]
  }
  return sum / total
}
