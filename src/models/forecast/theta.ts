/**
 * The Theta method: a smoothed level that drifts towards the line through the series, on seasonally adjusted values.
 *
 * `theta` has the classical half of the line's slope; `dynamicTheta` lets the line move with the data and finds its share. The
 * start level and the share enter the one-step errors linearly, so both are solved for exactly at every weight alpha, and the
 * search is over one number.
 *
 * References: Assimakopoulos and Nikolopoulos (2000), "The theta model"; Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler
 * (2016), "Models for optimising the theta method and their relationship to state space models".
 */
import {
  adjusted,
  isSeasonal,
  type SeasonKind,
  seasonalEffects,
  straightLine,
  withoutGaps,
} from './decompose.ts'
import { type FittedSeries, rootMeanSquare, type SeriesModel } from './series-model.ts'

const DEFAULTS = {
  alphas: [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99],
  /** Halvings of the grid's distance around its best. */
  refinements: 5,
  /** The first points say little about a line. */
  skipped: 2,
} as const

export const theta: SeriesModel = { name: 'Theta', least: () => 3, fit: (v, m) => fitTheta(v, m, false) }

export const dynamicTheta: SeriesModel = {
  name: 'dynamic Theta',
  least: () => 4,
  fit: (v, m) => fitTheta(v, m, true),
}

function fitTheta(values: Float64Array, season: number, dynamic: boolean): FittedSeries {
  const whole = withoutGaps(values, season)
  const n = whole.length
  const seasonal = isSeasonal(whole, season)
  const kind: SeasonKind = whole.every((v) => v > 0) ? 'multiplicative' : 'additive'
  const effects = seasonal
    ? steady(seasonalEffects(whole, season, kind), kind)
    : new Float64Array(1).fill(kind === 'additive' ? 0 : 1)
  const calm = seasonal ? adjusted(whole, effects, kind) : whole
  const line = dynamic ? movingLine(calm) : stillLine(calm)
  let best = trial(calm, line, DEFAULTS.alphas[0], dynamic)
  for (const alpha of DEFAULTS.alphas) best = better(best, trial(calm, line, alpha, dynamic))
  let reach = 0.05
  for (let k = 0; k < DEFAULTS.refinements; k++, reach /= 2)
    for (const side of [-1, 1]) {
      const alpha = Math.max(0.01, Math.min(0.99, best.alpha + side * reach))
      best = better(best, trial(calm, line, alpha, dynamic))
    }
  const { alpha, share } = best
  const back = (v: number, t: number) => {
    const effect = effects[t % effects.length]
    return kind === 'additive' ? v + effect : v * effect
  }
  const fitted = new Float64Array(n)
  const state = walk(calm, line, best, fitted)
  for (let t = 0; t < n; t++) fitted[t] = back(fitted[t], t)
  const sigma = rootMeanSquare(
    values.map((v, t) => (t < DEFAULTS.skipped ? Number.NaN : v - fitted[t])),
    dynamic ? 3 : 2,
  )
  return {
    name: dynamic ? 'dynamic Theta' : 'Theta',
    fitted,
    sigma,
    parameters: { alpha, share, slope: line.slope[n], seasonal: seasonal ? 1 : 0 },
    forecast: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) => {
        const h = i + 1
        // What is left of the line's start, and the slope that has built up.
        const left = (1 - alpha) ** n * line.intercept[n]
        const built = ((1 - (1 - alpha) ** (n + 1)) / alpha + (h - 1)) * line.slope[n]
        return back(state + share * (left + built), n + i)
      }),
    spread: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) => sigma * Math.sqrt(1 + i * alpha ** 2)),
  }
}

/** The line as it stands before each point, and after the last (index `n`); index 0 knows nothing. */
interface Line {
  readonly intercept: Float64Array
  readonly slope: Float64Array
}

function stillLine(y: Float64Array): Line {
  // Counted from 1, as the recursion is.
  const { intercept, slope } = straightLine(y)
  return {
    intercept: new Float64Array(y.length + 1).fill(intercept - slope),
    slope: new Float64Array(y.length + 1).fill(slope),
  }
}

function movingLine(y: Float64Array): Line {
  const n = y.length
  const intercept = new Float64Array(n + 1)
  const slope = new Float64Array(n + 1)
  let mean = 0
  for (let t = 1; t <= n; t++) {
    const before = mean
    mean = ((t - 1) * mean + y[t - 1]) / t
    slope[t] = t < 2 ? 0 : ((t - 2) * slope[t - 1] + (6 / t) * (y[t - 1] - before)) / (t + 1)
    intercept[t] = mean - ((t + 1) / 2) * slope[t]
  }
  return { intercept, slope }
}

interface Trial {
  readonly alpha: number
  readonly share: number
  readonly start: number
  readonly cost: number
}

const better = (a: Trial, b: Trial) => (b.cost < a.cost ? b : a)

/** The best start level and share at a weight. */
function trial(y: Float64Array, { intercept, slope }: Line, alpha: number, dynamic: boolean): Trial {
  const n = y.length
  // y[t] - smoothed = start * a + share * b + error
  let [aa, ab, bb, ar, br, rr] = [0, 0, 0, 0, 0, 0]
  let [smoothed, decay] = [0, 1]
  for (let t = 0; t < n; t++) {
    const next = decay * (1 - alpha)
    const pull = decay * intercept[t] + ((1 - next) / alpha) * slope[t]
    const rest = y[t] - smoothed
    if (t >= DEFAULTS.skipped || n < 6) {
      aa += decay * decay
      ab += decay * pull
      bb += pull * pull
      ar += decay * rest
      br += pull * rest
      rr += rest * rest
    }
    smoothed = alpha * y[t] + (1 - alpha) * smoothed
    decay = next
  }
  const least = (share: number) => {
    const start = aa > 1e-12 ? (ar - share * ab) / aa : y[0]
    const cost =
      rr - 2 * (start * ar + share * br) + start * start * aa + 2 * start * share * ab + share * share * bb
    return { alpha, share, start, cost }
  }
  if (!dynamic) return least(0.5)
  const determinant = aa * bb - ab * ab
  const free = determinant > 1e-9 * aa * bb ? (aa * br - ab * ar) / determinant : 0
  return least(Math.max(0, Math.min(1, free)))
}

/** Runs a trial over the series; fills the one-step forecasts and gives the last level. */
function walk(y: Float64Array, line: Line, { alpha, share, start }: Trial, fitted: Float64Array): number {
  let [level, decay] = [start, 1]
  for (let t = 0; t < y.length; t++) {
    const next = decay * (1 - alpha)
    fitted[t] = level + share * (decay * line.intercept[t] + ((1 - next) / alpha) * line.slope[t])
    level = alpha * y[t] + (1 - alpha) * level
    decay = next
  }
  return level
}

/** A factor near nought would blow the adjusted values up. */
const steady = (effects: Float64Array, kind: SeasonKind) =>
  kind === 'additive' ? effects : effects.map((v) => Math.max(0.01, v))
