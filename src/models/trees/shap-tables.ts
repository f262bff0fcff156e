/**
 * Exact path-dependent Shapley values of trees of up to six levels, by tables over decision bits, for many rows.
 *
 * What a leaf contributes depends on the row only through which features on its path agree with it: a few bits. Four leaves below
 * a node of the fifth level share those of the levels above, so one table of 128 patterns holds their sum, and a tree costs a row
 * sixteen look-ups. The kernel of rows.as makes the patterns of sixteen rows at a time.
 *
 * Reference: Lundberg, Erion and Lee (2018), "Consistent individualized feature attribution for tree ensembles"; Yang
 * (2021), "Fast TreeSHAP".
 */
import type { Forest } from './forest.ts'
import { quadrature } from './quadrature.ts'
import type { ByteColumns } from './scoring/byte-columns.ts'
import { EncodedBlock, Regions } from './scoring/row-kernel.ts'
import { LoadedTrees, placeIn, type WholeTree, wholeTree } from './scoring/whole-trees.ts'
import { shapPaths } from './shap-paths.ts'

const BLOCK_ROWS = 1024
/** Trees whose tables lie in memory together. */
const GROUP = 256
const LEVELS = 6
/** Levels whose features a unit takes from above. */
const ABOVE = 4
const UNITS = 16
const PATTERNS = 128
/** Contributions a pattern: four features above, three own, one place empty. */
const WIDTH = 8
const NUMBERS = UNITS * PATTERNS * WIDTH

/** Adds the contributions of the given trees (root nodes) for the given rows to `parts`, one array a feature. */
export function addShapByTables(
  forest: Forest,
  roots: readonly number[],
  byteColumns: ByteColumns,
  columns: readonly Float32Array[],
  rows: Int32Array,
  parts: readonly Float64Array[],
): void {
  for (let from = 0; from < roots.length; from += GROUP)
    addGroup(forest, roots.slice(from, from + GROUP), byteColumns, columns, rows, parts)
}

function addGroup(
  forest: Forest,
  roots: readonly number[],
  byteColumns: ByteColumns,
  columns: readonly Float32Array[],
  rows: Int32Array,
  parts: readonly Float64Array[],
): void {
  const trees = roots.map((root) => wholeTree(forest, root, LEVELS - 3))
  const size = Math.min(BLOCK_ROWS, Math.ceil(rows.length / 16) * 16)
  const regions = new Regions()
  const block = new EncodedBlock(byteColumns, size, regions)
  const loaded = new LoadedTrees(trees, byteColumns, block, size, regions)
  const tables = trees.map(() => regions.take(NUMBERS * 8))
  const sums = regions.take(columns.length * size * 8)
  const kernel = regions.open(regions)
  const { f64 } = kernel
  block.load(kernel)
  const bits = trees.map((tree, t) =>
    fill(forest, tree, f64.subarray(tables[t] / 8, tables[t] / 8 + NUMBERS)),
  )
  loaded.load(kernel, (t, place) => {
    const node = trees[t].nodes[place]
    return [bits[t][place], sums + Math.max(0, node < 0 ? 0 : forest.feature[node]) * size * 8]
  })
  for (let from = 0; from < rows.length; from += size) {
    const count = Math.min(size, rows.length - from)
    block.encode(kernel, columns, from, count, rows)
    f64.fill(0, sums / 8, sums / 8 + columns.length * size)
    for (let t = 0; t < trees.length; t++) {
      loaded.decide(kernel, t, 0, count)
      kernel.run.contribute(loaded.address(t), tables[t], count, SCRATCH)
    }
    for (let j = 0; j < columns.length; j++) {
      const at = sums / 8 + j * size
      const part = parts[j]
      for (let i = 0; i < count; i++) part[from + i] += f64[at + i]
    }
  }
}

/** Where the kernel keeps patterns. */
const SCRATCH = 0

/** A feature on the way to a leaf. */
interface Player {
  readonly feature: number
  /** Where its contribution stands in a pattern. */
  readonly place: number
  share: number
  /** It agrees with the leaf where `pattern & needs` equals `wants`. */
  needs: number
  wants: number
}

/** Fills a tree's tables and gives every node's bit. */
function fill(forest: Forest, { nodes, ends }: WholeTree, tables: Float64Array): Uint8Array {
  tables.fill(0)
  const bits = new Uint8Array(nodes.length)
  const { share } = shapPaths(forest)
  let last = -1
  for (let end = 0; end < ends.length; end++) {
    // A leaf higher up stands at several ends; the first one counts.
    if (ends[end] === last) continue
    last = ends[end]
    const players: Player[] = []
    let i = 0
    for (let level = 0; level < LEVELS; level++) {
      const node = nodes[placeIn(LEVELS - 3, level, i)]
      const goesRight = (end >> (LEVELS - 1 - level)) & 1
      if (node < 0) break
      const child = goesRight ? forest.right[node] : forest.left[node]
      const feature = forest.feature[node]
      let player = players.find((one) => one.feature === feature)
      if (!player) {
        const place = level < 5 ? level : 5 + (i & 1)
        player = { feature, place, share: 1, needs: 0, wants: 0 }
        players.push(player)
      }
      player.share = share[child]
      if (level < ABOVE) {
        bits[placeIn(LEVELS - 3, level, i)] = 1 << player.place
        player.needs |= 1 << player.place
        player.wants |= 1 << player.place
      } else {
        const bit = level === ABOVE ? 16 : 32 << (i & 1)
        player.needs |= bit
        if (goesRight) player.wants |= bit
      }
      i = 2 * i + goesRight
    }
    addLeaf(tables, end >> 2, players, forest.value[last])
  }
  return bits
}

const products = new Float64Array(1 << LEVELS)
const contributions = new Float64Array((1 << LEVELS) * LEVELS)

function addLeaf(tables: Float64Array, unit: number, players: readonly Player[], value: number): void {
  const d = players.length
  if (d === 0 || value === 0) return
  const masks = 1 << d
  contributions.fill(0, 0, masks * d)
  const { points, weights } = quadrature(Math.ceil(d / 2))
  for (let q = 0; q < points.length; q++) {
    const unknown = 1 - points[q]
    products[0] = weights[q] * value
    for (let j = 0, size = 1; j < d; j++, size *= 2) {
      const absent = unknown * players[j].share
      for (let mask = 0; mask < size; mask++) {
        products[size + mask] = products[mask] * (absent + points[q])
        products[mask] *= absent
      }
    }
    for (let j = 0; j < d; j++) {
      const z = players[j].share
      const absent = unknown * z
      const ifAgrees = (1 - z) / (absent + points[q])
      // Nobody disagrees with a share of nothing in any order.
      const ifNot = z > 0 ? -z / absent : 0
      for (let mask = 0; mask < masks; mask++)
        contributions[mask * d + j] += products[mask] * ((mask >> j) & 1 ? ifAgrees : ifNot)
    }
  }
  const begin = unit * PATTERNS * WIDTH
  for (let pattern = 0; pattern < PATTERNS; pattern++) {
    let mask = 0
    for (let j = 0; j < d; j++) if ((pattern & players[j].needs) === players[j].wants) mask |= 1 << j
    for (let j = 0; j < d; j++)
      tables[begin + pattern * WIDTH + players[j].place] += contributions[mask * d + j]
  }
}
