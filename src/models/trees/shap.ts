/** Exact path-dependent Shapley values of a forest: tables for many rows and trees of up to six levels, else recursion. */
import { type Forest, rowBlock } from './forest.ts'
import { byteColumns } from './scoring/byte-columns.ts'
import { levelsBelow, MOST_LEVELS } from './scoring/whole-trees.ts'
import { shapPaths } from './shap-paths.ts'
import { addTreeShap, shapRecursion } from './shap-recursion.ts'
import { addShapByTables } from './shap-tables.ts'

export interface TreeShap {
  /** Expected sum of leaves over the rows that the forest was grown on. */
  readonly bias: number
  /** One array a feature, one value an explained row. */
  readonly parts: Float64Array[]
}

/** Fewer rows are not worth the tables. */
const ROWS_WORTH_TABLES = 256
const BLOCK_ROWS = 256

/** Shapley values of the given rows; sums with `bias` to the forest's margins. */
export function treeShap(forest: Forest, columns: readonly Float32Array[], rows: Int32Array): TreeShap {
  const parts = columns.map(() => new Float64Array(rows.length))
  const bytes = rows.length < ROWS_WORTH_TABLES ? null : byteColumns(forest, columns.length)
  const [whole, deep]: [number[], number[]] = [[], []]
  forest.roots.forEach((root, t) => {
    if (bytes && levelsBelow(forest, root) <= MOST_LEVELS) whole.push(root)
    else deep.push(t)
  })
  if (bytes && whole.length > 0) addShapByTables(forest, whole, bytes, columns, rows, parts)
  if (deep.length > 0) addShapByRecursion(forest, deep, columns, rows, parts)
  return { bias: shapPaths(forest).bias, parts }
}

function addShapByRecursion(
  forest: Forest,
  trees: readonly number[],
  columns: readonly Float32Array[],
  rows: Int32Array,
  parts: readonly Float64Array[],
): void {
  const width = columns.length
  const recursion = shapRecursion(forest)
  const size = Math.min(BLOCK_ROWS, rows.length)
  const picked = columns.map(() => new Float32Array(size))
  const values = new Float32Array(size * width)
  const sums = new Float64Array(size * width)
  for (let from = 0; from < rows.length; from += size) {
    const count = Math.min(size, rows.length - from)
    for (let j = 0; j < width; j++) for (let i = 0; i < count; i++) picked[j][i] = columns[j][rows[from + i]]
    rowBlock(picked, 0, count, values)
    sums.fill(0)
    for (const t of trees) for (let i = 0; i < count; i++) addTreeShap(recursion, t, values, i * width, sums)
    for (let j = 0; j < width; j++) for (let i = 0; i < count; i++) parts[j][from + i] += sums[i * width + j]
  }
}
