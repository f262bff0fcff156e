/**
 * Fits a seasonal ARIMA of given orders by unconditional least squares: what came before the first value is cast back by the
 * same model run in reverse.
 *
 * Reference: Box and Jenkins (1970), "Time Series Analysis: Forecasting and Control", chapter 7.
 */
import { leastSquares } from '../least-squares.ts'
import type { FittedSeries } from '../series-model.ts'
import { fromPartial, integrated, type Lags, product } from './polynomial.ts'

export interface Orders {
  readonly p: number
  readonly d: number
  readonly q: number
  readonly P: number
  readonly D: number
  readonly Q: number
  readonly constant: boolean
}

const DEFAULTS = {
  /** Partial correlations beyond this are as good as another difference, or one too many. */
  edge: 0.985,
} as const

const nameOf = ({ p, d, q, P, D, Q, constant }: Orders, season: number) =>
  `ARIMA(${p},${d},${q})${season > 1 && P + D + Q > 0 ? `(${P},${D},${Q})[${season}]` : ''}${constant ? ' with constant' : ''}`

/** The series after `d` plain and `D` seasonal differences. */
export function differenced(values: Float64Array, d: number, D: number, season: number): Float64Array {
  let out = values
  for (let k = 0; k < D; k++) out = lagged(out, season)
  for (let k = 0; k < d; k++) out = lagged(out, 1)
  return out
}

const lagged = (values: Float64Array, lag: number) =>
  Float64Array.from({ length: Math.max(0, values.length - lag) }, (_, t) => values[t + lag] - values[t])

interface Polynomials {
  readonly ar: Lags
  readonly ma: Lags
  readonly centre: number
}

/** Fits `values` without gaps; null where the orders ask too much of them or the best point stands on the edge. */
export function fitArima(values: Float64Array, orders: Orders, season: number): FittedSeries | null {
  const { p, d, q, P, D, Q, constant } = orders
  const w = differenced(values, d, D, season)
  const n = w.length
  const free = p + q + P + Q + (constant ? 1 : 0)
  if (n < free + 4 || n <= Math.max(p + P * season, q + Q * season)) return null
  const mean = w.reduce((a, b) => a + b, 0) / n
  let unit = 0
  for (const v of w) unit += (v - mean) ** 2
  unit = Math.sqrt(unit / n) || 1
  const at = (x: Float64Array): Polynomials => {
    const part = (from: number, count: number) =>
      fromPartial(Array.from(x.subarray(from, from + count), Math.tanh))
    return {
      ar: product(part(0, p), part(p, P), season),
      ma: product(
        part(p + P, q).map((v) => -v),
        part(p + P + q, Q).map((v) => -v),
        season,
      ),
      centre: constant ? mean + unit * x[free - 1] : 0,
    }
  }
  const before = Math.min(n, Math.max(p + P * season, q + Q * season) + (free > 0 ? 2 : 0))
  const room = roomFor(n, before)
  const start = new Float64Array(free)
  const best = leastSquares((x, out) => residuals(w, at(x), before, room, out), start, n + before)
  const edge = Math.atanh(DEFAULTS.edge)
  for (let i = 0; i < p + q + P + Q; i++) if (!(Math.abs(best.at[i]) < edge)) return null
  const found = at(best.at)
  const errors = new Float64Array(n + before)
  residuals(w, found, before, room, errors)
  const parameters = free + 1
  const aicc =
    n - parameters - 1 > 0
      ? n * Math.log(Math.max(best.squares, 1e-300) / n) +
        2 * parameters +
        (2 * parameters * (parameters + 1)) / (n - parameters - 1)
      : Number.POSITIVE_INFINITY
  const lost = values.length - n
  const fitted = values.map((v, t) => (t < lost ? Number.NaN : v - errors[before + t - lost]))
  const sigma = Math.sqrt(best.squares / Math.max(1, n - free))
  const forecast = (horizon: number) =>
    ahead(values, w, errors.subarray(before), found, orders, season, horizon)
  return {
    name: nameOf(orders, season),
    fitted,
    sigma,
    parameters: {
      ...named('ar', found.ar),
      // As R writes it: x[t] = e[t] + ma1 e[t - 1].
      ...named('ma', { ...found.ma, coefficients: found.ma.coefficients.map((v) => -v) }),
      ...(constant ? { constant: found.centre } : {}),
    },
    aicc,
    forecast,
    spread: (horizon) => {
      const weights = impulse(integrated(found.ar, d, D, season), found.ma, horizon)
      let sum = 0
      return weights.map((v) => {
        sum += v * v
        return sigma * Math.sqrt(sum)
      })
    },
    refit: (other) => (other.some(Number.isNaN) ? null : fitArima(other, orders, season)),
  }
}

const named = (name: string, { lags, coefficients }: Lags) =>
  Object.fromEntries(lags.map((lag, k) => [`${name}${lag}`, coefficients[k]]))

interface Room {
  readonly long: Float64Array
  readonly back: Float64Array
  readonly backErrors: Float64Array
}

const roomFor = (n: number, before: number): Room => ({
  long: new Float64Array(n + before),
  back: new Float64Array(n + before),
  backErrors: new Float64Array(n + before),
})

/** One-step errors of `before` cast-back points and of the points of `w`. */
function residuals(
  w: Float64Array,
  { ar, ma, centre }: Polynomials,
  before: number,
  { long, back, backErrors }: Room,
  out: Float64Array,
): void {
  const n = w.length
  for (let t = 0; t < n; t++) back[t] = w[n - 1 - t] - centre
  filter(back, n, ar, ma, backErrors)
  for (let t = n; t < n + before; t++) {
    backErrors[t] = 0
    back[t] = step(back, backErrors, t, ar, ma)
  }
  for (let t = 0; t < before; t++) long[t] = back[n + before - 1 - t]
  for (let t = 0; t < n; t++) long[before + t] = w[t] - centre
  filter(long, n + before, ar, ma, out)
}

function filter(x: Float64Array, n: number, ar: Lags, ma: Lags, errors: Float64Array): void {
  for (let t = 0; t < n; t++) errors[t] = x[t] - step(x, errors, t, ar, ma)
}

/** The forecast of point `t` from what is before it. */
function step(x: Float64Array, errors: Float64Array, t: number, ar: Lags, ma: Lags): number {
  let sum = 0
  for (let k = 0; k < ar.lags.length; k++) {
    const lag = ar.lags[k]
    if (lag > t) break
    sum += ar.coefficients[k] * x[t - lag]
  }
  for (let k = 0; k < ma.lags.length; k++) {
    const lag = ma.lags[k]
    if (lag > t) break
    sum -= ma.coefficients[k] * errors[t - lag]
  }
  return sum
}

function ahead(
  values: Float64Array,
  w: Float64Array,
  errors: Float64Array,
  { ar, ma, centre }: Polynomials,
  { d, D }: Orders,
  season: number,
  horizon: number,
): Float64Array {
  const n = w.length
  const x = new Float64Array(n + horizon)
  const e = new Float64Array(n + horizon)
  for (let t = 0; t < n; t++) {
    x[t] = w[t] - centre
    e[t] = errors[t]
  }
  for (let t = n; t < n + horizon; t++) x[t] = step(x, e, t, ar, ma)
  const undo = integrated({ lags: [], coefficients: [] }, d, D, season)
  const whole = new Float64Array(values.length + horizon)
  whole.set(values)
  for (let h = 0; h < horizon; h++) {
    const t = values.length + h
    let sum = x[n + h] + centre
    for (let k = 0; k < undo.length; k++) if (undo[k] !== 0) sum += undo[k] * whole[t - 1 - k]
    whole[t] = sum
  }
  return whole.slice(values.length)
}

/** Effect of an error on the points from its own on. */
function impulse(ar: readonly number[], ma: Lags, horizon: number): Float64Array {
  const out = new Float64Array(horizon)
  if (horizon > 0) out[0] = 1
  for (let h = 1; h < horizon; h++) {
    let sum = 0
    for (let k = 0; k < Math.min(h, ar.length); k++) sum += ar[k] * out[h - 1 - k]
    const at = ma.lags.indexOf(h)
    out[h] = sum - (at >= 0 ? ma.coefficients[at] : 0)
  }
  return out
}
