/** Measures how deep rows fall in isolation trees, eight side by side in the kernel of rows.as. */
import { Regions, type RowKernel } from '../trees/scoring/row-kernel.ts'
import type { Nodes } from './grow.ts'

const EULER = 0.5772156649015329
/** Rows taken at a time: their values stay in the first-level cache. */
const BLOCK_ROWS = 128
/** Bytes of a node; see rows.as. */
const NODE = 16
/** Fewer rows are walked node by node. */
const FEW_ROWS = 16

/** 2^(-mean depth / expected depth) of every row. */
export function anomalies(
  nodes: Nodes,
  columns: readonly Float32Array[],
  rows: number,
  size: number,
): Float64Array {
  const depth = new Float64Array(rows)
  if (rows < FEW_ROWS) walkDepths(nodes, columns, depth)
  else addDepths(nodes, columns, depth)
  const unit = nodes.roots.length * expectedDepth(size)
  return depth.map((sum) => 2 ** (-sum / unit))
}

/** Whether a value goes left at a node; infinite counts as missing. */
export function goesLeft({ cut, missingLeft }: Nodes, node: number, v: number): boolean {
  return v - v === 0 ? v < cut[node] : missingLeft[node] === 1
}

/** Mean depth of an unsuccessful search in a binary search tree of n rows. */
export function expectedDepth(n: number): number {
  if (n <= 1) return 0
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n
}

function walkDepths(nodes: Nodes, columns: readonly Float32Array[], depth: Float64Array): void {
  const { roots, feature, cut, left, right } = nodes
  for (let row = 0; row < depth.length; row++)
    for (const root of roots) {
      let node = root
      for (let f = feature[node]; f >= 0; f = feature[node])
        node = goesLeft(nodes, node, columns[f][row]) ? left[node] : right[node]
      depth[row] += cut[node]
    }
}

function addDepths(nodes: Nodes, columns: readonly Float32Array[], depth: Float64Array): void {
  const { roots } = nodes
  const sizes = roots.map((root, t) => (t + 1 < roots.length ? roots[t + 1] : nodes.feature.length) - root)
  const regions = new Regions()
  const values = regions.take(BLOCK_ROWS * 4)
  const lows = columns.map(() => regions.take(BLOCK_ROWS * 4))
  const highs = columns.map(() => regions.take(BLOCK_ROWS * 4))
  const trees = Array.from(sizes, (size) => regions.take(size * NODE))
  const depths = Array.from(sizes, (size) => regions.take(size * 8))
  const sums = regions.take(BLOCK_ROWS * 8)
  const kernel = regions.open(nodes)
  const levels = Array.from(roots, (root, t) =>
    load(nodes, root, kernel, { tree: trees[t], depths: depths[t], lows, highs }),
  )
  for (let from = 0; from < depth.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, depth.length - from)
    columns.forEach((column, j) => {
      kernel.f32.set(column.subarray(from, from + count), values / 4)
      kernel.run.moveMissing(values, count, lows[j], highs[j])
    })
    kernel.f64.fill(0, sums / 8, sums / 8 + BLOCK_ROWS)
    for (let t = 0; t < trees.length; t++) kernel.run.isolate(trees[t], levels[t], depths[t], count, sums)
    depth.set(kernel.f64.subarray(sums / 8, sums / 8 + count), from)
  }
}

/** Writes a tree with siblings side by side; gives its levels. */
function load(
  { feature, cut, left, right, missingLeft }: Nodes,
  root: number,
  { u32, f32, f64 }: RowKernel,
  at: { tree: number; depths: number; lows: readonly number[]; highs: readonly number[] },
): number {
  const queue: [node: number, level: number][] = [[root, 0]]
  let deepest = 0
  for (let place = 0; place < queue.length; place++) {
    const [node, level] = queue[place]
    const address = (at.tree + place * NODE) >> 2
    const f = feature[node]
    deepest = Math.max(deepest, level)
    f64[at.depths / 8 + place] = f < 0 ? cut[node] : 0
    if (f < 0) {
      // No value below all cuts or finite is at or above Infinity: a leaf leads to itself.
      u32[address] = at.lows[0]
      u32[address + 1] = at.tree + place * NODE
      f32[address + 2] = Number.POSITIVE_INFINITY
    } else {
      u32[address] = missingLeft[node] === 1 ? at.lows[f] : at.highs[f]
      u32[address + 1] = at.tree + queue.length * NODE
      f32[address + 2] = ceiling(cut[node])
      queue.push([left[node], level + 1], [right[node], level + 1])
    }
  }
  return deepest
}

const rounded = new Float32Array(1)
const bits = new Int32Array(rounded.buffer)

/** The least float32 that is not below `x`: the same float32 values lie below both. */
function ceiling(x: number): number {
  rounded[0] = x
  if (rounded[0] >= x) return rounded[0]
  if (rounded[0] === 0) return 2 ** -149
  bits[0] += rounded[0] > 0 ? 1 : -1
  return rounded[0]
}
