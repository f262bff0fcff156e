/** The report card of a model: every measure with its confidence interval, and reliability by decile. */
import { invalid } from '../errors.ts'
import { normalQuantile } from '../util/normal.ts'
import { logisticLine } from './calibrate.ts'
import { aucInterval, bootstrap, DEFAULTS, type IntervalOptions, type Measured } from './intervals.ts'
import { devianceOf, logLossOf } from './losses.ts'
import { averagePrecision, gini, liftAt, precisionAt, rank, recallAt } from './ranking.ts'

export type Metrics = Readonly<Record<string, Measured>>

export interface MetricOptions extends IntervalOptions {
  /** Sizes of the top of the list for precision and recall; default 50, 100, 500, those above the rows left out. */
  readonly top?: readonly number[]
}

const TOP = [50, 100, 500]

/** Measures of probabilities against labels 0/1; keys `roc_auc`, `average_precision`, `precision_at_100`, `brier`, ... */
export function binaryMetrics(
  probability: Float64Array,
  y: Float64Array,
  options: MetricOptions = {},
): Metrics {
  sameLength(probability, y)
  const positives = y.reduce((a, b) => a + b, 0)
  if (positives === 0 || positives === y.length)
    throw invalid('labels', positives, 'both classes are needed to measure')
  const level = options.level ?? DEFAULTS.level
  const ranked = rank(probability, y)
  const sorted = Float64Array.from(ranked.order, (row) => probability[row])
  const measures: Record<string, (times: Float64Array) => number> = {
    average_precision: (times) => averagePrecision(ranked, times),
    brier: weightedMean(sorted, (p, i) => (p - ranked.y[i]) ** 2),
    log_loss: weightedMean(sorted, (p, i) => logLossOf(p, ranked.y[i])),
    lift_top_decile: (times) => liftAt(ranked, 0.1, times),
  }
  for (const k of options.top ?? TOP) {
    if (k > y.length) continue
    measures[`precision_at_${k}`] = (times) => precisionAt(ranked, k, times)
    measures[`recall_at_${k}`] = (times) => recallAt(ranked, k, times)
  }
  const auc = aucInterval(probability, y, level)
  const twice = (v: number) => 2 * v - 1
  return {
    roc_auc: auc,
    gini: { value: twice(auc.value), low: twice(auc.low), high: twice(auc.high) },
    ...measuredBy(y.length, measures, options),
    ...calibrationLine(probability, y, level),
  }
}

/** Measures of rates against counts in exposure; keys `poisson_deviance`, `poisson_deviance_of_mean`, `gini`, `observed_over_expected`. */
export function rateMetrics(
  rate: Float64Array,
  count: Float64Array,
  exposure: Float64Array,
  options: IntervalOptions = {},
): Metrics {
  sameLength(rate, count)
  sameLength(rate, exposure)
  const mean = count.reduce((a, b) => a + b, 0) / exposure.reduce((a, b) => a + b, 0)
  const perExposure =
    (value: (i: number) => number, under: (i: number) => number) => (times: Float64Array) => {
      let sum = 0
      let total = 0
      for (let i = 0; i < times.length; i++) {
        if (times[i] === 0) continue
        sum += times[i] * value(i)
        total += times[i] * under(i)
      }
      return sum / total
    }
  const deviances = rate.map((r, i) => devianceOf(r, count[i], exposure[i]))
  const meanDeviances = rate.map((_, i) => devianceOf(mean, count[i], exposure[i]))
  const measures: Record<string, (times: Float64Array) => number> = {
    poisson_deviance: perExposure(
      (i) => deviances[i],
      (i) => exposure[i],
    ),
    poisson_deviance_of_mean: perExposure(
      (i) => meanDeviances[i],
      (i) => exposure[i],
    ),
    deviance_explained: perExposure(
      (i) => meanDeviances[i] - deviances[i],
      (i) => meanDeviances[i],
    ),
    observed_over_expected: perExposure(
      (i) => count[i],
      (i) => rate[i] * exposure[i],
    ),
  }
  const value = gini(rate, count, exposure)
  return { ...measuredBy(rate.length, measures, options), gini: { value, low: value, high: value } }
}

/** One bar of a reliability plot. */
export interface ReliabilityBin {
  readonly rows: number
  /** Mean of the score, or expected events over exposure. */
  readonly expected: number
  /** Share of positives, or events over exposure. */
  readonly observed: number
}

/** Expected against observed in `bins` groups of near equal exposure (rows), by rising score. */
export function reliability(
  score: Float64Array,
  y: Float64Array,
  { bins = 10, exposure }: { bins?: number; exposure?: Float64Array } = {},
): ReliabilityBin[] {
  sameLength(score, y)
  const order = Int32Array.from(score, (_, i) => i).sort((a, b) => score[a] - score[b] || a - b)
  const at = (row: number) => (exposure ? exposure[row] : 1)
  const total = order.reduce((sum, row) => sum + at(row), 0)
  const groups = Array.from({ length: bins }, () => ({ rows: 0, exposure: 0, expected: 0, observed: 0 }))
  let seen = 0
  for (const row of order) {
    const group = groups[Math.min(bins - 1, Math.floor((bins * (seen + at(row) / 2)) / total))]
    group.rows++
    group.exposure += at(row)
    group.expected += score[row] * at(row)
    group.observed += y[row]
    seen += at(row)
  }
  return groups
    .filter((group) => group.rows > 0)
    .map((group) => ({
      rows: group.rows,
      expected: group.expected / group.exposure,
      observed: group.observed / group.exposure,
    }))
}

/** Slope 1 and intercept 0 are perfect; a slope below 1 means that the model is too sure of itself. */
function calibrationLine(probability: Float64Array, y: Float64Array, level: number): Metrics {
  const margin = probability.map((p) => {
    const inside = Math.min(1 - 1e-12, Math.max(1e-12, p))
    return Math.log(inside / (1 - inside))
  })
  const { slope, intercept, slopeError, interceptError } = logisticLine(margin, y)
  const z = normalQuantile((1 + level) / 2)
  return {
    calibration_slope: { value: slope, low: slope - z * slopeError, high: slope + z * slopeError },
    calibration_intercept: {
      value: intercept,
      low: intercept - z * interceptError,
      high: intercept + z * interceptError,
    },
  }
}

function measuredBy(
  n: number,
  measures: Readonly<Record<string, (times: Float64Array) => number>>,
  options: IntervalOptions,
): Metrics {
  const measured = bootstrap(n, Object.values(measures), options)
  return Object.fromEntries(Object.keys(measures).map((name, i) => [name, measured[i]]))
}

function weightedMean(
  values: Float64Array,
  of: (value: number, i: number) => number,
): (times: Float64Array) => number {
  const each = values.map(of)
  return (times) => {
    let sum = 0
    let total = 0
    for (let i = 0; i < times.length; i++) {
      sum += times[i] * each[i]
      total += times[i]
    }
    return sum / total
  }
}

function sameLength(a: Float64Array, b: Float64Array): void {
  if (a.length !== b.length) throw invalid('number of scores', a.length, `${b.length} labels`)
}
