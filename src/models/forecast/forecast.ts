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
import { type AutomaticForecast, automatic } from './automatic.ts'
import { isSeasonal, withoutGaps } from './decompose.ts'
import { type Predictive, quantile, upperTail } from './limits.ts'
import { smooth } from './smoothing.ts'

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
  /** The combination that forecasts: `dynamic Theta 0.55 + ETS(A,N,N) 0.45`. */
  readonly model: string
  /** How far off it was in trials on the past, in units of the naive seasonal forecast's error; NaN without trials. */
  readonly mase: number
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

/** Errors beyond so many robust deviations are cut to it before any model is fitted. */
const OUTLIER = 3
/** Points from which an outlier can be told. */
const LEAST_HELD = 8

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
  const held = heldBack(values, o.season)
  const ahead = { season: o.season, horizon: Math.max(1, judge, o.horizon) }
  const before = automatic(judge > 0 ? heldBack(values.subarray(0, known), o.season) : held, ahead)
  const full = judge > 0 ? before.refit(held) : before
  const limitsOf = (predictive: Predictive) => [
    quantile(predictive, (1 - o.level) / 2),
    quantile(predictive, (1 + o.level) / 2),
  ]
  const pointOf = (mean: number, deviation: number): Predictive => ({
    mean: counts ? Math.max(0, mean) : mean,
    variance: deviation ** 2,
    counts,
  })
  const after = (from: AutomaticForecast, steps: number) =>
    Array.from({ length: steps }, (_, h) => pointOf(from.forecast[h], from.deviation[h]))
  const bounds = (points: readonly Predictive[]) => {
    const limits = points.map(limitsOf)
    return {
      mean: Float64Array.from(points, ({ mean }) => mean),
      lower: Float64Array.from(limits, ([low]) => low),
      upper: Float64Array.from(limits, ([, high]) => high),
    }
  }
  const inside = bounds(Array.from(full.fitted, (mean) => pointOf(mean, full.deviation[0])))
  const next = bounds(after(full, o.horizon))
  const judged = after(before, judge).map((predictive, k): Judgement => {
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
    model: full.name,
    mase: full.mase,
    fitted: inside.mean,
    fittedLower: inside.lower,
    fittedUpper: inside.upper,
    forecast: next.mean,
    lower: next.lower,
    upper: next.upper,
    deviation: full.deviation[0],
    judged,
  }
}

/** The series with its outliers cut to the largest ordinary error. */
function heldBack(values: Float64Array, season: number): Float64Array {
  const present = values.reduce((n, v) => n + (Number.isNaN(v) ? 0 : 1), 0)
  if (present < LEAST_HELD) return values
  const kind = isSeasonal(withoutGaps(values, season), season) ? 'season' : 'level'
  const first = smooth(values, kind, season)
  const limit = OUTLIER * robustDeviation(values.map((v, t) => v - first.fitted[t]))
  // Without a limit when most errors are nought.
  if (!(limit > 0)) return values
  const { fitted } = smooth(values, kind, season, limit)
  return values.map((v, t) => fitted[t] + Math.max(-limit, Math.min(limit, v - fitted[t])))
}

/** Median absolute error, scaled to the standard deviation of a normal. */
function robustDeviation(errors: Float64Array): number {
  const sorted = errors
    .filter((e) => !Number.isNaN(e))
    .map(Math.abs)
    .sort()
  return sorted.length > 0 ? sorted[sorted.length >> 1] / normalQuantile(0.75) : 0
}
