/**
 * Fits one member of the exponential smoothing family: weights and start states together, by Levenberg-Marquardt steps on the
 * exact derivatives.
 *
 * For relative errors the likelihood is a least squares problem too: each error is scaled by the geometric mean of the
 * forecasts, whose derivative is the mean of the log forecasts' derivatives.
 *
 * References: Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R"; Marquardt (1963).
 */
import { solveDamped } from '../cholesky.ts'
import { adjusted, seasonalEffects, straightLine, withoutGaps } from '../decompose.ts'
import type { FittedSeries } from '../series-model.ts'
import {
  criterion,
  criterionOf,
  derivatives,
  type Layout,
  layoutOf,
  logit,
  type Work,
  weightsAt,
  workFor,
} from './recursion.ts'
import { type EtsSpec, nameOf, parameterCount } from './spec.ts'

export const DEFAULTS = {
  steps: 30,
  /** Smallest gain of a step in the log of the sum of squares. */
  tolerance: 1e-5,
  /** Descents, each from another start. */
  descents: 2,
  /** Weights that a fit may start from; the best do. */
  starts: [
    { alpha: 0.1, beta: 0.1, gamma: 0.1 },
    { alpha: 0.4, beta: 0.05, gamma: 0.1 },
    { alpha: 0.4, beta: 0.3, gamma: 0.3 },
    { alpha: 0.85, beta: 0.05, gamma: 0.3 },
  ],
  phi: 0.95,
} as const

/** Fits a spec, from the best `descents` of the starts (or from a point that is `known`), or gives null where it cannot be: too few points, or values that are not positive under multiplication. */
export function fitEts(
  values: Float64Array,
  spec: EtsSpec,
  season: number,
  descents: number = DEFAULTS.descents,
  known?: Float64Array,
): FittedSeries | null {
  const m = spec.season === 'N' ? 1 : season
  const layout = layoutOf(spec, m)
  let present = 0
  for (const v of values) if (v - v === 0) present++
  if (present < layout.count + 2 && !(layout.count <= 2 && present > 0)) return null
  const work = workFor(layout.count, m)
  if (known && criterion(values, known, spec, m, layout, work) < Number.POSITIVE_INFINITY)
    return fittedAt(values, descend(values, known, spec, m, layout, work).z, spec, season, layout, work)
  const states = startStates(values, spec, m, layout)
  const starts = DEFAULTS.starts
    .map((weights) => {
      const z = Float64Array.from(states)
      z[layout.alpha] = logit(weights.alpha)
      if (layout.beta >= 0) z[layout.beta] = logit(weights.beta)
      if (layout.gamma >= 0) z[layout.gamma] = logit(weights.gamma)
      if (layout.phi >= 0) z[layout.phi] = logit((DEFAULTS.phi - 0.8) / 0.18)
      return { z, cost: criterion(values, z, spec, m, layout, work) }
    })
    .filter(({ cost }) => cost < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.cost - b.cost)
  if (starts.length === 0) return null
  let best = descend(values, starts[0].z, spec, m, layout, work)
  for (const start of starts.slice(1, descents)) {
    const other = descend(values, start.z, spec, m, layout, work)
    if (other.cost < best.cost) best = other
  }
  return fittedAt(values, best.z, spec, season, layout, work)
}

interface Point {
  readonly z: Float64Array
  readonly cost: number
}

/** Levenberg-Marquardt from a start. */
function descend(
  values: Float64Array,
  start: Float64Array,
  spec: EtsSpec,
  m: number,
  layout: Layout,
  work: Work,
): Point {
  const n = layout.count
  const stride = n + 1
  let z: Float64Array = start.slice()
  let cost = Number.POSITIVE_INFINITY
  let damping = 1e-3
  const right = new Float64Array(n)
  const factor = new Float64Array(n * n)
  const step = new Float64Array(n)
  for (let round = 0; round < DEFAULTS.steps; round++) {
    derivatives(values, z, spec, m, layout, work)
    cost = criterionOf(work)
    const { gram, drift, seen, squares } = work
    for (let i = 0; i < n; i++) right[i] = -gram[n * stride + i]
    if (spec.error === 'M') {
      for (let i = 0; i < n; i++) drift[i] /= seen
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++)
          gram[i * stride + j] +=
            gram[n * stride + i] * drift[j] + gram[n * stride + j] * drift[i] + squares * drift[i] * drift[j]
        right[i] -= squares * drift[i]
      }
    }
    let gain = 0
    for (let attempt = 0; attempt < 8; attempt++) {
      if (solveDamped(gram, stride, n, damping, right, factor, step)) {
        const next = z.map((v, i) => v + step[i])
        clip(next, layout)
        const reached = criterion(values, next, spec, m, layout, work)
        if (reached < cost) {
          gain = cost - reached
          z = next
          cost = reached
          damping = Math.max(1e-9, damping / 8)
          break
        }
      }
      damping *= 6
    }
    if (gain < DEFAULTS.tolerance) break
  }
  return { z, cost }
}

/** Beyond this a logistic is as good as its bound. */
const FAR = 9

function clip(z: Float64Array, layout: Layout): void {
  for (let i = 0; i < layout.level; i++) z[i] = Math.max(-FAR, Math.min(FAR, z[i]))
}

/** Start states from a straight line through the first points, seasons from a decomposition of the first cycles. */
function startStates(values: Float64Array, spec: EtsSpec, m: number, layout: Layout): Float64Array {
  const z = new Float64Array(layout.count)
  let whole = withoutGaps(values, m)
  if (layout.season >= 0) {
    const kind = spec.season === 'M' ? 'multiplicative' : 'additive'
    const effects = seasonalEffects(whole.subarray(0, Math.min(whole.length, 4 * m)), m, kind)
    if (kind === 'multiplicative') {
      for (let i = 0; i < m; i++) effects[i] = Math.max(0.02, effects[i])
      const mean = effects.reduce((a, b) => a + b, 0) / m
      for (let i = 0; i < m; i++) effects[i] /= mean
    }
    for (let i = 0; i < m - 1; i++) z[layout.season + i] = effects[i]
    whole = adjusted(whole, effects, kind)
  }
  const first = whole.subarray(0, Math.min(whole.length, Math.max(10, 2 * m)))
  const { intercept, slope } = straightLine(first)
  if (layout.slope >= 0) {
    z[layout.slope] = slope
    z[layout.level] = intercept - slope
    if (spec.season === 'M' || spec.error === 'M') {
      const least = Math.min(...first)
      if (!(z[layout.level] + slope > 0.05 * least)) {
        z[layout.level] = first[0]
        z[layout.slope] = 0
      }
    }
  } else z[layout.level] = first.reduce((a, b) => a + b, 0) / first.length
  return z
}

function fittedAt(
  values: Float64Array,
  z: Float64Array,
  spec: EtsSpec,
  season: number,
  layout: Layout,
  work: Work,
): FittedSeries | null {
  const m = spec.season === 'N' ? 1 : season
  const fitted = new Float64Array(values.length)
  const cost = criterion(values, z, spec, m, layout, work, fitted)
  if (!Number.isFinite(cost)) return null
  const { level, slope, squares, seen } = work
  const weights = weightsAt(z, layout)
  const n = values.length
  const seasons = work.seasons.map((_, i) => work.seasons[(n + i) % m])
  const free = parameterCount(spec, m)
  const parameters = free + 1
  const aic = seen * cost + 2 * parameters
  const aicc =
    seen - parameters - 1 > 0
      ? aic + (2 * parameters * (parameters + 1)) / (seen - parameters - 1)
      : Number.POSITIVE_INFINITY
  const deviation = Math.sqrt(squares / Math.max(1, seen - Math.min(free, seen / 2)))
  const damped = (h: number) => {
    const { phi } = weights
    return phi === 1 ? h : phi === 0 ? 0 : (phi * (1 - phi ** h)) / (1 - phi)
  }
  const forecast = (horizon: number) =>
    Float64Array.from({ length: horizon }, (_, i) => {
      const carried = level + slope * damped(i + 1)
      if (spec.season === 'N') return carried
      return spec.season === 'M' ? carried * seasons[i % m] : carried + seasons[i % m]
    })
  const spread = (horizon: number) => {
    const means = forecast(horizon)
    let sum = 1
    return means.map((mean, i) => {
      if (i > 0) {
        // An error moves the level, the slope and, once a cycle, the season.
        const once = spec.season !== 'N' && i % m === 0 ? weights.gamma : 0
        sum += (weights.alpha + weights.beta * damped(i) + once) ** 2
      }
      return deviation * Math.sqrt(sum) * (spec.error === 'M' ? Math.abs(mean) : 1)
    })
  }
  const present = { ...weights, level, slope }
  return {
    name: nameOf(spec),
    fitted,
    sigma: spec.error === 'M' ? deviation * geometricMean(work) : deviation,
    parameters: Object.fromEntries(
      Object.entries(present).filter(
        ([name]) =>
          (name !== 'beta' && name !== 'slope' ? true : layout.beta >= 0) &&
          (name !== 'gamma' || layout.gamma >= 0) &&
          (name !== 'phi' || layout.phi >= 0),
      ),
    ),
    aicc,
    forecast,
    spread,
    refit: (other) => fitEts(other, spec, season, 1, z),
  }
}

const geometricMean = ({ logs, seen }: Work) => Math.exp(seen > 0 ? logs / seen : 0)
