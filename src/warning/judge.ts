/** A series against its expectation: the last year judged before the fact, and what is expected next. */
import { detect } from '../models/surveillance/detector.ts'
import { normalQuantile } from '../util/normal.ts'
import type { Forecaster } from './forecast.ts'
import type { WatchedSeries } from './series.ts'

export const DEFAULTS = {
  /** Probability between the limits. */
  level: 0.99,
  /** A shorter series is kept, and neither forecast nor judged. */
  leastPoints: 12,
  /** Counts and amounts with fewer a period are forecast by the regression that judges them. */
  leastMean: 3,
  week: { season: 52, horizon: 8, judge: 52, levels: 8 },
  month: { season: 12, horizon: 3, judge: 12, levels: 3 },
} as const

/** A period against what was expected of it before the fact. */
export interface JudgedPoint {
  readonly index: number
  readonly value: number
  readonly expected: number
  readonly lower: number
  readonly upper: number
  /** Standard deviations above (below) what was expected, the periods before it included. */
  readonly z: number
  /** Probability of evidence as high or higher. */
  readonly p: number
  readonly outside: 'above' | 'below' | 'inside'
  /** Variance of what is expected over its square, and of the value over what is expected; 0 and 1 where nobody says. */
  readonly relativeVariance: number
  readonly dispersion: number
}

export interface Ahead {
  readonly expected: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

export interface JudgedSeries extends WatchedSeries {
  readonly judged: readonly JudgedPoint[]
  readonly ahead: Ahead | null
  /** What the expectation was made by, and what forecasts it. */
  readonly judge: string
  readonly model: string
  readonly mase: number
}

/** Standard deviations from the middle to a limit. */
const SPREAD = normalQuantile((1 + DEFAULTS.level) / 2)

const REGRESSION = 'seasonal regression with outliers weighed down (Farrington flexible)'

export function judgeSeries(
  series: WatchedSeries,
  effect: Float64Array | null,
  forecast: Forecaster | null,
): JudgedSeries {
  const { signal, values } = series
  const { season, horizon, judge, levels } = DEFAULTS[signal.period]
  const none = { ...series, judged: [], ahead: null, judge: '', model: '', mase: Number.NaN }
  if (values.length < DEFAULTS.leastPoints) return none
  const counts = signal.kind === 'count' || signal.kind === 'share'
  if (signal.kind === 'level') {
    if (!forecast) return none
    const result = forecast(values, {
      season,
      horizon,
      judge: Math.min(levels, Math.floor(values.length / 4)),
      level: DEFAULTS.level,
      counts: false,
    })
    return {
      ...series,
      judged: result.judged
        .filter(({ value }) => !Number.isNaN(value))
        .map((point) => ({
          ...point,
          // Nothing that is watched lies below 0.
          lower: Math.max(0, point.lower),
          relativeVariance: 0,
          dispersion: ((point.upper - point.lower) / (2 * SPREAD)) ** 2 / Math.max(point.expected, 1e-9),
        })),
      ahead: {
        expected: result.forecast,
        lower: result.lower.map((limit) => Math.max(0, limit)),
        upper: result.upper,
      },
      judge: result.model ?? 'forecast from its own past',
      model: result.model ?? 'forecast from its own past',
      mase: result.mase ?? Number.NaN,
    }
  }
  const exposure = exposureOf(series, effect, horizon)
  const verdicts = detect(values, {
    period: signal.period,
    counts,
    from: Math.max(DEFAULTS.leastPoints, values.length - judge),
    level: DEFAULTS.level,
    ahead: horizon,
    ...(exposure ? { exposure } : {}),
  })
  const scale = (index: number) => (series.trials ? 1 / trialsAt(series, index) : 1)
  const judged = verdicts
    .filter(({ index, value }) => index < values.length && !Number.isNaN(value))
    .map(({ index, value, expected, lower, upper, evidence, p, outside, error, dispersion }) => ({
      index,
      value: value * scale(index),
      expected: expected * scale(index),
      lower: lower * scale(index),
      upper: upper * scale(index),
      z: evidence,
      p,
      outside,
      relativeVariance: error * error,
      dispersion: dispersion * scale(index),
    }))
  const next = verdicts.filter(({ index }) => index >= values.length)
  const pick = (of: 'expected' | 'lower' | 'upper') =>
    Float64Array.from(next, (verdict) => verdict[of] * scale(verdict.index))
  const own =
    next.length === horizon
      ? { expected: pick('expected'), lower: pick('lower'), upper: pick('upper') }
      : null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const shown = series.trials
    ? values.map((value, i) => (trialsAt(series, i) > 0 ? value * scale(i) : Number.NaN))
    : values
  if (!forecast || mean < DEFAULTS.leastMean || series.trials)
    return {
      ...series,
      values: shown,
      judged,
      ahead: own,
      judge: REGRESSION,
      model: REGRESSION,
      mase: Number.NaN,
    }
  const result = forecast(values, { season, horizon, judge: 0, level: DEFAULTS.level, counts })
  return {
    ...series,
    judged,
    ahead: { expected: result.forecast, lower: result.lower, upper: result.upper },
    judge: REGRESSION,
    model: result.model ?? 'forecast from its own past',
    mase: result.mase ?? Number.NaN,
  }
}

/** Trials of a period; those ahead are as many as in the last year on average. */
function trialsAt({ trials, signal }: WatchedSeries, index: number): number {
  if (!trials) return 1
  if (index < trials.length) return trials[index]
  const last = trials.subarray(-DEFAULTS[signal.period].season)
  return last.reduce((sum, n) => sum + n, 0) / Math.max(1, last.length)
}

function exposureOf(
  series: WatchedSeries,
  effect: Float64Array | null,
  horizon: number,
): Float64Array | null {
  if (series.trials)
    return Float64Array.from({ length: series.values.length + horizon }, (_, i) => trialsAt(series, i))
  return effect
}
