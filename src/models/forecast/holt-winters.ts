/**
 * Holt-Winters smoothing: start states from the first two cycles, only the three weights are searched for. Cheap, and able to
 * follow cycles that are too long for all their start states to be fitted.
 *
 * References: Winters (1960), "Forecasting sales by exponentially weighted moving averages"; R's `HoltWinters` for the starts.
 */
import { movingAverage, type SeasonKind, straightLine, withoutGaps } from './decompose.ts'
import { leastSquares } from './least-squares.ts'
import { type FittedSeries, rootMeanSquare, type SeriesModel } from './series-model.ts'

const DEFAULTS = {
  starts: [
    [0.3, 0.1, 0.1],
    [0.1, 0.02, 0.3],
  ],
  /** Smallest multiplicative effect. */
  least: 0.01,
} as const

export const holtWinters: SeriesModel = {
  name: 'Holt-Winters',
  least: (season) => 2 * season + 2,
  fit: (values, season) => fitHoltWinters(values, season, 'additive'),
}

/** For positive values whose season grows with their level. */
export const multiplicativeHoltWinters: SeriesModel = {
  name: 'multiplicative Holt-Winters',
  least: (season) => 2 * season + 2,
  fit: (values, season) => fitHoltWinters(values, season, 'multiplicative'),
}

interface Start {
  readonly level: number
  readonly slope: number
  readonly effects: Float64Array
}

function startOf(y: Float64Array, m: number, kind: SeasonKind): Start {
  const early = y.subarray(0, 2 * m)
  const trend = m > 1 ? movingAverage(early, m) : early
  const { intercept, slope } = straightLine(trend)
  const line = (t: number) => intercept + slope * t
  const effects = new Float64Array(m)
  for (let i = 0; i < m; i++) {
    // The trend over the first half cycle is the line's: the moving average does not reach there.
    const of = (t: number) => (kind === 'additive' ? early[t] - line(t) : early[t] / Math.max(1e-9, line(t)))
    effects[i] = (of(i) + of(i + m)) / 2
  }
  const mean = effects.reduce((a, b) => a + b, 0) / m
  for (let i = 0; i < m; i++)
    effects[i] = kind === 'additive' ? effects[i] - mean : Math.max(DEFAULTS.least, effects[i] / (mean || 1))
  return { level: line(m - 1), slope, effects }
}

function fitHoltWinters(values: Float64Array, m: number, kind: SeasonKind): FittedSeries {
  const y = withoutGaps(values, m)
  const n = y.length
  const start = startOf(y, m, kind)
  const seasons = new Float64Array(m)
  const weights = new Float64Array(3)
  const run = (x: Float64Array, out: Float64Array) => {
    for (let k = 0; k < 3; k++) weights[k] = 1 / (1 + Math.exp(-x[k]))
    return walk(y, m, kind, start, weights, seasons, out)
  }
  const tries = DEFAULTS.starts.map((first) =>
    leastSquares(
      run,
      Float64Array.from(first, (p) => Math.log(p / (1 - p))),
      n - m,
    ),
  )
  const best = tries[0].squares <= tries[1].squares ? tries[0] : tries[1]
  const errors = new Float64Array(n - m)
  const { level, slope } = run(best.at, errors)
  const [alpha, beta, gamma] = weights
  const last = seasons.slice()
  const fitted = y.map((v, t) => (t < m ? Number.NaN : v - errors[t - m]))
  const sigma = rootMeanSquare(
    values.map((v, t) => v - fitted[t]),
    3,
  )
  return {
    name: kind === 'additive' ? 'Holt-Winters' : 'multiplicative Holt-Winters',
    fitted,
    sigma,
    parameters: { alpha, beta, gamma, level, slope },
    forecast: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) => {
        const effect = last[(n + i) % m]
        return kind === 'additive' ? level + slope * (i + 1) + effect : (level + slope * (i + 1)) * effect
      }),
    spread: (horizon) => {
      let sum = 1
      return Float64Array.from({ length: horizon }, (_, i) => {
        if (i > 0) sum += (alpha * (1 + i * beta) + (m > 1 && i % m === 0 ? gamma * (1 - alpha) : 0)) ** 2
        return sigma * Math.sqrt(sum)
      })
    },
  }
}

/** Errors from the second cycle on; leaves the last effects, in calendar order, in `seasons`. */
function walk(
  y: Float64Array,
  m: number,
  kind: SeasonKind,
  start: Start,
  [alpha, beta, gamma]: Float64Array,
  seasons: Float64Array,
  out: Float64Array,
): { readonly level: number; readonly slope: number } {
  let { level, slope } = start
  seasons.set(start.effects)
  const additive = kind === 'additive'
  for (let t = m, at = 0; t < y.length; t++) {
    const effect = seasons[at]
    const carried = level + slope
    out[t - m] = y[t] - (additive ? carried + effect : carried * effect)
    const before = level
    level = alpha * (additive ? y[t] - effect : y[t] / effect) + (1 - alpha) * carried
    slope = beta * (level - before) + (1 - beta) * slope
    const seen = additive ? y[t] - level : level > 0 ? y[t] / level : 1
    seasons[at] = gamma * seen + (1 - gamma) * effect
    if (!additive && seasons[at] < DEFAULTS.least) seasons[at] = DEFAULTS.least
    if (++at === m) at = 0
  }
  return { level, slope }
}
