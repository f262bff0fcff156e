/** Grown trees as flat arrays: adding up their leaves for rows of a matrix, and JSON. */
import { invalid } from '../../errors.ts'
import type { Json } from '../../model.ts'

/**
 * All nodes of all trees; children are positions in these arrays. A number goes left when value < threshold; a category
 * when its bit is set; a missing (NaN, infinite) value, or a category beyond the bits, when `missingLeft` is 1.
 */
export interface Forest {
  /** First node of every tree. */
  readonly roots: Int32Array
  /** Column that the node splits on, -1 for a leaf. */
  readonly feature: Int32Array
  readonly threshold: Float32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly missingLeft: Uint8Array
  /** Contribution of a leaf, 0 elsewhere. */
  readonly value: Float64Array
  /** Training rows that passed. */
  readonly cover: Float64Array
  /** First word and number of words of the node's categories; no words for numbers. */
  readonly categoryStart: Int32Array
  readonly categoryWords: Int32Array
  readonly categories: Uint32Array
}

/** Rows copied side by side at a time, so that all trees see them in the first-level cache. */
const BLOCK_ROWS = 128

/** The columns of some rows, row after row, with infinite values made missing. */
export function rowBlock(
  columns: readonly Float32Array[],
  from: number,
  to: number,
  out: Float32Array,
): void {
  const width = columns.length
  for (let j = 0; j < width; j++) {
    const column = columns[j]
    for (let i = from, o = j; i < to; i++, o += width) {
      const v = column[i]
      out[o] = v - v === 0 ? v : Number.NaN
    }
  }
}

/** Whether `value` goes left at `node`. */
export function goesLeft(forest: Forest, node: number, value: number): boolean {
  const words = forest.categoryWords[node]
  if (words === 0) {
    const threshold = forest.threshold[node]
    return value < threshold || (!(value >= threshold) && forest.missingLeft[node] === 1)
  }
  const code = value >>> 0
  if (code !== value || code >= words * 32) return forest.missingLeft[node] === 1
  return ((forest.categories[forest.categoryStart[node] + (code >>> 5)] >>> (code & 31)) & 1) === 1
}

/** Adds the trees' leaves to `out`, one value a row, walking node by node. */
export function walkMargins(forest: Forest, columns: readonly Float32Array[], out: Float64Array): void {
  const { roots, feature, left, right, value } = forest
  const width = columns.length
  const buffer = new Float32Array(Math.min(BLOCK_ROWS, out.length) * width)
  for (let from = 0; from < out.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, out.length)
    rowBlock(columns, from, to, buffer)
    for (const root of roots) {
      for (let r = from, o = 0; r < to; r++, o += width) {
        let node = root
        for (let f = feature[node]; f >= 0; f = feature[node]) {
          node = goesLeft(forest, node, buffer[o + f]) ? left[node] : right[node]
        }
        out[r] += value[node]
      }
    }
  }
}

/** Thresholds where all present values go to one side, in words: JSON has no infinity. */
const ENDLESS: Readonly<Record<string, number>> = {
  below_all: Number.NEGATIVE_INFINITY,
  above_all: Number.POSITIVE_INFINITY,
}

export function forestToJson(forest: Forest): { [key: string]: Json } {
  return {
    roots: [...forest.roots],
    feature: [...forest.feature],
    threshold: [...forest.threshold].map((t) => (Number.isFinite(t) ? t : t < 0 ? 'below_all' : 'above_all')),
    left: [...forest.left],
    right: [...forest.right],
    missing_left: [...forest.missingLeft],
    value: [...forest.value],
    cover: [...forest.cover],
    category_start: [...forest.categoryStart],
    category_words: [...forest.categoryWords],
    categories: [...forest.categories],
  }
}

/** Reads a forest back; UserError when an array is absent, of the wrong length or points outside. */
export function forestFromJson(body: { readonly [key: string]: Json }, width: number): Forest {
  const numbers = (name: string): number[] => {
    const list = body[name]
    if (!Array.isArray(list)) throw invalid('model file', name, 'an array of numbers belongs here')
    return list.map((item: Json) => {
      if (name === 'threshold' && typeof item === 'string' && Object.hasOwn(ENDLESS, item))
        return ENDLESS[item]
      if (typeof item !== 'number') throw invalid('model file', name, 'an array of numbers belongs here')
      return item
    })
  }
  const forest: Forest = {
    roots: Int32Array.from(numbers('roots')),
    feature: Int32Array.from(numbers('feature')),
    threshold: Float32Array.from(numbers('threshold')),
    left: Int32Array.from(numbers('left')),
    right: Int32Array.from(numbers('right')),
    missingLeft: Uint8Array.from(numbers('missing_left')),
    value: Float64Array.from(numbers('value')),
    cover: Float64Array.from(numbers('cover')),
    categoryStart: Int32Array.from(numbers('category_start')),
    categoryWords: Int32Array.from(numbers('category_words')),
    categories: Uint32Array.from(numbers('categories')),
  }
  const nodes = forest.feature.length
  for (const [name, list] of Object.entries(forest)) {
    if (name !== 'roots' && name !== 'categories' && list.length !== nodes) {
      throw invalid('model file', name, `${nodes} nodes, but ${list.length} values`)
    }
  }
  for (let i = 0; i < nodes; i++) {
    if (forest.feature[i] < 0) continue
    // Children come after their parent, so no walk can run in a circle.
    const [l, r] = [forest.left[i], forest.right[i]]
    const bits = forest.categoryStart[i] + forest.categoryWords[i] <= forest.categories.length
    if (forest.feature[i] >= width || l <= i || r <= i || l >= nodes || r >= nodes || !bits) {
      throw invalid('model file', `node ${i}`, 'it points outside of the model')
    }
  }
  if (forest.roots.some((root) => root < 0 || root >= nodes))
    throw invalid('model file', 'roots', 'a root is no node')
  return forest
}
