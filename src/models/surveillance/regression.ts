/**
 * Regression of counts on the season and the time: quasi-Poisson with a logarithmic link, one level a part of the year and one
 * slope for all. The levels have a closed form, so what is left is Newton's method in one unknown, and every quantity that
 * surveillance needs (fitted values, leverages, the variance of a prediction) follows without a matrix.
 *
 * The rows live in arrays that are made once, because limits are fitted again for every week of every series.
 */

export const DEFAULTS = {
  /** Newton steps for the slope. */
  steps: 30,
  /** Change of the slope times its range below which it stands still. */
  tolerance: 1e-9,
  /** A slope that multiplies by more than this over its range does not converge: all counts lie at one end. */
  steepest: 30,
} as const

export interface Rows {
  /** Rows in use. */
  length: number
  /** Counts, or any amounts from 0. */
  readonly y: Float64Array
  /** Time in periods before (below 0) the moment that is predicted. */
  readonly time: Float64Array
  /** Part of the year, from 0. */
  readonly level: Uint8Array
  /** What the expectation is proportional to: 1, known effects, or how many could have occurred. */
  readonly exposure: Float64Array
  readonly weight: Float64Array
  /** Fitted values. */
  readonly fitted: Float64Array
  /** Leverages. */
  readonly leverage: Float64Array
}

export function makeRows(capacity: number): Rows {
  const make = () => new Float64Array(capacity)
  return {
    length: 0,
    y: make(),
    time: make(),
    level: new Uint8Array(capacity),
    exposure: make().fill(1),
    weight: make().fill(1),
    fitted: make(),
    leverage: make(),
  }
}

/** The most levels that a year can be parted into. */
const LEVELS = 64

/** What was learned from rows; made once and filled by every fit. */
export interface Regression {
  levels: number
  hasTrend: boolean
  /** Logarithm of the growth a period. */
  slope: number
  /** Pearson's estimate, not below 1. */
  dispersion: number
  /** By level: sum of weights times what was fitted, and its centre of time. */
  readonly mass: Float64Array
  readonly centre: Float64Array
  /** By level: sum of weighted counts, and of weighted exposures grown along the slope. */
  readonly counts: Float64Array
  readonly grown: Float64Array
  /** Information on the slope. */
  information: number
}

export const makeRegression = (): Regression => ({
  levels: 0,
  hasTrend: false,
  slope: 0,
  dispersion: 1,
  mass: new Float64Array(LEVELS),
  centre: new Float64Array(LEVELS),
  counts: new Float64Array(LEVELS),
  grown: new Float64Array(LEVELS),
  information: 0,
})

const first = new Float64Array(LEVELS)
const second = new Float64Array(LEVELS)

/** Fits; fills `fitted` and `leverage` of the rows. False when the slope does not converge or no freedom is left. */
export function regress(into: Regression, rows: Rows, levels: number, hasTrend: boolean): boolean {
  const { length, y, time, level, exposure, weight, fitted, leverage } = rows
  const { counts, grown, mass, centre } = into
  into.levels = levels
  into.hasTrend = hasTrend
  into.information = 0
  counts.fill(0, 0, levels)
  let pull = 0
  let earliest = 0
  let latest = -Infinity
  for (let i = 0; i < length; i++) {
    const wy = weight[i] * y[i]
    counts[level[i]] += wy
    pull += wy * time[i]
    if (time[i] < earliest) earliest = time[i]
    if (time[i] > latest) latest = time[i]
  }
  const range = Math.max(1, latest - earliest)
  let slope = 0
  let steps = 0
  for (; ; steps++) {
    grow(rows, slope, grown, levels)
    let score = pull
    let information = 0
    for (let g = 0; g < levels; g++) {
      const of = grown[g]
      const mean = of > 0 ? first[g] / of : 0
      centre[g] = mean
      mass[g] = counts[g]
      score -= counts[g] * mean
      if (of > 0) information += counts[g] * Math.max(0, second[g] / of - mean * mean)
    }
    into.information = information
    if (!hasTrend) break
    if (!(information > 0) || steps >= DEFAULTS.steps) return false
    const step = score / information
    if (Math.abs(step) * range < DEFAULTS.tolerance) break
    // A bounded step keeps the exponentials finite on the way.
    slope += Math.max(-3 / range, Math.min(3 / range, step))
    if (Math.abs(slope) * range > DEFAULTS.steepest) return false
  }
  into.slope = slope
  let squares = 0
  let used = 0
  for (let i = 0; i < length; i++) {
    const g = level[i]
    const share = exposure[i] * (slope === 0 ? 1 : Math.exp(slope * time[i]))
    const mu = grown[g] > 0 ? (share * counts[g]) / grown[g] : 0
    fitted[i] = mu
    const apart = time[i] - centre[g]
    leverage[i] =
      (weight[i] * share) / grown[g] + (hasTrend ? (weight[i] * mu * apart * apart) / into.information : 0)
    if (mu > 0) squares += (weight[i] * (y[i] - mu) * (y[i] - mu)) / mu
    if (weight[i] > 0) used++
  }
  let parameters = hasTrend ? 1 : 0
  for (let g = 0; g < levels; g++) if (grown[g] > 0) parameters++
  if (used <= parameters) return false
  into.dispersion = Math.max(1, squares / (used - parameters))
  return true
}

/** Sums of weighted exposures grown along the slope, and their first and second moments in time, by level. */
function grow(
  { length, time, level, exposure, weight }: Rows,
  slope: number,
  grown: Float64Array,
  levels: number,
) {
  grown.fill(0, 0, levels)
  first.fill(0, 0, levels)
  second.fill(0, 0, levels)
  const step = Math.exp(slope)
  let last = Number.NaN
  let factor = 1
  for (let i = 0; i < length; i++) {
    const t = time[i]
    factor = slope === 0 ? 1 : t === last + 1 ? factor * step : Math.exp(slope * t)
    last = t
    const g = level[i]
    const of = weight[i] * exposure[i] * factor
    grown[g] += of
    first[g] += of * t
    second[g] += of * t * t
  }
}

/** Expected count of a level at time 0 for an exposure of 1. */
export const predicted = ({ counts, grown }: Regression, level: number): number =>
  grown[level] > 0 ? counts[level] / grown[level] : 0

/** Variance of the logarithm of that expectation; infinite where a level has no count. */
export function predictedVariance(of: Regression, level: number): number {
  const slope = of.hasTrend ? (of.centre[level] * of.centre[level]) / of.information : 0
  return of.dispersion * (1 / of.mass[level] + slope)
}

/**
 * Weighs rows down whose Anscombe residuals are above `threshold`, so that past outbreaks raise no limits.
 *
 * Reference: Farrington, Andrews, Beale and Catchpole (1996); threshold 1 there, 2.58 in Noufaily et al. (2013).
 */
export function reweigh(rows: Rows, { dispersion }: Regression, threshold: number): void {
  const { length, y, fitted, leverage, weight } = rows
  let sum = 0
  for (let i = 0; i < length; i++) {
    const mu = fitted[i]
    // (3/2) (y^(2/3) mu^(-1/6) - mu^(1/2)), which is 0 where nothing is expected and nothing came.
    const times = mu > 0 ? y[i] / mu : 1
    const raw = 1.5 * Math.sqrt(mu) * (Math.cbrt(times * times) - 1)
    const residual = raw / Math.sqrt(dispersion * (1 - leverage[i]))
    weight[i] = residual > threshold ? 1 / (residual * residual) : 1
    sum += weight[i]
  }
  const scale = length / sum
  for (let i = 0; i < length; i++) weight[i] *= scale
}
