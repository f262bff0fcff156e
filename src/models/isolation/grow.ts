/** Grows isolation trees. */
import type { FeatureMatrix } from '../../model.ts'
import type { Random } from '../../util/random.ts'
import { expectedDepth } from './depths.ts'

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
