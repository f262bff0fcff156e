/**
 * Scores many rows by a forest with the kernel of rows.as: bytes instead of values, 64 rows at a time. Trees of up to six
 * levels are taken whole, without a branch; deeper ones are walked. Leaves are added tree after tree, as a plain walk adds them,
 * so the sums are the same to the last bit.
 */
import { type Forest, walkMargins } from './forest.ts'
import { type ByteColumns, byteColumns } from './scoring/byte-columns.ts'
import { EncodedBlock, holds, Regions, type RowKernel } from './scoring/row-kernel.ts'
import {
  LoadedTrees,
  levelsBelow,
  MOST_LEVELS,
  SIGNED,
  TOGETHER,
  type WholeTree,
  wholeTree,
} from './scoring/whole-trees.ts'

/** Fewer rows are walked node by node. */
const FEW_ROWS = 16
/** The same where the kernel's memory must be filled first. */
const ROWS_WORTH_LOADING = 256
/** Rows encoded at a time. */
const BLOCK_ROWS = 4096
/** Rows that all trees take in turn: their bytes stay in the first-level cache. */
const NEAR_ROWS = 512
/** Bytes of a whole tree in the kernel's list. */
const ENTRY = 16
/** Bytes of a walked node. */
const STEP = 16
/** Where the kernel collects leaves. */
const SCRATCH = 0

export interface Scorer {
  readonly forest: Forest
  readonly columns: ByteColumns
  /** One a tree; null for a tree that is walked. */
  readonly whole: readonly (WholeTree | null)[]
}

/** A scorer for the forest, or null where its columns do not fit into bytes. */
export function scorerOf(forest: Forest, width: number): Scorer | null {
  const columns = byteColumns(forest, width)
  if (!columns) return null
  const whole = Array.from(forest.roots, (root) => {
    const levels = levelsBelow(forest, root)
    return levels > MOST_LEVELS ? null : wholeTree(forest, root, Math.max(0, levels - 3))
  })
  return { forest, columns, whole }
}

/** Adds the trees' leaves to `out`, one value a row. */
export function addScores(scorer: Scorer, values: readonly Float32Array[], out: Float64Array): void {
  const { forest, columns, whole } = scorer
  if (out.length < (holds(scorer) ? FEW_ROWS : ROWS_WORTH_LOADING)) {
    walkMargins(forest, values, out)
    return
  }
  const regions = new Regions()
  const block = new EncodedBlock(columns, BLOCK_ROWS, regions)
  const trees = whole.filter((tree) => tree !== null)
  const loaded = new LoadedTrees(trees, columns, block, BLOCK_ROWS, regions)
  const leaves = trees.map(({ ends }) => regions.take(ends.length * 8))
  const list = regions.take(trees.length * ENTRY)
  const steps = new WalkedTrees(scorer, block, regions)
  const sums = regions.take(BLOCK_ROWS * 8)
  const kernel = regions.open(scorer)
  if (!kernel.isLoaded) {
    block.load(kernel)
    loaded.load(kernel)
    steps.load(kernel)
    trees.forEach(({ ends, levels }, t) => {
      kernel.u32.set([loaded.address(t), levels, leaves[t]], (list + t * ENTRY) / 4)
      for (let i = 0; i < ends.length; i++) kernel.f64[leaves[t] / 8 + i] = forest.value[ends[i]]
    })
  }
  const turns = turnsOf(whole)
  for (let from = 0; from < out.length; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, out.length - from)
    block.encode(kernel, values, from, count)
    kernel.f64.set(out.subarray(from, from + count), sums / 8)
    for (let row = 0; row < count; row += NEAR_ROWS) {
      const end = Math.min(count, row + NEAR_ROWS)
      for (const { first, count: trees, walked } of turns) {
        for (let t = first; t < first + trees; t++) loaded.decide(kernel, t, row, end)
        if (trees > 0) kernel.run.score(list + first * ENTRY, trees, row, end, sums, SCRATCH)
        else kernel.run.walk(steps.root(walked), row, end, sums)
      }
    }
    out.set(kernel.f64.subarray(sums / 8, sums / 8 + count), from)
  }
}

/** Whole trees that are added together (of all whole ones, `count` from `first` on), or one tree that is walked. */
interface Turn {
  readonly first: number
  readonly count: number
  readonly walked: number
}

/** The trees in their order. */
function turnsOf(whole: readonly (WholeTree | null)[]): Turn[] {
  const turns: Turn[] = []
  let first = 0
  let count = 0
  const close = () => {
    if (count > 0) turns.push({ first, count, walked: -1 })
    first += count
    count = 0
  }
  whole.forEach((tree, walked) => {
    if (tree) {
      if (++count + (first % TOGETHER) === TOGETHER) close()
    } else {
      close()
      turns.push({ first, count: 0, walked })
    }
  })
  close()
  return turns
}

/** The deeper trees in the kernel's memory: siblings side by side. */
class WalkedTrees {
  readonly #scorer: Scorer
  readonly #block: EncodedBlock
  readonly #address: readonly number[]

  constructor(scorer: Scorer, block: EncodedBlock, regions: Regions) {
    const { forest, whole } = scorer
    this.#scorer = scorer
    this.#block = block
    this.#address = whole.map((tree, k) => (tree ? 0 : regions.take(sizeOf(forest, k) * STEP)))
  }

  root(k: number): number {
    return this.#address[k]
  }

  load(kernel: RowKernel): void {
    this.#scorer.whole.forEach((tree, k) => {
      if (!tree) this.#put(kernel, this.#address[k], this.#scorer.forest.roots[k])
    })
  }

  #put({ u32, f64 }: RowKernel, begin: number, root: number): void {
    const { forest, columns } = this.#scorer
    const queue: [node: number, at: number][] = [[root, begin]]
    let end = begin + STEP
    for (const [node, at] of queue) {
      if (forest.feature[node] < 0) {
        u32[at >> 2] = 0
        f64[(at >> 3) + 1] = forest.value[node]
        continue
      }
      const table = columns.table[node]
      u32[at >> 2] = this.#block.column(columns.slot[node])
      u32[(at >> 2) + 1] = end
      u32[(at >> 2) + 2] = columns.limit[node] ^ SIGNED
      u32[(at >> 2) + 3] = table < 0 ? 0 : this.#block.table(table)
      queue.push([forest.left[node], end], [forest.right[node], end + STEP])
      end += 2 * STEP
    }
  }
}

/** Nodes of tree `k`: its nodes stand side by side. */
const sizeOf = ({ roots, feature }: Forest, k: number): number =>
  (k + 1 < roots.length ? roots[k + 1] : feature.length) - roots[k]
