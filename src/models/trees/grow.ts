/** Grows one tree after another over training rows in an engine's memory. */
import type { Random } from '../../util/random.ts'
import type { ColumnBins } from './bins.ts'
import { ColumnChoice, type Groups, groupsBelow } from './columns.ts'
import { Histograms } from './histograms.ts'
import { type Engine, setPlace } from './kernel/engine.ts'
import { BLOCK_SUMS, COLUMN_SUMS, TASK } from './kernel/layout.ts'
import { Leaves } from './leaves.ts'
import { type GrownNode, leaf, placeOf } from './node.ts'
import type { TreeParameters } from './parameters.ts'
import { Partition } from './partition.ts'
import type { TrainingRows } from './rows.ts'
import { Slopes } from './slopes.ts'
import { bestSplit, type CategoryColumn, type Penalties, type Split, type Sums, sumsOf } from './split.ts'

/** A node that may be split. Written field by field, not by spreading: a forest has hundreds of thousands of them. */
interface Candidate {
  readonly index: number
  readonly depth: number
  /** Bounds of the leaf values below, from monotone splits above. */
  readonly low: number
  readonly high: number
  readonly groups: Groups
  /** Its rows and weights may suffice for two children. */
  readonly mayBeSplit: boolean
  /** Its histograms. */
  sums: number
  counts: number
  /** Histograms of a sibling, to be taken from its own, which are its parent's. */
  minus: number
  countsMinus: number
  split: Split | null
}

/** A node whose best split is known and not made yet. */
type OpenNode = Candidate & { readonly split: Split }

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
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    const bounds: (readonly [low: number, high: number])[] = [[low, high]]
    const root = candidate(0, 0, low, high, this.#choice.groups, true)
    const [{ sums, counts }] = this.#histograms.make(nodes)
    root.sums = sums
    root.counts = counts
    this.#findSplits(nodes, [root], open, rng)
    let leaves = 1
    while (open.length > 0 && leaves < most) {
      const batch = this.#take(open, most - leaves)
      this.#partition.part(nodes, batch)
      const small: Candidate[] = []
      const large: Candidate[] = []
      const parents: OpenNode[] = []
      for (const node of batch) {
        leaves++
        const [l, r] = this.#children(nodes, node, bounds)
        if (node.depth + 1 >= p.maxDepth || leaves >= most || !(l.mayBeSplit || r.mayBeSplit)) {
          this.#histograms.release(node)
          continue
        }
        const isLeftSmall = nodes[l.index].cover <= nodes[r.index].cover
        small.push(isLeftSmall ? l : r)
        large.push(isLeftSmall ? r : l)
        parents.push(node)
      }
      const made = this.#histograms.make(small.map(({ index }) => nodes[index]))
      for (let k = 0; k < parents.length; k++) {
        const { sums, counts } = made[k]
        small[k].sums = sums
        small[k].counts = counts
        large[k].sums = parents[k].sums
        large[k].counts = parents[k].counts
        large[k].minus = sums
        large[k].countsMinus = counts
      }
      this.#findSplits(nodes, [...small, ...large], open, rng)
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
  #children(nodes: readonly GrownNode[], node: OpenNode, bounds: (readonly [number, number])[]): Candidate[] {
    const { split, depth, low, high } = node
    const { left, right } = nodes[node.index]
    const direction = this.#monotone[split.feature]
    let below: readonly [number, number] = [low, high]
    let above = below
    if (direction !== 0) {
      const between =
        (this.#leaves.step(split.left, low, high) + this.#leaves.step(split.right, low, high)) / 2
      below = [low, between]
      above = [between, high]
      if (direction < 0) [below, above] = [above, below]
    }
    bounds[left] = below
    bounds[right] = above
    const groups = groupsBelow(node.groups, split.feature)
    const goOn = [this.#mayBeSplit(nodes[left], split.left), this.#mayBeSplit(nodes[right], split.right)]
    return [
      candidate(left, depth + 1, below[0], below[1], groups, goOn[0]),
      candidate(right, depth + 1, above[0], above[1], groups, goOn[1]),
    ]
  }

  #mayBeSplit({ cover }: GrownNode, { h }: Sums): boolean {
    const { minChildRows, minChildWeight } = this.#limits as Penalties
    return cover >= 2 * minChildRows && cover > 1 && h >= 2 * minChildWeight
  }

  /** Finds the best split of every candidate and opens those that have one. */
  #findSplits(nodes: readonly GrownNode[], list: readonly Candidate[], open: OpenNode[], rng: Random): void {
    const engine = this.#engine
    const width = this.#rows.width
    const counted = this.#countsRows ? 2 : 1
    const ats = new Uint32Array(list.length)
    const counts = new Uint32Array(list.length)
    for (let k = 0; k < list.length; k++) {
      const drawn = this.#choice.drawNode(list[k].depth, list[k].groups, rng)
      ats[k] = drawn ? this.#lists + 4 * width * k : this.#treeList
      if (drawn) engine.views.u32.set(drawn, ats[k] >> 2)
      counts[k] = drawn ? drawn.length : this.#treeColumns.length
    }
    for (let k = 0; k < list.length; k++) {
      const node = list[k]
      const { from, cover, side } = nodes[node.index]
      const seed = this.#p.cuts === 'random' ? Math.floor(rng.next() * 2 ** 32) : 0
      if (!node.mayBeSplit) continue
      if (this.#isListed) {
        node.sums = this.#listed + counted * this.#listedBytes * k
        node.counts = this.#countsRows ? node.sums + this.#listedBytes : 0
      }
      engine.task(
        TASK.split,
        node.sums,
        node.counts,
        ats[k],
        counts[k],
        this.#isListed ? placeOf(this.#rows, side, from) : 0,
        this.#results + 64 * k,
        seed,
        cover,
        this.#isListed ? 0 : this.#treeColumns[0],
        node.minus,
        node.countsMinus,
      )
    }
    engine.run()
    for (let k = 0; k < list.length; k++) {
      const node = list[k]
      if (node.mayBeSplit)
        node.split = bestSplit(
          engine.views,
          this.#results + 64 * k,
          nodes[node.index].cover,
          this.#categories(node.sums, node.counts, ats[k], counts[k]),
          this.#bins,
          this.#limits as Penalties,
        )
      if (isOpen(node)) open.push(node)
      else this.#histograms.release(node)
    }
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

function candidate(
  index: number,
  depth: number,
  low: number,
  high: number,
  groups: Groups,
  mayBeSplit: boolean,
): Candidate {
  return {
    index,
    depth,
    low,
    high,
    groups,
    mayBeSplit,
    sums: 0,
    counts: 0,
    minus: 0,
    countsMinus: 0,
    split: null,
  }
}

const isOpen = (node: Candidate): node is OpenNode => node.split !== null

function largestGain(open: readonly OpenNode[]): number {
  let best = 0
  for (let i = 1; i < open.length; i++) if (open[i].split.gain > open[best].split.gain) best = i
  return best
}
