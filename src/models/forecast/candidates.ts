/** Which models suit a series: by its length, its season and the kind of its values. */
import { ets } from './ets/auto.ts'
import { drift, mean, naive, seasonalNaive } from './naive.ts'
import { sarima } from './sarima/auto.ts'
import type { SeriesModel } from './series-model.ts'
import { dynamicTheta, theta } from './theta.ts'

const DEFAULTS = {
  /** Points from which there is something to tell models apart by. */
  few: 5,
  /** Points that autocorrelations need. */
  arima: 20,
} as const

export function candidatesFor(values: Float64Array, season: number): readonly SeriesModel[] {
  const n = values.length
  if (n < DEFAULTS.few) return n < 2 ? [mean] : [mean, naive, drift]
  const simple = season > 1 && n >= season ? seasonalNaive : drift
  return [dynamicTheta, theta, ets, simple, ...(n >= DEFAULTS.arima ? [sarima] : [])]
}
