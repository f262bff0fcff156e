/** Grows one tree from packed gradients: histograms, splits, partitions, leaf values. */
import type { Random } from '../../util/random.ts'
import { BINS, type BinnedMatrix, type ColumnBins } from './bins.ts'
import {
  BLOCK,
  buildHistogram,
  countRows,
  type HistogramScratch,
  histogramScratch,
  type PackedBins,
  packBins,
  packGradients,
  partition,
  subtract,
} from './kernels.ts'
import type { TreeParameters } from './parameters.ts'
import { type Penalties, penalties, type Split, SplitFinder, shrink } from './split.ts'

/** A grown node; rows of a leaf are `from` to `to` of the grower's row list. */
export interface GrownNode {
  split: Split | null
  left: number
  right: number
  /** Leaf value, shrinkage included; 0 for inner nodes. */
  value: number
  /** Rows that the tree was grown on. */
  readonly cover: number
  readonly from: number
  readonly to: number
}

interface OpenNode {
  readonly index: number
  readonly depth: number
  readonly histogram: Float64Array
  readonly counts: Int32Array | null
  readonly split: Split
  /** Bounds of the leaf values below, from monotone splits above. */
  readonly low: number
  readonly high: number
}

/** Holds the binned training rows and all working memory of a fit; `grow` makes one tree after another. */
export class TreeGrower {
  /** Rows of the current tree, grouped by leaf once it is grown. */
  readonly rows: Int32Array
  readonly #columns: readonly Uint8Array[]
  readonly #packedBins: PackedBins
  readonly #p: TreeParameters
  readonly #finder: SplitFinder
  readonly #monotone: Int8Array
  readonly #packed: Float64Array
  readonly #spare: Int32Array
  readonly #scratch: HistogramScratch
  readonly #histograms: Float64Array[] = []
  readonly #countPool: Int32Array[] = []

  constructor(matrix: BinnedMatrix, bins: readonly ColumnBins[], p: TreeParameters, monotone: Int8Array) {
    this.#columns = matrix.columns
    this.#packedBins = packBins(matrix.rows, matrix.columns)
    this.#p = p
    this.#monotone = monotone
    this.#finder = new SplitFinder(bins, monotone)
    this.#packed = new Float64Array(matrix.rows)
    this.#spare = new Int32Array(matrix.rows)
    this.#scratch = histogramScratch(this.#packedBins.blocks)
    this.rows = new Int32Array(matrix.rows)
  }

  /** Grows a tree on rows and columns drawn by `rng`; node 0 is the root and children follow their parents. */
  grow(g: Float64Array, h: Float64Array, rng: Random): GrownNode[] {
    const p = this.#p
    const scale = packGradients(g, h, this.#packed)
    const limits = penalties(p, scale)
    const total = this.#drawRows(rng)
    const treeColumns = drawColumns(this.#columns.length, p.columnSample, null, rng)
    const wantedBlocks = blocksOf(treeColumns, this.#packedBins.blocks)
    const nodes: GrownNode[] = [
      { split: null, left: -1, right: -1, value: 0, cover: total, from: 0, to: total },
    ]
    const bounds: [low: number, high: number][] = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]]
    const open: OpenNode[] = []
    const most = p.maxLeaves === 0 ? Number.POSITIVE_INFINITY : p.maxLeaves

    const histogramOf = (node: GrownNode): [Float64Array, Int32Array | null] => {
      const histogram = this.#histograms.pop() ?? new Float64Array(this.#packedBins.blocks * BLOCK * BINS)
      buildHistogram(
        this.#packedBins,
        this.rows,
        node.from,
        node.to,
        this.#packed,
        wantedBlocks,
        this.#scratch,
        histogram,
      )
      if (p.minChildRows <= 1) return [histogram, null]
      const counts = this.#countPool.pop() ?? new Int32Array(this.#columns.length * BINS)
      countRows(this.#columns, this.rows, node.from, node.to, treeColumns, counts)
      return [histogram, counts]
    }
    const release = (histogram: Float64Array, counts: Int32Array | null) => {
      this.#histograms.push(histogram)
      if (counts) this.#countPool.push(counts)
    }
    const consider = (index: number, depth: number, histogram: Float64Array, counts: Int32Array | null) => {
      const node = nodes[index]
      const wanted = drawColumns(this.#columns.length, p.nodeColumnSample, treeColumns, rng)
      const split = this.#find(histogram, counts, node, wanted, treeColumns, limits)
      if (!split) return release(histogram, counts)
      open.push({ index, depth, histogram, counts, split, low: bounds[index][0], high: bounds[index][1] })
    }

    consider(0, 0, ...histogramOf(nodes[0]))
    for (let leaves = 1; open.length > 0 && leaves < most; leaves++) {
      const at = p.growth === 'leaf' ? largestGain(open) : 0
      const { index, depth, histogram, counts, split, low, high } = open.splice(at, 1)[0]
      const node = nodes[index]
      const column = this.#columns[split.feature]
      const middle = node.from + partition(this.rows, node.from, node.to, column, split.left, this.#spare)
      node.split = split
      node.left = nodes.length
      node.right = nodes.length + 1
      nodes.push({
        split: null,
        left: -1,
        right: -1,
        value: 0,
        cover: middle - node.from,
        from: node.from,
        to: middle,
      })
      nodes.push({
        split: null,
        left: -1,
        right: -1,
        value: 0,
        cover: node.to - middle,
        from: middle,
        to: node.to,
      })
      const direction = this.#monotone[split.feature]
      if (direction === 0) bounds.push([low, high], [low, high])
      else {
        const between =
          (this.#leafValue(nodes[node.left], g, h, low, high) +
            this.#leafValue(nodes[node.right], g, h, low, high)) /
          2
        if (direction > 0) bounds.push([low, between], [between, high])
        else bounds.push([between, high], [low, between])
      }
      if (depth + 1 >= p.maxDepth || leaves + 1 >= most) {
        release(histogram, counts)
        continue
      }
      const leftIsSmall = middle - node.from <= node.to - middle
      const small = leftIsSmall ? node.left : node.right
      const [smallHistogram, smallCounts] = histogramOf(nodes[small])
      subtract(histogram, smallHistogram)
      if (counts && smallCounts) subtract(counts, smallCounts)
      const large = leftIsSmall ? node.right : node.left
      consider(small, depth + 1, smallHistogram, smallCounts)
      consider(large, depth + 1, histogram, counts)
    }
    for (const { histogram, counts } of open) release(histogram, counts)
    for (let i = 0; i < nodes.length; i++) {
      if (nodes[i].split) continue
      nodes[i].value = p.learningRate * this.#leafValue(nodes[i], g, h, bounds[i][0], bounds[i][1])
    }
    return nodes
  }

  #find(
    histogram: Float64Array,
    counts: Int32Array | null,
    node: GrownNode,
    wanted: Uint8Array,
    treeColumns: Uint8Array,
    limits: Penalties,
  ): Split | null {
    const base = treeColumns.indexOf(1) * BINS
    let packed = 0
    for (let k = 0; k < BINS; k++) packed += histogram[base + k]
    return this.#finder.find(histogram, counts, { packed, rows: node.to - node.from }, wanted, limits)
  }

  /** The Newton step of a node from the exact gradients, before shrinkage. */
  #leafValue(node: GrownNode, g: Float64Array, h: Float64Array, low: number, high: number): number {
    const { rows } = this
    let sumG = 0
    let sumH = 0
    for (let i = node.from; i < node.to; i++) {
      const row = rows[i]
      sumG += g[row]
      sumH += h[row]
    }
    const { l1, l2, maxStep } = this.#p
    if (sumH + l2 <= 0) return 0
    let value = -shrink(sumG, l1) / (sumH + l2)
    if (maxStep > 0) value = Math.max(-maxStep, Math.min(maxStep, value))
    return Math.max(low, Math.min(high, value))
  }

  /** Fills `rows` with the tree's rows in ascending order and returns how many they are. */
  #drawRows(rng: Random): number {
    const { rows } = this
    const n = rows.length
    if (this.#p.rowSample >= 1) {
      for (let i = 0; i < n; i++) rows[i] = i
      return n
    }
    // Selection sampling (Knuth, algorithm S): exactly `take` rows, already sorted.
    const take = Math.max(1, Math.round(n * this.#p.rowSample))
    let taken = 0
    for (let i = 0; i < n && taken < take; i++) if (rng.next() * (n - i) < take - taken) rows[taken++] = i
    return taken
  }
}

/** Draws a share of the columns where `within` is 1 (of all when null); at least one. */
function drawColumns(width: number, share: number, within: Uint8Array | null, rng: Random): Uint8Array {
  if (share >= 1) return within ?? new Uint8Array(width).fill(1)
  const all: number[] = []
  for (let j = 0; j < width; j++) if (within === null || within[j] === 1) all.push(j)
  const drawn = new Uint8Array(width)
  for (const j of rng.shuffle(all).slice(0, Math.max(1, Math.round(all.length * share)))) drawn[j] = 1
  return drawn
}

function blocksOf(columns: Uint8Array, blocks: number): Uint8Array {
  const wanted = new Uint8Array(blocks)
  for (let j = 0; j < columns.length; j++) if (columns[j] === 1) wanted[Math.floor(j / BLOCK)] = 1
  return wanted
}

function largestGain(open: readonly OpenNode[]): number {
  let best = 0
  for (let i = 1; i < open.length; i++) if (open[i].split.gain > open[best].split.gain) best = i
  return best
}
