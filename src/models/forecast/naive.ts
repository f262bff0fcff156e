/** The forecasts that every other has to beat: the last value, the last season, the straight line from first to last, the mean. */
import { withoutGaps } from './decompose.ts'
import { type FittedSeries, rootMeanSquare, type SeriesModel } from './series-model.ts'

/** The last value goes on. */
export const naive: SeriesModel = {
  name: 'naive',
  least: () => 1,
  fit: (values) => repeated('naive', withoutGaps(values, 1), values, 1),
}

/** The last season repeats. */
export const seasonalNaive: SeriesModel = {
  name: 'seasonal naive',
  least: (season) => season,
  fit: (values, season) =>
    repeated(season > 1 ? 'seasonal naive' : 'naive', withoutGaps(values, season), values, season),
}

function repeated(name: string, whole: Float64Array, values: Float64Array, season: number): FittedSeries {
  const n = whole.length
  const fitted = values.map((_, t) => (t >= season ? whole[t - season] : Number.NaN))
  const sigma = rootMeanSquare(values.map((v, t) => v - fitted[t]))
  return {
    name,
    fitted,
    sigma,
    parameters: { season },
    forecast: (horizon) => Float64Array.from({ length: horizon }, (_, i) => whole[n - season + (i % season)]),
    spread: (horizon) =>
      Float64Array.from({ length: horizon }, (_, i) => sigma * Math.sqrt(Math.floor(i / season) + 1)),
  }
}

/** The mean change goes on from the last value. */
export const drift: SeriesModel = {
  name: 'drift',
  least: () => 2,
  fit: (values) => {
    const whole = withoutGaps(values, 1)
    const n = whole.length
    const slope = (whole[n - 1] - whole[0]) / (n - 1)
    const fitted = whole.map((_, t) => (t > 0 ? whole[t - 1] + slope : Number.NaN))
    const sigma = rootMeanSquare(
      values.map((v, t) => v - fitted[t]),
      1,
    )
    return {
      name: 'drift',
      fitted,
      sigma,
      parameters: { slope },
      forecast: (horizon) => Float64Array.from({ length: horizon }, (_, i) => whole[n - 1] + slope * (i + 1)),
      spread: (horizon) =>
        Float64Array.from({ length: horizon }, (_, i) => sigma * Math.sqrt((i + 1) * (1 + (i + 1) / n))),
    }
  },
}

/** The mean goes on. */
export const mean: SeriesModel = {
  name: 'mean',
  least: () => 0,
  fit: (values) => {
    const present = values.filter((v) => v - v === 0)
    const level = present.length > 0 ? present.reduce((a, b) => a + b, 0) / present.length : 0
    const sigma = rootMeanSquare(
      values.map((v) => v - level),
      1,
    )
    return {
      name: 'mean',
      fitted: values.map(() => level),
      sigma,
      parameters: { level },
      forecast: (horizon) => new Float64Array(horizon).fill(level),
      spread: (horizon) =>
        new Float64Array(horizon).fill(sigma * Math.sqrt(1 + 1 / Math.max(1, present.length))),
    }
  },
}
