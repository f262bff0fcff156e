/** Which models suit a series: by its length, its season and the kind of its values. */
import { ets, LONGEST_SEASON } from './ets/auto.ts'
import { holtWinters, multiplicativeHoltWinters } from './holt-winters.ts'
import { croston, isIntermittent, sba, tsb } from './intermittent.ts'
import { adjustedWith, mstl } from './mstl.ts'
import { drift, mean, naive, seasonalNaive } from './naive.ts'
import { sarima } from './sarima/auto.ts'
import type { SeriesModel } from './series-model.ts'
import { dynamicTheta, theta } from './theta.ts'

const DEFAULTS = {
  /** Points from which there is something to tell models apart by. */
  few: 5,
  /** Points that autocorrelations need. */
  arima: 20,
  /** Cycles that the start of a long one is learned from without too much noise. */
  cycles: 4,
} as const

export function candidatesFor(values: Float64Array, season: number): readonly SeriesModel[] {
  const n = values.length
  if (n < DEFAULTS.few) return n < 2 ? [mean] : [mean, naive, drift]
  if (isIntermittent(values)) return [mean, croston, sba, tsb]
  const arima = n >= DEFAULTS.arima ? [sarima] : []
  const seasonal = season > 1 && n >= 2 * season + 2
  if (season <= LONGEST_SEASON) {
    const simple = season > 1 && n >= season ? seasonalNaive : drift
    return [dynamicTheta, theta, ets, simple, ...(seasonal ? [mstl] : []), ...arima]
  }
  if (!seasonal) return [dynamicTheta, theta, ets, ...arima]
  const cyclic =
    n < DEFAULTS.cycles * season ? [] : [values.every((v) => v > 0) ? multiplicativeHoltWinters : holtWinters]
  return [mstl, adjustedWith(theta), adjustedWith(ets), ets, ...cyclic]
}
