/** Grows one tree after another over training rows in an engine's memory. */
import type { Random } from '../../util/random.ts'
import type { ColumnBins } from './bins.ts'
import { ColumnChoice, type Groups, groupsBelow } from './columns.ts'
import { Histograms, type NodeSums } from './histograms.ts'
import { type Engine, setPlace } from './kernel/engine.ts'
import { BLOCK_SUMS, COLUMN_SUMS, TASK } from './kernel/layout.ts'
import { Leaves } from './leaves.ts'
import { type GrownNode, leaf, placeOf } from './node.ts'
import type { TreeParameters } from './parameters.ts'
import { Partition } from './partition.ts'
import type { TrainingRows } from './rows.ts'
import { Slopes } from './slopes.ts'
import { bestSplit, type CategoryColumn, type Penalties, type Split, type Sums, sumsOf } from './split.ts'

/** A node whose best split is known and not made yet. */
interface OpenNode extends NodeSums {
  readonly index: number
  readonly depth: number
  readonly split: Split
  /** Bounds of the leaf values below, from monotone splits above. */
  readonly low: number
  readonly high: number
  readonly groups: Groups
}

/** A node that may be split, before its best split is known. */
interface Candidate extends Omit<OpenNode, 'split'> {
  /** Histograms of a sibling, to be taken from its own, which are its parent's. */
  readonly minus: number
  readonly countsMinus: number
}

/** Bytes of histograms that are open at a time, more or less, and bounds of the number of nodes that are split together. */
const BATCH_BYTES = 1 << 22
const BATCH_NODES = [4, 32] as const
/** Columns drawn for a node as a share of all, up to which each node makes the histograms of its columns alone. */
const LISTED_SHARE = 0.4

export class TreeGrower {
  readonly #engine: Engine
  readonly #rows: TrainingRows
  readonly #bins: readonly ColumnBins[]
  readonly #p: TreeParameters
  readonly #monotone: Int8Array
  readonly #choice: ColumnChoice
  readonly #hasCategories: boolean
  readonly #isListed: boolean
  readonly #countsRows: boolean
  readonly #batch: number
  readonly #slopes: Slopes
  readonly #partition: Partition
  readonly #histograms: Histograms
  readonly #leaves: Leaves
  readonly #results: number
  readonly #lists: number
  readonly #listed: number
  readonly #listedBytes: number
  readonly #treeList: number
  readonly #blockList: number
  #treeColumns: Uint32Array = new Uint32Array(0)
  #limits: Penalties | null = null

  constructor(
    engine: Engine,
    rows: TrainingRows,
    bins: readonly ColumnBins[],
    p: TreeParameters,
    names: readonly string[],
    monotone: Int8Array,
  ) {
    this.#engine = engine
    this.#rows = rows
    this.#bins = bins
    this.#p = p
    this.#monotone = monotone
    this.#choice = new ColumnChoice(p, names)
    this.#hasCategories = bins.some((b) => b.codes)
    const share = p.levelColumnSample * p.nodeColumnSample
    this.#isListed = share <= LISTED_SHARE
    this.#countsRows = p.minChildRows > 1
    const width = names.length
    const [least, most] = BATCH_NODES
    this.#batch = Math.max(least, Math.min(most, Math.floor(BATCH_BYTES / (rows.blocks * BLOCK_SUMS))))
    const nodes = 2 * this.#batch
    this.#slopes = new Slopes(engine, rows, p)
    this.#partition = new Partition(engine, rows, this.#batch)
    this.#histograms = new Histograms(engine, rows, this.#isListed, this.#countsRows)
    this.#leaves = new Leaves(engine, rows, p)
    this.#results = engine.allocate(64 * nodes)
    this.#lists = engine.allocate(4 * width * nodes)
    this.#listedBytes = COLUMN_SUMS * Math.max(1, Math.ceil(width * p.columnSample * share + 1))
    this.#listed = this.#isListed
      ? engine.allocate((this.#countsRows ? 2 : 1) * this.#listedBytes * nodes)
      : 0
    this.#treeList = engine.allocate(4 * width)
    this.#blockList = engine.allocate(4 * rows.blocks)
    const binsUsed = engine.allocate(4 * width)
    const monotoneAt = engine.allocate(width)
    const ones = this.#countsRows ? engine.allocate(8 * rows.rows) : 0
    const { i32, u8 } = engine.views
    if (ones !== 0) for (let i = 0, at = ones >> 2; i < 2 * rows.rows; i++) i32[at + i] = 1 - (i & 1)
    // Categories are not for the kernel: it sees a column without cuts.
    i32.set(
      bins.map((b) => (b.codes ? 0 : b.count)),
      binsUsed >> 2,
    )
    u8.set(new Uint8Array(monotone.buffer, monotone.byteOffset, width), monotoneAt)
    setPlace(engine, 'binsUsed', binsUsed)
    setPlace(engine, 'monotone', monotoneAt)
    setPlace(engine, 'ones', ones)
    setPlace(engine, 'blocks', this.#blockList)
    setPlace(engine, 'randomCuts', p.cuts === 'random' ? 1 : 0)
  }

  /**
   * Grows a tree on columns and rows drawn by `rng`; node 0 is the root and children follow their parents.
   * @param drawn how many rows the caller has drawn and written, ascending, to the first list.
   */
  grow(rng: Random, drawn?: number): GrownNode[] {
    const p = this.#p
    this.#drawColumns(rng)
    const total = drawn ?? this.#drawRows(rng)
    this.#limits = this.#slopes.quantise(total === this.#rows.rows)
    const nodes: GrownNode[] = [leaf(0, total, 0)]
    const open: OpenNode[] = []
    const most = p.maxLeaves === 0 ? Number.POSITIVE_INFINITY : p.maxLeaves
    const first = {
      index: 0,
      depth: 0,
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
      groups: this.#choice.groups,
    }
    const bounds: (readonly [low: number, high: number])[] = [[first.low, first.high]]
    const none = { minus: 0, countsMinus: 0 }
    this.#findSplits(nodes, [{ ...first, ...none, ...this.#histograms.make(nodes)[0] }], open, rng)
    let leaves = 1
    while (open.length > 0 && leaves < most) {
      const batch = this.#take(open, most - leaves)
      this.#partition.part(nodes, batch)
      const small: Omit<Candidate, keyof NodeSums | 'minus' | 'countsMinus'>[] = []
      const large: typeof small = []
      const parents: OpenNode[] = []
      for (const node of batch) {
        leaves++
        const pair = this.#children(nodes, node, bounds)
        const mayGoOn =
          node.depth + 1 < p.maxDepth && leaves < most && pair.some(({ mayBeSplit }) => mayBeSplit)
        if (!mayGoOn) {
          this.#histograms.release(node)
          continue
        }
        const [l, r] = pair
        const isLeftSmall = nodes[l.index].cover <= nodes[r.index].cover
        small.push(isLeftSmall ? l : r)
        large.push(isLeftSmall ? r : l)
        parents.push(node)
      }
      const made = this.#histograms.make(small.map(({ index }) => nodes[index]))
      const candidates = [
        ...small.map((node, k) => ({ ...node, ...made[k], ...none })),
        ...large.map((node, k) => ({
          ...node,
          sums: parents[k].sums,
          counts: parents[k].counts,
          minus: made[k].sums,
          countsMinus: made[k].counts,
        })),
      ]
      this.#findSplits(nodes, candidates, open, rng)
    }
    for (const node of open) this.#histograms.release(node)
    this.#leaves.fill(nodes, bounds)
    return nodes
  }

  /** Adds leaf values to the margins of the rows that the tree was grown on. */
  addLeaves(nodes: readonly GrownNode[]): void {
    this.#leaves.add(nodes)
  }

  #drawColumns(rng: Random): void {
    this.#treeColumns = this.#choice.drawTree(rng)
    const blocks = new Set(Array.from(this.#treeColumns, (column) => column >> 3))
    const { u32 } = this.#engine.views
    u32.set(this.#treeColumns, this.#treeList >> 2)
    u32.set([...blocks], this.#blockList >> 2)
    setPlace(this.#engine, 'blockCount', blocks.size)
  }

  /** Writes the tree's rows in ascending order and returns how many they are; all rows are written with their gradients. */
  #drawRows(rng: Random): number {
    const n = this.#rows.rows
    if (this.#p.rowSample >= 1) return n
    const { u32 } = this.#engine.views
    const at = this.#rows.lists[0] >> 2
    // Selection sampling (Knuth, algorithm S): exactly `take` rows, already sorted.
    const take = Math.max(1, Math.round(n * this.#p.rowSample))
    let taken = 0
    for (let i = 0; i < n && taken < take; i++) if (rng.next() * (n - i) < take - taken) u32[at + taken++] = i
    return taken
  }

  /** The nodes to split next. */
  #take(open: OpenNode[], room: number): OpenNode[] {
    const { growth, maxLeaves } = this.#p
    if (maxLeaves === 0) return open.splice(-this.#batch)
    if (growth === 'leaf') return open.splice(largestGain(open), 1)
    return open.splice(0, Math.min(this.#batch, room))
  }

  /** The children of a node that was split, with the bounds of their values. */
  #children(nodes: readonly GrownNode[], node: OpenNode, bounds: (readonly [number, number])[]) {
    const { split, depth, low, high } = node
    const { left, right } = nodes[node.index]
    const direction = this.#monotone[split.feature]
    let ranges: readonly (readonly [number, number])[] = [
      [low, high],
      [low, high],
    ]
    if (direction !== 0) {
      const between =
        (this.#leaves.step(split.left, low, high) + this.#leaves.step(split.right, low, high)) / 2
      ranges = [
        [low, between],
        [between, high],
      ]
      if (direction < 0) ranges = [ranges[1], ranges[0]]
    }
    const groups = groupsBelow(node.groups, split.feature)
    return [left, right].map((index, k) => {
      bounds[index] = ranges[k]
      const [least, most] = ranges[k]
      const sums = k === 0 ? split.left : split.right
      return {
        index,
        depth: depth + 1,
        low: least,
        high: most,
        groups,
        mayBeSplit: this.#mayBeSplit(nodes[index], sums),
      }
    })
  }

  #mayBeSplit({ cover }: GrownNode, { h }: Sums): boolean {
    const { minChildRows, minChildWeight } = this.#limits as Penalties
    return cover >= 2 * minChildRows && cover > 1 && h >= 2 * minChildWeight
  }

  /** Finds the best split of every candidate and opens those that have one. */
  #findSplits(nodes: readonly GrownNode[], list: readonly Candidate[], open: OpenNode[], rng: Random): void {
    const engine = this.#engine
    const width = this.#rows.width
    const columns = list.map((node, k) => {
      const drawn = this.#choice.drawNode(node.depth, node.groups, rng)
      const at = drawn ? this.#lists + 4 * width * k : this.#treeList
      if (drawn) engine.views.u32.set(drawn, at >> 2)
      return { at, count: drawn ? drawn.length : this.#treeColumns.length }
    })
    const places = list.map((node, k) => {
      if (!this.#isListed) return node
      const sums = this.#listed + (this.#countsRows ? 2 : 1) * this.#listedBytes * k
      return { ...node, sums, counts: this.#countsRows ? sums + this.#listedBytes : 0 }
    })
    places.forEach(({ index, sums, counts, minus, countsMinus }, k) => {
      const { from, cover, side } = nodes[index]
      const { at, count } = columns[k]
      const rows = this.#isListed ? placeOf(this.#rows, side, from) : 0
      const total = this.#isListed ? 0 : this.#treeColumns[0]
      const seed = this.#p.cuts === 'random' ? Math.floor(rng.next() * 2 ** 32) : 0
      engine.task(
        TASK.split,
        sums,
        counts,
        at,
        count,
        rows,
        this.#results + 64 * k,
        seed,
        cover,
        total,
        minus,
        countsMinus,
      )
    })
    engine.run()
    places.forEach(({ minus: _, countsMinus: __, ...node }, k) => {
      const categories = this.#categories(node.sums, node.counts, columns[k].at, columns[k].count)
      const split = bestSplit(
        engine.views,
        this.#results + 64 * k,
        nodes[node.index].cover,
        categories,
        this.#bins,
        this.#limits as Penalties,
      )
      if (split) open.push({ ...node, split })
      else this.#histograms.release(node)
    })
  }

  /** The columns of categories in a list, and where a node has their sums. */
  #categories(sums: number, counts: number, list: number, count: number): CategoryColumn[] {
    if (!this.#hasCategories) return []
    const found: CategoryColumn[] = []
    const { u32 } = this.#engine.views
    for (let k = 0; k < count; k++) {
      const feature = u32[(list >> 2) + k]
      if (!this.#bins[feature].codes) continue
      const column = this.#isListed ? k : feature
      found.push({ feature, sums: sumsOf(sums, column), counts: counts === 0 ? 0 : sumsOf(counts, column) })
    }
    return found
  }
}

function largestGain(open: readonly OpenNode[]): number {
  let best = 0
  for (let i = 1; i < open.length; i++) if (open[i].split.gain > open[best].split.gain) best = i
  return best
}
