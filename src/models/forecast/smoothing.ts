/**
 * Exponential smoothing with additive errors, a damped trend and additive seasons, in error-correction form.
 *
 * Reference: Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with Exponential Smoothing"; Holt-Winters start values.
 */
import { nelderMead } from './nelder-mead.ts'

/** `mean` has constant level; `level` lets it move, `trend` adds a damped slope, `season` adds seasons to both. */
type SmoothingKind = 'mean' | 'level' | 'trend' | 'season'

/** Weights of a one-step error on level, slope and season, and the damping of the slope. */
interface SmoothingWeights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

export interface Smoothed {
  /** One-step forecast of every point, from the points before it. */
  readonly fitted: Float64Array
}

interface State {
  level: number
  slope: number
  readonly seasons: Float64Array
}

const STARTS: Readonly<Record<SmoothingKind, readonly number[]>> = {
  mean: [],
  level: [0.3],
  trend: [0.3, 0.05, 0.95],
  season: [0.2, 0.01, 0.95, 0.1],
}
const STEPS = [0.2, 0.03, -0.1, 0.1]
/** Damping below this forgets the slope at once; above, it never levels off. */
const PHI = [0.8, 0.98] as const

/**
 * Fits the weights by least squares of the one-step errors; NaN points are passed over. Errors beyond `limit` count as
 * `limit`, in the fit and in what they do to the level.
 */
export function smooth(
  values: Float64Array,
  kind: SmoothingKind,
  season: number,
  limit = Number.POSITIVE_INFINITY,
): Smoothed {
  const start = startState(values, kind, season)
  const cost = (x: readonly number[]) => {
    const weights = weightsOf(x, kind)
    return weights ? run(values, cloneState(start), weights, limit, null) : Number.POSITIVE_INFINITY
  }
  const best = nelderMead(cost, STARTS[kind], STEPS)
  const weights = weightsOf(best.at, kind) ?? { alpha: 0, beta: 0, gamma: 0, phi: 0 }
  return resume(values, kind, season, weights, limit)
}

/** Runs known weights over a series from its own start values. */
function resume(
  values: Float64Array,
  kind: SmoothingKind,
  season: number,
  weights: SmoothingWeights,
  limit = Number.POSITIVE_INFINITY,
): Smoothed {
  const state = startState(values, kind, season)
  const fitted = new Float64Array(values.length)
  run(values, state, weights, limit, fitted)
  return { fitted }
}

/** Null outside of the admissible region. */
function weightsOf(
  [alpha = 0, beta = 0, phi = 0, gamma = 0]: readonly number[],
  kind: SmoothingKind,
): SmoothingWeights | null {
  if (!(alpha >= 0 && alpha <= 1 && beta >= 0 && beta <= alpha && gamma >= 0 && gamma <= 1 - alpha))
    return null
  if ((kind === 'trend' || kind === 'season') && !(phi >= PHI[0] && phi <= PHI[1])) return null
  return { alpha, beta, gamma, phi }
}

/** Sum of squared one-step errors; writes the one-step forecasts into `fitted` and leaves the last state behind. */
function run(
  values: Float64Array,
  state: State,
  { alpha, beta, gamma, phi }: SmoothingWeights,
  limit: number,
  fitted: Float64Array | null,
): number {
  const m = state.seasons.length
  let cost = 0
  for (let t = 0, at = 0; t < values.length; t++) {
    const carried = state.level + phi * state.slope
    const forecast = carried + (m > 0 ? state.seasons[at] : 0)
    const value = values[t]
    const error = value - value === 0 ? Math.max(-limit, Math.min(limit, value - forecast)) : 0
    if (fitted) fitted[t] = forecast
    state.level = carried + alpha * error
    state.slope = phi * state.slope + beta * error
    if (m > 0) {
      state.seasons[at] += gamma * error
      if (++at === m) at = 0
    }
    cost += error * error
  }
  return cost
}

/** Level and slope from the first values; seasons as mean distances from a straight line over the whole cycles there are. */
function startState(values: Float64Array, kind: SmoothingKind, season: number): State {
  const first = values.subarray(
    0,
    kind === 'mean' ? values.length : kind === 'season' ? 2 * season : Math.min(values.length, 10),
  )
  const mean = meanOf(first)
  if (kind === 'mean' || kind === 'level') return { level: mean, slope: 0, seasons: new Float64Array(0) }
  const slope = slopeOf(first, mean)
  const level = mean - (slope * (first.length + 1)) / 2
  if (kind === 'trend') return { level, slope, seasons: new Float64Array(0) }
  const seasons = new Float64Array(season)
  const counts = new Float64Array(season)
  const cycles = Math.floor(values.length / season) * season
  const line = {
    mean: meanOf(values.subarray(0, cycles)),
    slope: slopeOf(values.subarray(0, cycles), meanOf(values.subarray(0, cycles))),
  }
  for (let t = 0; t < cycles; t++) {
    if (!Number.isFinite(values[t])) continue
    seasons[t % season] += values[t] - (line.mean + line.slope * (t - (cycles - 1) / 2))
    counts[t % season]++
  }
  // Two or three cycles say little about one week alone, so neighbours share, and the mean of few is drawn to zero.
  const raw = seasons.map((sum, i) => (counts[i] > 0 ? sum / counts[i] : 0))
  const shared =
    season < 13
      ? raw
      : raw.map((v, i) => 0.5 * v + 0.25 * (raw[(i + 1) % season] + raw[(i + season - 1) % season]))
  const centre = meanOf(shared)
  return { level, slope, seasons: shared.map((v) => v - centre) }
}

function cloneState({ level, slope, seasons }: State): State {
  return { level, slope, seasons: seasons.slice() }
}

function meanOf(values: Float64Array): number {
  const present = values.filter((v) => v - v === 0)
  return present.length > 0 ? present.reduce((a, b) => a + b, 0) / present.length : 0
}

function slopeOf(values: Float64Array, mean: number): number {
  const middle = (values.length - 1) / 2
  let [up, down] = [0, 0]
  values.forEach((v, t) => {
    if (v - v !== 0) return
    up += (t - middle) * (v - mean)
    down += (t - middle) ** 2
  })
  return down > 0 ? up / down : 0
}
