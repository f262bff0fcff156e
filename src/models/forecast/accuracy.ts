/**
 * How far forecasts were off, in measures that can be averaged over series.
 *
 * Reference: Hyndman and Koehler (2006), "Another look at measures of forecast accuracy".
 */

/** Mean absolute change over one season (one step without seasons): the unit of MASE; 0 where nothing moves. */
export function scaleOf(values: Float64Array, season: number): number {
  const lag = values.length > season ? season : 1
  let [sum, n] = [0, 0]
  for (let t = lag; t < values.length; t++) {
    const change = Math.abs(values[t] - values[t - lag])
    if (change - change !== 0) continue
    sum += change
    n++
  }
  return n > 0 ? sum / n : 0
}

/** Mean of the absolute errors in percent of the mean of both sides, 0 to 200. */
export function symmetricError(actual: Float64Array, forecast: Float64Array): number {
  let sum = 0
  actual.forEach((v, h) => {
    const size = Math.abs(v) + Math.abs(forecast[h])
    if (size > 0) sum += (200 * Math.abs(v - forecast[h])) / size
  })
  return sum / actual.length
}

/** Mean absolute error in units of `scaleOf` the values that were known. */
export function scaledError(actual: Float64Array, forecast: Float64Array, scale: number): number {
  let sum = 0
  actual.forEach((v, h) => {
    sum += Math.abs(v - forecast[h])
  })
  return sum / actual.length / (scale || 1)
}
