/**
 * Accumulated local effects: how the margin moves when a feature alone moves, added up from neighbouring values of rows that
 * really have them, so that no impossible combination is asked about.
 *
 * Reference: Apley and Zhu (2020), "Visualizing the effects of predictor variables in black box supervised learning models".
 */
import type { FeatureMatrix } from '../model.ts'

export const DEFAULTS = {
  /** Intervals at most, each with about as many rows. */
  intervals: 20,
} as const

export interface AccumulatedEffects {
  /** Ascending values, and the effect there against the mean over the rows, in units of the margin. */
  readonly values: readonly number[]
  readonly effects: readonly number[]
  /** Rows between each value and the one before; the first holds those at the first value. */
  readonly rows: readonly number[]
  readonly missing: number
}

/** Effects of a numeric column; null when it has fewer than two values. */
export function accumulatedEffects(
  x: FeatureMatrix,
  j: number,
  margin: (x: FeatureMatrix) => Float64Array,
  intervals: number = DEFAULTS.intervals,
): AccumulatedEffects | null {
  const column = x.columns[j]
  const present = Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => Number.isFinite(column[i]))
  const sorted = Float32Array.from(present, (i) => column[i]).sort()
  const edges = edgesOf(sorted, intervals)
  if (edges.length < 2) return null
  const place = Int32Array.from(present, (i) => intervalOf(edges, column[i]))
  const lower = {
    ...x,
    rows: present.length,
    columns: x.columns.map((c) => Float32Array.from(present, (i) => c[i])),
  }
  const upper = { ...lower, columns: [...lower.columns] }
  const own = lower.columns as Float32Array[]
  own[j] = Float32Array.from(place, (k) => edges[Math.max(k, 1) - 1])
  upper.columns[j] = Float32Array.from(place, (k) => edges[Math.max(k, 1)])
  const before = margin(lower)
  const after = margin(upper)
  const sums = new Float64Array(edges.length)
  const counts = new Float64Array(edges.length)
  const rows = new Float64Array(edges.length)
  place.forEach((k, i) => {
    rows[k]++
    // Rows at the least value tell of the first interval too.
    sums[Math.max(k, 1)] += after[i] - before[i]
    counts[Math.max(k, 1)]++
  })
  const effects = new Float64Array(edges.length)
  for (let k = 1; k < edges.length; k++)
    effects[k] = effects[k - 1] + (counts[k] > 0 ? sums[k] / counts[k] : 0)
  // Centred where the rows are; a row within an interval stands at its middle.
  let mean = rows[0] * effects[0]
  for (let k = 1; k < edges.length; k++) mean += (rows[k] * (effects[k - 1] + effects[k])) / 2
  mean /= present.length
  return {
    values: [...edges],
    effects: Array.from(effects, (effect) => effect - mean),
    rows: [...rows],
    missing: x.rows - present.length,
  }
}

/** Values that part the rows evenly; all different ones while they are few. */
function edgesOf(sorted: Float32Array, intervals: number): Float32Array {
  const different = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1])
  if (different.length <= intervals + 1) return different
  const edges = Float32Array.from({ length: intervals + 1 }, (_, k) => {
    return sorted[Math.round((k / intervals) * (sorted.length - 1))]
  })
  return edges.filter((v, i) => i === 0 || v !== edges[i - 1])
}

/** The first edge that is not below the value. */
function intervalOf(edges: Float32Array, value: number): number {
  let [low, high] = [0, edges.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
