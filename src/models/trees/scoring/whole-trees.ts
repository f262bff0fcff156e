/** Trees of at most six levels as the kernel takes them whole: complete, the upper three levels apart from the lower trees. */
import type { Forest } from '../forest.ts'
import type { ByteColumns } from './byte-columns.ts'
import type { EncodedBlock, Regions, RowKernel } from './row-kernel.ts'

/** Most levels of a tree that is taken whole. */
export const MOST_LEVELS = 6
/** Levels of the lower trees. */
const LOWER = 3
const NODES = 7
/** Bytes of a node; see rows.as. */
const NODE = 32

/** Trees whose nodes by category are decided before the kernel takes them together. */
export const TOGETHER = 4
/** The kernel compares bytes less 128, which are signed. */
export const SIGNED = 128

/** A whole tree: its nodes by place, -1 where nothing is decided. */
export interface WholeTree {
  /** Levels above the lower trees. */
  readonly levels: number
  readonly nodes: Int32Array
  /** Leaf at each of the ends, from left to right. */
  readonly ends: Int32Array
}

/** Levels below a node. */
export function levelsBelow(forest: Forest, node: number): number {
  if (forest.feature[node] < 0) return 0
  return 1 + Math.max(levelsBelow(forest, forest.left[node]), levelsBelow(forest, forest.right[node]))
}

/** Place of the `i`-th node of a level. */
export function placeIn(levels: number, level: number, i: number): number {
  if (level < levels) return (1 << level) - 1 + i
  const local = level - levels
  const first = levels === 0 ? 0 : NODES
  return first + (i >> local) * NODES + (1 << local) - 1 + (i & ((1 << local) - 1))
}

/** Arranges a tree of at most `levels` + 3 levels; a leaf higher up stands at the end of every way below it. */
export function wholeTree(forest: Forest, root: number, levels: number): WholeTree {
  const depth = levels + LOWER
  const nodes = new Int32Array(levels === 0 ? NODES : NODES + NODES * (1 << levels)).fill(-1)
  const ends = new Int32Array(1 << depth)
  const put = (node: number, level: number, i: number): void => {
    if (level === depth) {
      ends[i] = node
      return
    }
    const isLeaf = forest.feature[node] < 0
    if (!isLeaf) nodes[placeIn(levels, level, i)] = node
    put(isLeaf ? node : forest.left[node], level + 1, 2 * i)
    put(isLeaf ? node : forest.right[node], level + 1, 2 * i + 1)
  }
  put(root, 0, 0)
  return { levels, nodes, ends }
}

/** Whole trees in the kernel's memory. */
export class LoadedTrees {
  readonly #trees: readonly WholeTree[]
  readonly #columns: ByteColumns
  readonly #block: EncodedBlock
  readonly #rows: number
  readonly #address: readonly number[]
  /** Address of the first column that is decided, by tree. */
  readonly #decided: readonly number[]

  constructor(
    trees: readonly WholeTree[],
    columns: ByteColumns,
    block: EncodedBlock,
    rows: number,
    regions: Regions,
  ) {
    this.#trees = trees
    this.#columns = columns
    this.#block = block
    this.#rows = rows
    this.#address = trees.map(({ nodes }) => regions.take(nodes.length * NODE))
    const byCategory = trees.map(({ nodes }) =>
      nodes.reduce((n, k) => n + (k >= 0 && columns.table[k] >= 0 ? 1 : 0), 0),
    )
    let [most, here] = [0, 0]
    const before = byCategory.map((count, t) => {
      const first = t % TOGETHER === 0 ? 0 : here
      here = first + count
      most = Math.max(most, here)
      return first
    })
    const decided = regions.take(most * rows)
    this.#decided = before.map((first) => decided + first * rows)
  }

  /** Address of a tree's nodes. */
  address(t: number): number {
    return this.#address[t]
  }

  /** Writes the nodes; `extra` gives the bit and the address of the sums of a place. */
  load(
    { u8, u32 }: RowKernel,
    extra?: (t: number, place: number) => readonly [bit: number, sums: number],
  ): void {
    const { slot, limit, table } = this.#columns
    this.#trees.forEach(({ nodes }, t) => {
      let decided = 0
      for (let place = 0; place < nodes.length; place++) {
        const node = nodes[place]
        const at = this.#address[t] + place * NODE
        const byCategory = node >= 0 && table[node] >= 0
        u8.fill((node < 0 ? 0 : byCategory ? 1 : limit[node]) ^ SIGNED, at, at + 16)
        u32[(at >> 2) + 4] = byCategory
          ? this.#decided[t] + decided++ * this.#rows
          : this.#block.column(node < 0 ? 0 : slot[node])
        const [bit, sums] = extra ? extra(t, place) : [0, 0]
        u32[(at >> 2) + 5] = bit
        u32[(at >> 2) + 6] = sums
      }
    })
  }

  /** Decides a tree's nodes by category for encoded rows `from` to `to`: the kernel compares bytes only. */
  decide({ run }: RowKernel, t: number, from: number, to: number): void {
    const { slot, table } = this.#columns
    let at = this.#decided[t] + from
    for (const node of this.#trees[t].nodes) {
      if (node < 0 || table[node] < 0) continue
      run.lookUp(this.#block.column(slot[node]) + from, to - from, this.#block.table(table[node]), at)
      at += this.#rows
    }
  }
}
