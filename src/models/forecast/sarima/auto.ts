/**
 * The seasonal ARIMA with the best AICc that a stepwise search finds.
 *
 * Differences are taken until the series looks stationary; orders walk to better neighbours until there is none.
 *
 * References: Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R"; Kwiatkowski,
 * Phillips, Schmidt and Shin (1992); Wang, Smith and Hyndman (2006), "Characteristic-based clustering for time series data".
 */
import { movingAverage, seasonalEffects, withoutGaps } from '../decompose.ts'
import { drift, mean } from '../naive.ts'
import type { FittedSeries, SeriesModel } from '../series-model.ts'
import { differenced, fitArima, type Orders } from './fit.ts'

const DEFAULTS = {
  /** Highest plain and seasonal orders, and orders in all. */
  plain: 3,
  seasonal: 1,
  total: 5,
  /** Models tried at most. */
  tries: 40,
  /** Strength of the season, of 1, from which it is differenced away. */
  strength: 0.64,
  /** Value of the KPSS statistic that one stationary series in twenty exceeds. */
  kpss: 0.463,
  longestSeason: 24,
} as const

export const sarima: SeriesModel = {
  name: 'ARIMA',
  least: () => 8,
  fit: (values, season) => autoArima(withoutGaps(values, season), season),
}

function autoArima(values: Float64Array, given: number): FittedSeries {
  const season = given > 1 && given <= DEFAULTS.longestSeason && values.length >= 2 * given + 5 ? given : 1
  const D = season > 1 && seasonalStrength(values, season) > DEFAULTS.strength ? 1 : 0
  let d = 0
  while (d < (D > 0 ? 1 : 2) && kpss(differenced(values, d, D, season)) > DEFAULTS.kpss) d++
  const constantAllowed = d + D < 2
  const seen = new Map<string, FittedSeries | null>()
  let best: { readonly orders: Orders; readonly fit: FittedSeries } | null = null
  const consider = (orders: Orders): boolean => {
    const { p, q, P, Q } = orders
    const top = season > 1 ? DEFAULTS.seasonal : 0
    if (Math.min(p, q, P, Q) < 0 || Math.max(p, q) > DEFAULTS.plain || Math.max(P, Q) > top) return false
    if (p + q + P + Q > DEFAULTS.total || (orders.constant && !constantAllowed)) return false
    const key = JSON.stringify(orders)
    if (seen.has(key) || seen.size >= DEFAULTS.tries) return false
    const fit = fitArima(values, orders, season)
    seen.set(key, fit)
    if (!fit || !((fit.aicc ?? Number.POSITIVE_INFINITY) < (best?.fit.aicc ?? Number.POSITIVE_INFINITY)))
      return false
    best = { orders, fit }
    return true
  }
  const s = season > 1 ? 1 : 0
  const base = { d, D, constant: constantAllowed }
  consider({ ...base, p: 2, q: 2, P: s, Q: s })
  consider({ ...base, p: 0, q: 0, P: 0, Q: 0 })
  consider({ ...base, p: 1, q: 0, P: s, Q: 0 })
  consider({ ...base, p: 0, q: 1, P: 0, Q: s })
  consider({ ...base, p: 0, q: 0, P: 0, Q: 0, constant: false })
  for (let moved = true; moved; ) {
    moved = false
    const from: Orders | undefined = (best as { readonly orders: Orders } | null)?.orders
    if (!from) break
    for (const change of NEIGHBOURS) {
      moved = consider({
        ...from,
        p: from.p + change[0],
        q: from.q + change[1],
        P: from.P + change[2],
        Q: from.Q + change[3],
      })
      if (moved) break
    }
    moved ||= consider({ ...from, constant: !from.constant })
  }
  const found = best as { readonly fit: FittedSeries } | null
  return found?.fit ?? (d > 0 ? drift : mean).fit(values, 1)
}

const NEIGHBOURS = [
  [0, 0, 1, 0],
  [0, 0, -1, 0],
  [0, 0, 0, 1],
  [0, 0, 0, -1],
  [0, 0, 1, 1],
  [0, 0, -1, -1],
  [1, 0, 0, 0],
  [-1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, -1, 0, 0],
  [1, 1, 0, 0],
  [-1, -1, 0, 0],
] as const

/** Share of what is left without the trend that the season explains. */
function seasonalStrength(values: Float64Array, season: number): number {
  const trend = movingAverage(values, season)
  const effects = seasonalEffects(values, season, 'additive')
  const rest: number[] = []
  const both: number[] = []
  values.forEach((v, t) => {
    if (Number.isNaN(trend[t])) return
    both.push(v - trend[t])
    rest.push(v - trend[t] - effects[t % season])
  })
  const whole = variance(both)
  return whole > 0 ? Math.max(0, 1 - variance(rest) / whole) : 0
}

function variance(list: readonly number[]): number {
  const centre = list.reduce((a, b) => a + b, 0) / list.length
  return list.reduce((sum, v) => sum + (v - centre) ** 2, 0) / list.length
}

/** The statistic of Kwiatkowski and others for a level: large when the sums of the deviations wander off. */
function kpss(values: Float64Array): number {
  const n = values.length
  if (n < 4) return 0
  const centre = values.reduce((a, b) => a + b, 0) / n
  const e = values.map((v) => v - centre)
  let [sum, wander, long] = [0, 0, 0]
  for (const v of e) {
    sum += v
    wander += sum * sum
    long += v * v
  }
  const lags = Math.trunc(4 * (n / 100) ** 0.25)
  for (let lag = 1; lag <= lags; lag++) {
    let product = 0
    for (let t = lag; t < n; t++) product += e[t] * e[t - lag]
    long += 2 * (1 - lag / (lags + 1)) * product
  }
  return long > 0 ? wander / (n * long) : 0
}
