/**
 * How well a tariff tells risks apart and meets them: deviances of amounts, ordered Lorenz curves, lift, double lift, tenths.
 *
 * Reference: Frees, Meyers and Cummings (2014), "Insurance ratemaking and a Gini index"; Goldburd, Khare, Tevet and Guller
 * (2020), "Generalized linear models for insurance rating", on lift and double lift.
 */
import { normalQuantile } from '../util/normal.ts'
import { bootstrap, DEFAULTS, type IntervalOptions, type Measured } from './intervals.ts'

/** Gamma deviance of one amount above 0 under a mean. */
export const gammaDevianceOf = (mean: number, y: number): number => 2 * (y / mean - 1 - Math.log(y / mean))

/** Mean gamma deviance, weighted by the number of claims. */
export function gammaDeviance(mean: Float64Array, y: Float64Array, weight: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < y.length; i++) {
    sum += weight[i] * gammaDevianceOf(mean[i], y[i])
    total += weight[i]
  }
  return sum / total
}

/** Tweedie deviance of the cost a unit of exposure, weighted by exposure; power between 1 and 2. */
export function tweedieDeviance(
  rate: Float64Array,
  cost: Float64Array,
  exposure: Float64Array,
  power = 1.5,
): number {
  const [a, b] = [1 - power, 2 - power]
  let sum = 0
  let total = 0
  for (let i = 0; i < cost.length; i++) {
    const y = cost[i] / exposure[i]
    sum += 2 * exposure[i] * (y ** b / (a * b) - (y * rate[i] ** a) / a + rate[i] ** b / b)
    total += exposure[i]
  }
  return sum / total
}

/** A point of a Lorenz curve: shares of premium (or exposure) and of losses so far, 0 to 1. */
export interface LorenzPoint {
  readonly premium: number
  readonly loss: number
}

/** Row numbers by rising key; equal keys in their order. */
const risingBy = (key: Float64Array): Int32Array =>
  Int32Array.from(key, (_, i) => i).sort((a, b) => key[a] - key[b] || a - b)

/**
 * Ordered Lorenz curve: policies by rising `relativity` (score over present premium, or the score itself), share of premium
 * against share of losses. The further below the diagonal, the more the present premium overcharges the first and
 * undercharges the last. Rows of equal relativity share one step.
 */
export function orderedLorenz(
  relativity: Float64Array,
  premium: Float64Array,
  loss: Float64Array,
  points = 50,
): LorenzPoint[] {
  const order = risingBy(relativity)
  const curve: LorenzPoint[] = [{ premium: 0, loss: 0 }]
  const [allPremium, allLoss] = [premium, loss].map((list) => list.reduce((a, b) => a + b, 0))
  let [p, l] = [0, 0]
  order.forEach((row, i) => {
    p += premium[row]
    l += loss[row]
    const next = order[i + 1]
    const ends = next === undefined || relativity[next] !== relativity[row]
    if (ends && (next === undefined || p / allPremium >= curve.length / points))
      curve.push({ premium: p / allPremium, loss: l / allLoss })
  })
  return curve
}

/** Gini index of an ordered Lorenz curve: twice the area between it and the diagonal. 0 is no better than the premium. */
export function orderedGini(
  relativity: Float64Array,
  premium: Float64Array,
  loss: Float64Array,
  options: IntervalOptions = {},
): Measured {
  const order = risingBy(relativity)
  const [measured] = bootstrap(
    order.length,
    [(times) => giniOf(order, relativity, premium, loss, times)],
    options,
  )
  return measured
}

/** `times` says how often each row of the order is drawn. */
function giniOf(
  order: Int32Array,
  relativity: Float64Array,
  premium: Float64Array,
  loss: Float64Array,
  times: Float64Array,
): number {
  let [p, l, area] = [0, 0, 0]
  for (let i = 0; i < order.length; ) {
    const key = relativity[order[i]]
    let [dp, dl] = [0, 0]
    for (; i < order.length && relativity[order[i]] === key; i++) {
      dp += times[i] * premium[order[i]]
      dl += times[i] * loss[order[i]]
    }
    area += dp * (l + dl / 2)
    p += dp
    l += dl
  }
  return 1 - (2 * area) / (p * l)
}

/** Group of each row by rising key, 0 to `groups` - 1, of near equal exposure. */
export function groupsBy(key: Float64Array, exposure: Float64Array, groups = 10): Int32Array {
  const total = exposure.reduce((a, b) => a + b, 0)
  const out = new Int32Array(key.length)
  let seen = 0
  for (const row of risingBy(key)) {
    out[row] = Math.min(groups - 1, Math.floor((groups * (seen + exposure[row] / 2)) / total))
    seen += exposure[row]
  }
  return out
}

/** One group of policies: what was expected and what happened, a unit of exposure. */
export interface TariffBin {
  readonly rows: number
  readonly exposure: number
  readonly expected: number
  readonly observed: Measured
}

/**
 * Expected against observed by tenth of the expected, the cheapest first. Intervals are those of a ratio of sums, by
 * linearisation over the policies of the tenth.
 */
export function tenths(
  expected: Float64Array,
  observed: Float64Array,
  exposure: Float64Array,
  { groups = 10, level = DEFAULTS.level }: { groups?: number; level?: number } = {},
): TariffBin[] {
  const rate = expected.map((e, i) => e / exposure[i])
  return binsOf(groupsBy(rate, exposure, groups), expected, observed, exposure, { groups, level })
}

/** The same over groups that are given. */
export function binsOf(
  group: Int32Array,
  expected: Float64Array,
  observed: Float64Array,
  exposure: Float64Array,
  { groups, level = DEFAULTS.level }: { groups: number; level?: number },
): TariffBin[] {
  const sums = Array.from({ length: groups }, () => ({
    rows: 0,
    exposure: 0,
    expected: 0,
    observed: 0,
    spread: 0,
  }))
  group.forEach((g, i) => {
    sums[g].rows++
    sums[g].exposure += exposure[i]
    sums[g].expected += expected[i]
    sums[g].observed += observed[i]
  })
  group.forEach((g, i) => {
    sums[g].spread += (observed[i] - (sums[g].observed / sums[g].exposure) * exposure[i]) ** 2
  })
  const z = normalQuantile((1 + level) / 2)
  return sums
    .filter((sum) => sum.rows > 0)
    .map((sum) => {
      const value = sum.observed / sum.exposure
      const reach = (z * Math.sqrt(sum.spread)) / sum.exposure
      return {
        rows: sum.rows,
        exposure: sum.exposure,
        expected: sum.expected / sum.exposure,
        observed: { value, low: Math.max(0, value - reach), high: value + reach },
      }
    })
}

/** One group of a double lift chart, each relative to its own mean over all policies. */
export interface DoubleLiftBin {
  readonly rows: number
  readonly ours: number
  readonly theirs: number
  readonly observed: Measured
}

/**
 * Double lift: policies grouped by how much dearer we hold them than the other tariff does. Where the two disagree most, at
 * the ends, the one that follows the observed cost is right.
 */
export function doubleLift(
  ours: Float64Array,
  theirs: Float64Array,
  observed: Float64Array,
  exposure: Float64Array,
  { groups = 10, level = DEFAULTS.level }: { groups?: number; level?: number } = {},
): DoubleLiftBin[] {
  const group = groupsBy(
    ours.map((cost, i) => cost / theirs[i]),
    exposure,
    groups,
  )
  const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / exposure.reduce((a, b) => a + b, 0)
  const [own, other, seen] = [mean(ours), mean(theirs), mean(observed)]
  const others = binsOf(group, theirs, observed, exposure, { groups, level })
  return binsOf(group, ours, observed, exposure, { groups, level }).map((bin, i) => ({
    rows: bin.rows,
    ours: bin.expected / own,
    theirs: others[i].expected / other,
    observed: {
      value: bin.observed.value / seen,
      low: bin.observed.low / seen,
      high: bin.observed.high / seen,
    },
  }))
}
