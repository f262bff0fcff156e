/** Grows isolation trees and measures how deep rows fall in them. */
import type { FeatureMatrix } from '../../model.ts'
import type { Random } from '../../util/random.ts'

/** Nodes of all trees side by side; a leaf has feature -1 and its expected depth in `cut`. */
export interface Nodes {
  readonly roots: Int32Array
  readonly feature: Int32Array
  readonly cut: Float64Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly missingLeft: Uint8Array
  /** Rows of the tree's sample that passed. */
  readonly count: Int32Array
}

const EULER = 0.5772156649015329
/** Rows copied side by side at a time, so that all trees see them in the first-level cache. */
const BLOCK_ROWS = 256

/** Collects trees; one grower a forest. */
export class IsolationGrower {
  readonly #x: FeatureMatrix
  readonly #limit: number
  readonly #rng: Random
  readonly #roots: number[] = []
  readonly #feature: number[] = []
  readonly #cut: number[] = []
  readonly #left: number[] = []
  readonly #right: number[] = []
  readonly #missingLeft: number[] = []
  readonly #count: number[] = []

  constructor(x: FeatureMatrix, limit: number, rng: Random) {
    this.#x = x
    this.#limit = limit
    this.#rng = rng
  }

  /** Adds a tree over the given rows. */
  grow(rows: Int32Array): void {
    this.#roots.push(this.#node(rows, 0))
  }

  nodes(): Nodes {
    return {
      roots: Int32Array.from(this.#roots),
      feature: Int32Array.from(this.#feature),
      cut: Float64Array.from(this.#cut),
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
      missingLeft: Uint8Array.from(this.#missingLeft),
      count: Int32Array.from(this.#count),
    }
  }

  #node(rows: Int32Array, depth: number): number {
    const at = this.#feature.length
    const cut = depth < this.#limit && rows.length > 1 ? this.#drawCut(rows) : null
    this.#feature.push(cut?.feature ?? -1)
    this.#cut.push(cut?.value ?? depth + expectedDepth(rows.length))
    this.#missingLeft.push(cut?.missingLeft ? 1 : 0)
    this.#count.push(rows.length)
    this.#left.push(-1)
    this.#right.push(-1)
    if (!cut) return at
    const column = this.#x.columns[cut.feature]
    const isLeft = (row: number) => {
      const v = column[row]
      return v - v === 0 ? v < cut.value : this.#missingLeft[at] === 1
    }
    this.#left[at] = this.#node(rows.filter(isLeft), depth + 1)
    this.#right[at] = this.#node(
      rows.filter((row) => !isLeft(row)),
      depth + 1,
    )
    return at
  }

  /** A random feature that varies here, cut at a random place between its extremes; null when all rows are alike. */
  #drawCut(rows: Int32Array): { feature: number; value: number; missingLeft: boolean } | null {
    const width = this.#x.columns.length
    const first = this.#rng.int(0, width - 1)
    for (let k = 0; k < width; k++) {
      const feature = (first + k) % width
      const column = this.#x.columns[feature]
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (const row of rows) {
        const v = column[row]
        if (v - v !== 0) continue
        if (v < low) low = v
        if (v > high) high = v
      }
      if (!(low < high)) continue
      const value = high - this.#rng.next() * (high - low)
      let balance = 0
      for (const row of rows) balance += column[row] < value ? 1 : column[row] >= value ? -1 : 0
      return { feature, value, missingLeft: balance > 0 }
    }
    return null
  }
}

/** Whether a value goes left at a node; infinite counts as missing. */
export function goesLeft({ cut, missingLeft }: Nodes, node: number, v: number): boolean {
  return v - v === 0 ? v < cut[node] : missingLeft[node] === 1
}

/** 2^(-mean depth / expected depth) of every row. */
export function anomalies(
  nodes: Nodes,
  columns: readonly Float32Array[],
  rows: number,
  size: number,
): Float64Array {
  const width = columns.length
  const depth = new Float64Array(rows)
  const buffer = new Float32Array(BLOCK_ROWS * width)
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows)
    for (let j = 0; j < width; j++) {
      const column = columns[j]
      for (let i = from, o = j; i < to; i++, o += width) buffer[o] = column[i]
    }
    for (const root of nodes.roots) addDepths(nodes, root, buffer, width, from, to, depth)
  }
  const unit = nodes.roots.length * expectedDepth(size)
  return depth.map((sum) => 2 ** (-sum / unit))
}

function addDepths(
  { feature, cut, left, right, missingLeft }: Nodes,
  root: number,
  buffer: Float32Array,
  width: number,
  from: number,
  to: number,
  depth: Float64Array,
): void {
  for (let row = from, o = 0; row < to; row++, o += width) {
    let node = root
    for (let f = feature[node]; f >= 0; f = feature[node]) {
      const v = buffer[o + f]
      node = (v - v === 0 ? v < cut[node] : missingLeft[node] === 1) ? left[node] : right[node]
    }
    depth[row] += cut[node]
  }
}

/** Mean depth of an unsuccessful search in a binary search tree of n rows. */
function expectedDepth(n: number): number {
  if (n <= 1) return 0
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n
}
