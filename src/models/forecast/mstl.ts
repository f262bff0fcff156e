/**
 * Forecasts the seasonally adjusted series, by the dynamic Theta method if nothing else is said, and adds the season as it last
 * was: the way to follow cycles that are too long for a seasonal model.
 *
 * Reference: Bandara, Hyndman and Bergmeir (2021), "MSTL: a seasonal-trend decomposition algorithm for time series with
 * multiple seasonal patterns".
 */
import { withoutGaps } from './decompose.ts'
import type { FittedSeries, SeriesModel } from './series-model.ts'
import { stl } from './stl.ts'
import { dynamicTheta } from './theta.ts'

/** The seasonally adjusted series left to another model. */
export const adjustedWith = (inner: SeriesModel): SeriesModel => ({
  name: `MSTL with ${inner.name}`,
  least: (season) => Math.max(inner.least(1), 2 * season + 2),
  fit: (values, season) => fitAdjusted(values, season, inner),
})

export const mstl: SeriesModel = { ...adjustedWith(dynamicTheta), name: 'MSTL' }

function fitAdjusted(
  values: Float64Array,
  m: number,
  model: SeriesModel,
  known?: FittedSeries,
): FittedSeries {
  if (m < 2) return model.fit(values, 1)
  const whole = withoutGaps(values, m)
  const n = whole.length
  const season = believed(whole, m)
  const calm = whole.map((v, t) => v - season[t])
  const within = known?.refit?.(calm) ?? model.fit(calm, 1)
  return {
    name: `MSTL with ${within.name}`,
    fitted: within.fitted.map((v, t) => v + season[t]),
    sigma: within.sigma,
    parameters: within.parameters,
    forecast: (horizon) => within.forecast(horizon).map((v, i) => v + season[n - m + (i % m)]),
    spread: within.spread,
    refit: (other) => (other.length < 2 * m + 2 ? null : fitAdjusted(other, m, model, within)),
  }
}

/**
 * The season, drawn to nought by as much of it as noise would make: few cycles say little about one place, least of all when
 * places are many, and then neighbours share.
 */
function believed(whole: Float64Array, m: number): Float64Array {
  const n = whole.length
  const { season, rest } = stl(whole, m)
  const shared =
    m < MANY
      ? season
      : season.map(
          (v, t) => v / 2 + (season[t >= 1 ? t - 1 : t + m - 1] + season[t + 1 < n ? t + 1 : t + 1 - m]) / 4,
        )
  const cycles = n / m
  const noise = (variance(rest) * cycles) / Math.max(1, cycles - 1)
  const total = variance(season)
  const share = total > 0 ? Math.max(0, 1 - noise / cycles / total) : 0
  return shared.map((v) => v * share)
}

const MANY = 13

function variance(list: Float64Array): number {
  const mean = list.reduce((a, b) => a + b, 0) / list.length
  return list.reduce((sum, v) => sum + (v - mean) ** 2, 0) / list.length
}
