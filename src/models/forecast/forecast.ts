/**
 * Forecast of a regular series (weekly claims, monthly payments) with limits, and how surprising its last points are.
 *
 * The last points are judged by a model that has not seen them. Past outliers are held back, so that one storm neither moves
 * the forecast nor widens the limits.
 *
 * Reference: Gelper, Fried and Croux (2010), "Robust forecasting with exponential and Holt-Winters smoothing".
 */
import { invalid } from '../../errors.ts'
import { normalQuantile } from '../../util/normal.ts'
import { type Predictive, quantile, upperTail } from './limits.ts'
import { meanAhead, resume, type Smoothed, type SmoothingKind, smooth, varianceAhead } from './smoothing.ts'

export interface ForecastOptions {
  /** Points in a season, e.g. 52 for weeks; 1 for none. */
  readonly season: number
  /** Steps ahead. */
  readonly horizon: number
  /** Probability between the limits, in (0, 1). */
  readonly level: number
  /** How many of the last points are judged. */
  readonly judge: number
  /** Whether values are counts; found out from the values when absent. */
  readonly counts?: boolean
}

const DEFAULTS: ForecastOptions = { season: 52, horizon: 8, level: 0.99, judge: 1 }

/** A point against what was expected of it. */
export interface Judgement {
  readonly index: number
  readonly value: number
  readonly expected: number
  readonly lower: number
  readonly upper: number
  /** Standard deviations above (below) what was expected. */
  readonly z: number
  /** Probability of a value as high or higher. */
  readonly p: number
  readonly outside: 'above' | 'below' | 'inside'
}

export interface Forecast {
  readonly kind: SmoothingKind
  /** One-step forecasts of the given points and their limits. */
  readonly fitted: Float64Array
  readonly fittedLower: Float64Array
  readonly fittedUpper: Float64Array
  /** The next `horizon` points and their limits. */
  readonly forecast: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Standard deviation of a one-step error. */
  readonly deviation: number
  readonly judged: readonly Judgement[]
}

/** Errors beyond so many robust deviations are cut to it before the final fit. */
const OUTLIER = 3
/** Points that the choice among kinds of smoothing is made on, at least. */
const MIN_HELD_OUT = 8

/** Forecasts `values` (oldest first; NaN is a gap) and judges the last points. */
export function forecastSeries(values: Float64Array, options: Partial<ForecastOptions> = {}): Forecast {
  const o = { ...DEFAULTS, ...options }
  if (!(o.level > 0 && o.level < 1)) throw invalid('forecast level', o.level, 'above 0 and below 1')
  if (!Number.isInteger(o.season) || o.season < 1) throw invalid('season', o.season, 'a whole number from 1')
  if (!Number.isInteger(o.horizon) || o.horizon < 0)
    throw invalid('horizon', o.horizon, 'a whole number from 0')
  if (values.some((v) => Math.abs(v) === Number.POSITIVE_INFINITY))
    throw invalid('series', 'Infinity', 'finite values, or NaN for a gap')
  const counts = o.counts ?? values.every((v) => Number.isNaN(v) || (v >= 0 && Number.isInteger(v)))
  const present = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0)
  const judge = Math.min(o.judge, Math.max(0, present - 2))
  const known = values.length - judge
  const before = estimate(values.subarray(0, known), o.season)
  const full = judge > 0 ? estimate(values, o.season, before.smoothed.kind) : before
  const limitsOf = (predictive: Predictive) => [
    quantile(predictive, (1 - o.level) / 2),
    quantile(predictive, (1 + o.level) / 2),
  ]
  const ahead = (from: Estimate, h: number): Predictive => {
    const mean = meanAhead(from.smoothed, h)
    return {
      mean: counts ? Math.max(0, mean) : mean,
      variance: from.deviation ** 2 * varianceAhead(from.smoothed, h),
      counts,
    }
  }
  const bounds = (points: readonly Predictive[]) => {
    const limits = points.map(limitsOf)
    return {
      mean: Float64Array.from(points, ({ mean }) => mean),
      lower: Float64Array.from(limits, ([low]) => low),
      upper: Float64Array.from(limits, ([, high]) => high),
    }
  }
  const inside = bounds(
    Array.from(full.smoothed.fitted, (mean) => ({
      mean: counts ? Math.max(0, mean) : mean,
      variance: full.deviation ** 2,
      counts,
    })),
  )
  const next = bounds(Array.from({ length: o.horizon }, (_, h) => ahead(full, h + 1)))
  const judged = Array.from({ length: judge }, (_, k): Judgement => {
    const predictive = ahead(before, k + 1)
    const value = values[known + k]
    const [lower, upper] = limitsOf(predictive)
    const spread = Math.sqrt(counts ? Math.max(predictive.variance, predictive.mean) : predictive.variance)
    const outside = value > upper ? 'above' : value < lower ? 'below' : 'inside'
    const p = Number.isNaN(value) ? Number.NaN : upperTail(predictive, value)
    const z =
      spread > 0
        ? (value - predictive.mean) / spread
        : value === predictive.mean
          ? 0
          : Math.sign(value - predictive.mean) * 40
    return { index: known + k, value, expected: predictive.mean, lower, upper, z, p, outside }
  })
  return {
    kind: full.smoothed.kind,
    fitted: inside.mean,
    fittedLower: inside.lower,
    fittedUpper: inside.upper,
    forecast: next.mean,
    lower: next.lower,
    upper: next.upper,
    deviation: full.deviation,
    judged,
  }
}

interface Estimate {
  readonly smoothed: Smoothed
  readonly deviation: number
}

function estimate(
  values: Float64Array,
  season: number,
  kind: SmoothingKind = chooseKind(values, season),
): Estimate {
  const first = smooth(values, kind, season)
  const errors = values.map((v, t) => v - first.fitted[t])
  const limit = limitOf(errors)
  const second = smooth(values, kind, season, limit)
  const held = values.map((v, t) => Math.max(-limit, Math.min(limit, v - second.fitted[t])))
  return { smoothed: second, deviation: deviationOf(held, second.parameters) }
}

/** The kind that forecasts the last third best, one step at a time, when fitted on what lies before. */
function chooseKind(values: Float64Array, season: number): SmoothingKind {
  const n = values.length
  if (n < 4) return 'mean'
  const candidates: SmoothingKind[] = ['mean', 'level']
  if (n >= 12) candidates.push('trend')
  const seasonal = season > 1 && n >= 2 * season + MIN_HELD_OUT
  if (seasonal) candidates.push('season')
  const start = Math.min(n - 2, Math.max(seasonal ? 2 * season : 2, Math.floor(n * 0.67)))
  const costs = candidates.map((kind) => lateCost(values, start, kind, season))
  return candidates[costs.indexOf(Math.min(...costs))]
}

/** Mean absolute one-step error from `start` on, the largest twentieth aside; weights are fitted on what lies before. */
function lateCost(values: Float64Array, start: number, kind: SmoothingKind, season: number): number {
  const early = values.subarray(0, start)
  const first = smooth(early, kind, season)
  const limit = limitOf(early.map((v, t) => v - first.fitted[t]))
  const { weights } = smooth(early, kind, season, limit)
  const errors: number[] = []
  for (let t = start; t < values.length; t++) {
    if (Number.isNaN(values[t])) continue
    const past = resume(values.subarray(0, t), kind, season, weights, limit)
    errors.push(Math.abs(values[t] - meanAhead(past, 1)))
  }
  const kept = errors.sort((a, b) => a - b).slice(0, Math.ceil(0.95 * errors.length))
  return kept.length > 0 ? kept.reduce((a, b) => a + b, 0) / kept.length : Number.POSITIVE_INFINITY
}

/** Errors beyond this are outliers; without a limit when most errors are nought. */
function limitOf(errors: Float64Array): number {
  const limit = OUTLIER * robustDeviation(errors)
  return limit > 0 ? limit : Number.POSITIVE_INFINITY
}

/** Median absolute error, scaled to the standard deviation of a normal. */
function robustDeviation(errors: Float64Array): number {
  const sorted = errors
    .filter((e) => !Number.isNaN(e))
    .map(Math.abs)
    .sort()
  return sorted.length > 0 ? sorted[sorted.length >> 1] / normalQuantile(0.75) : 0
}

function deviationOf(errors: Float64Array, parameters: number): number {
  const present = errors.filter((e) => !Number.isNaN(e))
  if (present.length === 0) return 0
  const squares = present.reduce((sum, e) => sum + e * e, 0)
  // Seasons count as parameters, but at least half of the points stay.
  return Math.sqrt(squares / Math.max(1, present.length - Math.min(parameters, present.length / 2)))
}
