/**
 * Density clustering: points with enough others near by are cores, cores near each other are one cluster, what no core reaches is
 * noise. Cells of a grid stand in for the distance matrix: all points of a cell are near each other, and only cells around it
 * can hold others, so that time grows with the number of points.
 *
 * Reference: Ester, Kriegel, Sander and Xu (1996), "A density-based algorithm for discovering clusters in large spatial databases
 * with noise"; Gunawan (2013), "A faster algorithm for DBSCAN", for the grid.
 */
import { invalid } from '../../errors.ts'
import { cellGrid } from './cell-grid.ts'

export interface DensityOptions {
  /** Largest distance of neighbours. */
  readonly radius: number
  /** Points within the radius, itself included, that make a point a core. */
  readonly minPoints: number
}

/** Label of a point that no core reaches. */
export const NOISE = -1

/**
 * Cluster of every point, numbered from 0 by the first core in it, or {@link NOISE}. `columns` are the coordinates, one array a
 * dimension (1 to 4), all finite. A point that several clusters reach goes with the first. The labels are those of scikit-learn's `DBSCAN`.
 */
export function densityClusters(
  columns: readonly Float64Array[],
  { radius, minPoints }: DensityOptions,
): Int32Array {
  if (!(radius > 0 && Number.isFinite(radius))) throw invalid('density radius', radius, 'a number above 0')
  if (!(minPoints >= 1)) throw invalid('density points', minPoints, 'at least one')
  const n = columns[0]?.length ?? 0
  const labels = new Int32Array(n).fill(NOISE)
  if (n === 0) return labels
  // A hair below, so that two corners of a cell are within the radius whatever the rounding.
  const grid = cellGrid(columns, (radius / Math.sqrt(columns.length)) * (1 - 1e-9), radius)
  const { order, starts, cells, points, around, aroundStarts } = grid
  const limit = radius * radius
  const d = columns.length
  const near = (a: number, b: number): boolean => {
    let sum = 0
    for (let k = 0, p = a * d, q = b * d; k < d; k++, p++, q++) sum += (points[p] - points[q]) ** 2
    return sum <= limit
  }

  // Positions in grid order from here on; `order` leads back to the rows. Counting stops where a point is known for a core.
  const counts = new Int32Array(n)
  for (let cell = 0; cell < cells; cell++)
    counts.fill(starts[cell + 1] - starts[cell], starts[cell], starts[cell + 1])
  for (let cell = 0; cell < cells; cell++)
    for (let k = aroundStarts[cell]; k < aroundStarts[cell + 1]; k++) {
      const other = around[k]
      const [from, to] = [starts[other], starts[other + 1]]
      const full = to - from >= minPoints
      for (let p = starts[cell]; p < starts[cell + 1]; p++) {
        if (full && counts[p] >= minPoints) continue
        for (let q = from; q < to; q++)
          if ((counts[p] < minPoints || counts[q] < minPoints) && near(p, q)) {
            counts[p]++
            counts[q]++
          }
      }
    }
  const isCore = Uint8Array.from(counts, (count) => (count >= minPoints ? 1 : 0))

  // All cores of a cell are one cluster; two cells are one as soon as one pair of cores is near.
  const parent = Int32Array.from({ length: cells }, (_, cell) => cell)
  const rootOf = (cell: number): number => {
    let at = cell
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  const touch = (a: number, b: number): boolean => {
    for (let p = starts[a]; p < starts[a + 1]; p++) {
      if (isCore[p] === 0) continue
      for (let q = starts[b]; q < starts[b + 1]; q++) if (isCore[q] === 1 && near(p, q)) return true
    }
    return false
  }
  for (let cell = 0; cell < cells; cell++)
    for (let k = aroundStarts[cell]; k < aroundStarts[cell + 1]; k++) {
      const [a, b] = [rootOf(cell), rootOf(around[k])]
      if (a !== b && touch(cell, around[k])) parent[Math.max(a, b)] = Math.min(a, b)
    }

  const cellOf = new Int32Array(n)
  for (let cell = 0; cell < cells; cell++) cellOf.fill(cell, starts[cell], starts[cell + 1])
  const place = new Int32Array(n)
  for (let p = 0; p < n; p++) place[order[p]] = p
  const numbers = new Int32Array(cells).fill(NOISE)
  let clusters = 0
  for (let row = 0; row < n; row++) {
    const p = place[row]
    if (isCore[p] === 0) continue
    const root = rootOf(cellOf[p])
    if (numbers[root] === NOISE) numbers[root] = clusters++
    labels[row] = numbers[root]
  }
  // What is no core goes with the first cluster that a core near it belongs to.
  const reached = new Int32Array(n).fill(clusters)
  const reach = (p: number, core: number, number: number) => {
    if (isCore[p] === 0 && isCore[core] === 1 && number < reached[p] && near(p, core)) reached[p] = number
  }
  const meet = (a: number, b: number) => {
    const [first, second] = [numbers[rootOf(a)], numbers[rootOf(b)]]
    if (first === NOISE && second === NOISE) return
    for (let p = starts[a]; p < starts[a + 1]; p++)
      for (let q = starts[b]; q < starts[b + 1]; q++) {
        if (isCore[p] === isCore[q]) continue
        if (isCore[q] === 1) reach(p, q, second)
        else reach(q, p, first)
      }
  }
  for (let cell = 0; cell < cells; cell++) {
    meet(cell, cell)
    for (let k = aroundStarts[cell]; k < aroundStarts[cell + 1]; k++) meet(cell, around[k])
  }
  for (let p = 0; p < n; p++) if (isCore[p] === 0 && reached[p] < clusters) labels[order[p]] = reached[p]
  return labels
}
