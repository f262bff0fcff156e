/**
 * How expected rates met counts over exposure, with intervals that need no replicates: each measure is a function of sums over
 * the rows, so its variance is the sum of the squares of what each row moves it by.
 *
 * References: Frees, Meyers and Cummings (2011), "Summarizing insurance scores using a Gini index", for the Gini; Rothman and
 * Boice (1979) for Byar's limits of a count, widened by the spread beyond Poisson.
 */
import { devianceOf } from '../training/losses.ts'
import { rank } from '../training/ranking.ts'
import { normalQuantile } from '../util/normal.ts'
import type { Interval } from './groups.ts'

export const DEFAULTS = {
  /** Probability that an interval holds the value. */
  level: 0.95,
} as const

/** Expected rates a unit of exposure, and what happened; all of one length. */
export interface RateRows {
  readonly rate: Float64Array
  readonly count: Float64Array
  /** Above 0. */
  readonly exposure: Float64Array
}

/** Some of the rows, in the given order. */
export function takeRates({ rate, count, exposure }: RateRows, rows: ArrayLike<number>): RateRows {
  const take = (list: Float64Array) => Float64Array.from(rows, (row) => list[row])
  return { rate: take(rate), count: take(count), exposure: take(exposure) }
}

const sumOf = (list: Float64Array): number => list.reduce((a, b) => a + b, 0)
const z = normalQuantile((1 + DEFAULTS.level) / 2)

/** A value with the interval of what the rows move it by. */
function about(value: number, moved: Float64Array, least: number, most: number): Interval {
  const reach = z * Math.sqrt(moved.reduce((sum, v) => sum + v * v, 0))
  return { value, low: Math.max(least, value - reach), high: Math.min(most, value + reach) }
}

/** Poisson deviance over the sum of exposure. */
export function devianceInterval({ rate, count, exposure }: RateRows): Interval {
  const each = rate.map((r, i) => devianceOf(r, count[i], exposure[i]))
  const total = sumOf(exposure)
  const value = sumOf(each) / total
  return about(
    value,
    each.map((d, i) => (d - value * exposure[i]) / total),
    0,
    Number.POSITIVE_INFINITY,
  )
}

/** Events over those expected; no event at all has an upper end too. */
export function ratioInterval({ rate, count, exposure }: RateRows): Interval {
  const expected = rate.map((r, i) => r * exposure[i])
  const [events, total] = [sumOf(count), sumOf(expected)]
  const value = events / total
  const spread = count.reduce((sum, n, i) => sum + (n - value * expected[i]) ** 2, 0)
  const wide = z * Math.sqrt(Math.max(1, spread / Math.max(1, events)))
  const byar = (n: number, side: number) =>
    n * Math.max(0, 1 - 1 / (9 * n) + (side * wide) / (3 * Math.sqrt(n))) ** 3
  return { value, low: events > 0 ? byar(events, -1) / total : 0, high: byar(events + 1, 1) / total }
}

/** Normalised Gini of the rates, as {@link gini}: 1 is perfect, 0 is chance. NaN without an event. */
export function giniInterval({ rate, count, exposure }: RateRows): Interval {
  const ours = area(rate, count, exposure)
  const best = area(
    count.map((n, i) => n / exposure[i]),
    count,
    exposure,
  )
  const value = ours.value / best.value
  return about(
    value,
    ours.moved.map((d, i) => (d - value * best.moved[i]) / best.value),
    -1,
    1,
  )
}

/** Twice the area between the Lorenz curve of events by falling score and the diagonal, and what each row moves it by. */
function area(
  score: Float64Array,
  count: Float64Array,
  exposure: Float64Array,
): { readonly value: number; readonly moved: Float64Array } {
  const { order, tieEnd } = rank(score, count)
  const [events, total] = [sumOf(count), sumOf(exposure)]
  // Events above each row, and exposure below it, ties half.
  const above = new Float64Array(order.length)
  const below = new Float64Array(order.length)
  let [seen, passed, sum] = [0, 0, 0]
  for (let i = 0; i < order.length; ) {
    const from = i
    let [n, x] = [0, 0]
    for (const end = tieEnd[i]; i < end; i++) {
      n += count[order[i]]
      x += exposure[order[i]]
    }
    for (let k = from; k < i; k++) {
      above[order[k]] = seen + n / 2
      below[order[k]] = total - passed - x / 2
    }
    sum += x * (seen + n / 2)
    seen += n
    passed += x
  }
  const share = sum / (events * total)
  return {
    value: 2 * share - 1,
    moved: above.map(
      (a, i) =>
        2 *
        ((exposure[i] * a + count[i] * below[i]) / (events * total) -
          share * (exposure[i] / total + count[i] / events)),
    ),
  }
}
