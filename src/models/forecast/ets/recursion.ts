/**
 * One pass of exponential smoothing over a series, with the derivatives of every one-step error along.
 *
 * All members of the family share one recursion in error-correction form; only how the season enters and how an error is
 * measured differ. The derivatives with respect to weights and start states are carried forward with the states, so that a fit
 * is a nonlinear least squares problem with an exact Jacobian.
 *
 * Reference: Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with Exponential Smoothing", chapters 2 and 5.
 */
import type { EtsSpec } from './spec.ts'

/** Bounds of the usual region: 0 < beta < alpha, 0 < gamma < 1 - alpha, and a damping that is felt but not at once. */
export const BOUNDS = { alpha: [1e-4, 0.9999], phi: [0.8, 0.98] } as const

/** Where each parameter stands in the vector; -1 where a spec has none. */
export interface Layout {
  readonly count: number
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  readonly level: number
  readonly slope: number
  /** The first of `m - 1` seasonal effects; the last follows from the others. */
  readonly season: number
}

export function layoutOf({ trend, season }: EtsSpec, m: number): Layout {
  let at = 0
  const take = (has: boolean, n = 1) => {
    const place = has ? at : -1
    if (has) at += n
    return place
  }
  const alpha = take(true)
  const beta = take(trend !== 'N')
  const gamma = take(season !== 'N')
  const phi = take(trend === 'Ad')
  const level = take(true)
  const slope = take(trend !== 'N')
  const first = take(season !== 'N', m - 1)
  return { count: at, alpha, beta, gamma, phi, level, slope, season: first }
}

export interface Weights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z))
/** The number whose logistic is `p`, for `p` within (0, 1). */
export const logit = (p: number): number => Math.log(p / (1 - p))

/** Weights inside of the usual region from unbounded numbers. */
export function weightsAt(z: Float64Array, { alpha, beta, gamma, phi }: Layout): Weights {
  const a = BOUNDS.alpha[0] + (BOUNDS.alpha[1] - BOUNDS.alpha[0]) * logistic(z[alpha])
  return {
    alpha: a,
    beta: beta < 0 ? 0 : a * logistic(z[beta]),
    gamma: gamma < 0 ? 0 : (1 - a) * logistic(z[gamma]),
    phi: phi < 0 ? (beta < 0 ? 0 : 1) : BOUNDS.phi[0] + (BOUNDS.phi[1] - BOUNDS.phi[0]) * logistic(z[phi]),
  }
}

/** Room for one fit, used again and again. */
export interface Work {
  /** Level, slope and the seasons in calendar order after a pass. */
  level: number
  slope: number
  readonly seasons: Float64Array
  /** Sum of squared (relative) errors, sum of log forecasts, points seen. */
  squares: number
  logs: number
  seen: number
  /** Products of derivatives, the error as last row: lower triangle, stride `count + 1`. */
  readonly gram: Float64Array
  /** Sums of the derivatives of the log forecasts. */
  readonly drift: Float64Array
  readonly dLevel: Float64Array
  readonly dSlope: Float64Array
  readonly dSeasons: Float64Array
  readonly row: Float64Array
}

export function workFor(count: number, m: number): Work {
  return {
    level: 0,
    slope: 0,
    seasons: new Float64Array(m),
    squares: 0,
    logs: 0,
    seen: 0,
    gram: new Float64Array((count + 1) ** 2),
    drift: new Float64Array(count),
    dLevel: new Float64Array(count),
    dSlope: new Float64Array(count),
    dSeasons: new Float64Array(count * m),
    row: new Float64Array(count + 1),
  }
}

function begin(z: Float64Array, spec: EtsSpec, m: number, layout: Layout, work: Work): void {
  work.level = z[layout.level]
  work.slope = layout.slope < 0 ? 0 : z[layout.slope]
  work.squares = 0
  work.logs = 0
  work.seen = 0
  if (layout.season < 0) return
  let last = spec.season === 'M' ? m : 0
  for (let i = 0; i < m - 1; i++) {
    work.seasons[i] = z[layout.season + i]
    last -= z[layout.season + i]
  }
  work.seasons[m - 1] = last
}

/**
 * The criterion at `z`: log of the sum of squares, plus twice the mean log forecast for relative errors (minus twice the log
 * likelihood over the points, but for a constant). Infinite where a multiplicative model meets what is not positive. Writes
 * the one-step forecasts into `fitted` when given and leaves the last states in `work`.
 */
export function criterion(
  y: Float64Array,
  z: Float64Array,
  spec: EtsSpec,
  m: number,
  layout: Layout,
  work: Work,
  fitted?: Float64Array,
): number {
  begin(z, spec, m, layout, work)
  const { alpha, beta, gamma, phi } = weightsAt(z, layout)
  const { seasons } = work
  const multiplied = spec.season === 'M'
  const seasonal = layout.season >= 0
  const relative = spec.error === 'M'
  let { level, slope } = work
  let [squares, product, logs, seen, at] = [0, 1, 0, 0, 0]
  for (let t = 0; t < y.length; t++) {
    const carried = level + phi * slope
    const season = seasonal ? seasons[at] : 0
    const mean = multiplied ? carried * season : carried + season
    if (fitted) fitted[t] = mean
    if ((relative && !(mean > 0)) || (multiplied && !(season > 0 && carried > 0)))
      return Number.POSITIVE_INFINITY
    const value = y[t]
    slope *= phi
    if (value - value === 0) {
      const error = value - mean
      const measured = relative ? error / mean : error
      squares += measured * measured
      seen++
      if (relative) {
        // Logarithms are dear, products are cheap.
        product *= mean
        if (product > 1e200 || product < 1e-200) {
          logs += Math.log(product)
          product = 1
        }
      }
      const onLevel = multiplied ? error / season : error
      level = carried + alpha * onLevel
      slope += beta * onLevel
      if (seasonal) seasons[at] = season + gamma * (multiplied ? error / carried : error)
    } else level = carried
    if (++at === m) at = 0
  }
  work.level = level
  work.slope = slope
  work.squares = squares
  work.logs = logs + Math.log(product)
  work.seen = seen
  return criterionOf(work)
}

export function criterionOf({ squares, logs, seen }: Work): number {
  return Math.log(Math.max(squares, 1e-300)) + (seen > 0 ? (2 * logs) / seen : 0)
}

/** Like `criterion`, and fills the products of derivatives that a Gauss-Newton step is solved from. */
export function derivatives(
  y: Float64Array,
  z: Float64Array,
  spec: EtsSpec,
  m: number,
  layout: Layout,
  work: Work,
): void {
  begin(z, spec, m, layout, work)
  const weights = weightsAt(z, layout)
  const { alpha, beta, gamma, phi } = weights
  const { seasons, dLevel, dSlope, dSeasons, gram, drift, row } = work
  const n = layout.count
  const multiplied = spec.season === 'M'
  const seasonal = layout.season >= 0
  const relative = spec.error === 'M'
  // How the weights move with the unbounded numbers behind them.
  const shareA = (alpha - BOUNDS.alpha[0]) / (BOUNDS.alpha[1] - BOUNDS.alpha[0])
  const alphaByA = (BOUNDS.alpha[1] - BOUNDS.alpha[0]) * shareA * (1 - shareA)
  const betaByA = (beta / alpha) * alphaByA
  const gammaByA = -(gamma / (1 - alpha)) * alphaByA
  const betaByB = beta * (1 - beta / alpha)
  const gammaByG = gamma * (1 - gamma / (1 - alpha))
  const phiByF = ((phi - BOUNDS.phi[0]) * (BOUNDS.phi[1] - phi)) / (BOUNDS.phi[1] - BOUNDS.phi[0])
  dLevel.fill(0)
  dSlope.fill(0)
  dSeasons.fill(0)
  gram.fill(0)
  drift.fill(0)
  dLevel[layout.level] = 1
  if (layout.slope >= 0) dSlope[layout.slope] = 1
  if (seasonal)
    for (let i = 0; i < m - 1; i++) {
      dSeasons[i * n + layout.season + i] = 1
      dSeasons[(m - 1) * n + layout.season + i] = -1
    }
  let { level, slope } = work
  let [squares, logs, seen, at] = [0, 0, 0, 0]
  const { phi: placePhi, beta: placeB, gamma: placeG } = layout
  for (let t = 0; t < y.length; t++) {
    const carried = level + phi * slope
    const season = seasonal ? seasons[at] : 0
    const mean = multiplied ? carried * season : carried + season
    const value = y[t]
    const present = value - value === 0
    const error = present ? value - mean : 0
    const place = at * n
    const scale = relative ? -value / (mean * mean) : -1
    const onLevel = multiplied ? error / season : error
    const onSeason = multiplied ? error / carried : error
    const k = present ? 1 : 0
    if (placePhi >= 0) {
      // The slope's damping moves both what is carried and the slope itself.
      dLevel[placePhi] += slope * phiByF
    }
    if (!seasonal) plainRow(n, weights, k, scale, work)
    else if (multiplied) multipliedRow(n, weights, k, scale, carried, season, onLevel, onSeason, place, work)
    else additiveRow(n, weights, k, scale, place, work)
    if (relative && present) for (let j = 0; j < n; j++) drift[j] += row[j] * (mean / -value)
    if (placePhi >= 0) dSlope[placePhi] += slope * phiByF
    dLevel[0] += onLevel * alphaByA
    if (placeB >= 0) {
      dSlope[0] += onLevel * betaByA
      dSlope[placeB] += onLevel * betaByB
    }
    if (placeG >= 0) {
      dSeasons[place] += onSeason * gammaByA
      dSeasons[place + placeG] += onSeason * gammaByG
    }
    slope = phi * slope + beta * onLevel
    level = carried + alpha * onLevel
    if (seasonal) seasons[at] = season + gamma * onSeason
    if (present) {
      const measured = relative ? error / mean : error
      squares += measured * measured
      if (relative) logs += Math.log(mean)
      seen++
      row[n] = measured
      for (let i = 0; i <= n; i++) {
        const v = row[i]
        if (v === 0) continue
        const base = i * (n + 1)
        for (let j = 0; j <= i; j++) gram[base + j] += v * row[j]
      }
    }
    if (++at === m) at = 0
  }
  work.squares = squares
  work.logs = logs
  work.seen = seen
}

/**
 * Carries the derivatives over one point without a season, and leaves those of its (relative) error in `row`: `k` is 0 at a
 * gap, `scale` turns the derivative of the forecast into that of the error.
 */
function plainRow(n: number, { alpha, beta, phi }: Weights, k: number, scale: number, work: Work): void {
  const { dLevel, dSlope, row } = work
  for (let j = 0; j < n; j++) {
    const db = phi * dSlope[j]
    const mean = dLevel[j] + db
    row[j] = scale * mean
    dLevel[j] = mean - alpha * k * mean
    dSlope[j] = db - beta * k * mean
  }
}

function additiveRow(
  n: number,
  { alpha, beta, gamma, phi }: Weights,
  k: number,
  scale: number,
  place: number,
  work: Work,
): void {
  const { dLevel, dSlope, dSeasons, row } = work
  for (let j = 0; j < n; j++) {
    const db = phi * dSlope[j]
    const carried = dLevel[j] + db
    const ds = dSeasons[place + j]
    const mean = carried + ds
    row[j] = scale * mean
    dLevel[j] = carried - alpha * k * mean
    dSlope[j] = db - beta * k * mean
    dSeasons[place + j] = ds - gamma * k * mean
  }
}

function multipliedRow(
  n: number,
  { alpha, beta, gamma, phi }: Weights,
  k: number,
  scale: number,
  carried: number,
  season: number,
  onLevel: number,
  onSeason: number,
  place: number,
  work: Work,
): void {
  const { dLevel, dSlope, dSeasons, row } = work
  const [perSeason, perCarried] = [1 / season, 1 / carried]
  for (let j = 0; j < n; j++) {
    const db = phi * dSlope[j]
    const dCarried = dLevel[j] + db
    const ds = dSeasons[place + j]
    const mean = dCarried * season + carried * ds
    row[j] = scale * mean
    const dOnLevel = (-k * mean - onLevel * ds) * perSeason
    dLevel[j] = dCarried + alpha * dOnLevel
    dSlope[j] = db + beta * dOnLevel
    dSeasons[place + j] = ds + gamma * (-k * mean - onSeason * dCarried) * perCarried
  }
}
