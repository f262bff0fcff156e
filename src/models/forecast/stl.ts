/**
 * Parts a series into trend, season and rest by local regression.
 *
 * Reference: Cleveland, Cleveland, McRae and Terpenning (1990), "STL: a seasonal-trend decomposition procedure based on loess".
 */

export interface Decomposition {
  readonly trend: Float64Array
  readonly season: Float64Array
  readonly rest: Float64Array
}

const DEFAULTS = {
  /** Rounds of the inner loop. */
  rounds: 2,
  /** Cycles that a seasonal effect is smoothed over. */
  seasonSpan: 11,
  /** Below so many cycles a seasonal effect stays the same. */
  fewCycles: 6,
} as const

const odd = (x: number) => 2 * Math.floor(Math.ceil(x) / 2) + 1

/** `values` without gaps, at least two seasons of them. */
export function stl(values: Float64Array, season: number): Decomposition {
  const n = values.length
  const trendSpan = odd((1.5 * season) / (1 - 1.5 / DEFAULTS.seasonSpan))
  const trend = new Float64Array(n)
  const seasonal = new Float64Array(n)
  for (let round = 0; round < DEFAULTS.rounds; round++) {
    // Every place of the cycle smoothed by itself, and carried one cycle beyond both ends.
    const wide = new Float64Array(n + 2 * season)
    for (let place = 0; place < season; place++) {
      const count = Math.floor((n - 1 - place) / season) + 1
      const line = Float64Array.from(
        { length: count },
        (_, k) => values[place + k * season] - trend[place + k * season],
      )
      const still = count < DEFAULTS.fewCycles ? line.reduce((a, b) => a + b, 0) / count : undefined
      for (let k = -1; k <= count; k++)
        wide[place + (k + 1) * season] = still ?? loessAt(line, k, DEFAULTS.seasonSpan)
    }
    const low = average(average(average(wide, season), season), 3)
    const span = odd(season)
    for (let t = 0; t < n; t++) seasonal[t] = wide[t + season] - loessAt(low, t, span)
    const calm = values.map((v, t) => v - seasonal[t])
    for (let t = 0; t < n; t++) trend[t] = loessAt(calm, t, trendSpan)
  }
  return { trend, season: seasonal, rest: values.map((v, t) => v - trend[t] - seasonal[t]) }
}

function average(values: Float64Array, span: number): Float64Array {
  const out = new Float64Array(values.length - span + 1)
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += values[t]
    if (t >= span) sum -= values[t - span]
    if (t >= span - 1) out[t - span + 1] = sum / span
  }
  return out
}

/** The local line through the nearest `span` points, at `x` (points stand at 0, 1, 2, ...). */
function loessAt(y: Float64Array, x: number, span: number): number {
  const n = y.length
  const used = Math.min(span, n)
  const from = Math.max(0, Math.min(n - used, Math.round(x) - (used >> 1)))
  const far = Math.max(x - from, from + used - 1 - x) + Math.max(0, span - n) / 2
  let [sw, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
  for (let t = from; t < from + used; t++) {
    const distance = Math.abs(t - x) / (far || 1)
    const near = 1 - distance * distance * distance
    const weight = near <= 0 ? (used === 1 ? 1 : 0) : near * near * near
    const dx = t - x
    sw += weight
    sx += weight * dx
    sy += weight * y[t]
    sxx += weight * dx * dx
    sxy += weight * dx * y[t]
  }
  if (!(sw > 0)) return y[Math.max(0, Math.min(n - 1, Math.round(x)))]
  const determinant = sw * sxx - sx * sx
  return determinant > 1e-9 * sw * sxx ? (sxx * sy - sx * sxy) / determinant : sy / sw
}
