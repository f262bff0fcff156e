/**
 * Dependence: a feature's value against what it contributes, row by row; the colour is the value of the feature that explains
 * most of the spread at equal values.
 *
 * Reference: Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees".
 */
import type { Explanation, FeatureMatrix } from '../model.ts'

export const DEFAULTS = {
  /** Points at most, evenly spread over the rows. */
  points: 300,
  /** Groups of equal or near values within which the other features are tried. */
  groups: 10,
} as const

export interface Dependence {
  /** The feature that the colour stands for; null when nothing explains the spread. */
  readonly partner: string | null
  /** Value (null where missing), contribution, and the rank of the partner's value from 0 to 1 (null where missing). */
  readonly points: readonly (readonly [value: number | null, part: number, colour: number | null])[]
}

/** Dependence on feature `j` of the model; `x` holds the explained rows, in order. */
export function dependence(x: FeatureMatrix, { parts }: Explanation, j: number): Dependence {
  const part = parts[j]
  const partner = partnerOf(x, part, j)
  const rank = partner === null ? null : ranks(x.columns[partner])
  const step = Math.max(1, x.rows / DEFAULTS.points)
  const points = Array.from({ length: Math.min(x.rows, DEFAULTS.points) }, (_, k) => {
    const row = Math.floor(k * step)
    const value = x.columns[j][row]
    const colour = rank ? rank[row] : Number.NaN
    return [
      Number.isFinite(value) ? value : null,
      part[row],
      Number.isFinite(colour) ? Math.round(colour * 1000) / 1000 : null,
    ] as const
  })
  return { partner: partner === null ? null : x.names[partner], points }
}

/** The feature whose values go along most with the contribution among rows of like value. */
function partnerOf(x: FeatureMatrix, part: Float64Array, j: number): number | null {
  const order = Int32Array.from({ length: x.rows }, (_, i) => i)
    .filter((i) => Number.isFinite(x.columns[j][i]))
    .sort((a, b) => x.columns[j][a] - x.columns[j][b] || a - b)
  const size = Math.ceil(order.length / DEFAULTS.groups)
  if (size < 10) return null
  let [best, most] = [-1, 0]
  x.columns.forEach((column, k) => {
    if (k === j) return
    let together = 0
    for (let from = 0; from < order.length; from += size)
      together += Math.abs(covariation(column, part, order.subarray(from, from + size)))
    if (together > most) [best, most] = [k, together]
  })
  return best < 0 ? null : best
}

/** How much of the contributions' spread goes along with a feature; rows without its value explain nothing. */
function covariation(column: Float32Array, part: Float64Array, rows: Int32Array): number {
  let [n, sx, sy] = [0, 0, 0]
  for (const i of rows) {
    if (!Number.isFinite(column[i])) continue
    n++
    sx += column[i]
    sy += part[i]
  }
  if (n < 10) return 0
  let [xx, xy] = [0, 0]
  for (const i of rows) {
    if (!Number.isFinite(column[i])) continue
    const dx = column[i] - sx / n
    xx += dx * dx
    xy += dx * (part[i] - sy / n)
  }
  return xx > 0 ? xy / Math.sqrt(xx * rows.length) : 0
}

function ranks(column: Float32Array): Float64Array {
  const sorted = column.filter((v) => Number.isFinite(v)).sort()
  return Float64Array.from(column, (v) => {
    if (!Number.isFinite(v)) return Number.NaN
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle] < v) low = middle + 1
      else high = middle
    }
    return sorted.length > 1 ? low / (sorted.length - 1) : 0.5
  })
}
