/** Where a value stands among those of the training rows, by evenly spaced quantiles that a model file can hold. */

/** Quantiles that a file keeps. */
const PERCENTILES = 1000

/** Evenly spaced quantiles of the values; sorts a copy. */
export function quantilesOf(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort()
  const knots = Math.min(PERCENTILES, sorted.length - 1)
  return Float64Array.from(
    { length: knots + 1 },
    (_, q) => sorted[Math.round((q / Math.max(1, knots)) * (sorted.length - 1))],
  )
}

/** Share of the values that lie below, in (0, 1), interpolated. */
export function percentileOf(quantiles: Float64Array, value: number): number {
  let [low, high] = [0, quantiles.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (quantiles[middle] < value) low = middle + 1
    else high = middle
  }
  const below =
    low > 0 && low < quantiles.length && quantiles[low] > quantiles[low - 1]
      ? (value - quantiles[low - 1]) / (quantiles[low] - quantiles[low - 1]) - 1
      : 0
  return (low + below + 0.5) / (quantiles.length + 1)
}
