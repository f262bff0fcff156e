/** Grows one tree after another over training rows in an engine's memory. */
import type { Random } from '../../util/random.ts'
import type { ColumnBins } from './bins.ts'
import { ColumnChoice, type Groups, groupsBelow } from './columns.ts'
import type { Engine } from './kernel/engine.ts'
import { BLOCK_SUMS, COLUMN_SUMS, NUMBERS, PLACES, TASK } from './kernel/layout.ts'
import type { TreeParameters } from './parameters.ts'
import { CHUNK, type TrainingRows } from './rows.ts'
import {
  bestSplit,
  type CategoryColumn,
  leftTable,
  type Penalties,
  penalties,
  type Split,
  type Sums,
  shrink,
  sumsOf,
} from './split.ts'

/** A grown node; rows of a leaf are `from` to `to` of the list `side`. */
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
  readonly side: 0 | 1
}

/** A node whose best split is known and not made yet. */
interface OpenNode {
  readonly index: number
  readonly depth: number
  /** Its sums and, where rows are counted, its counts; 0 where each node makes its own. */
  readonly sums: number
  readonly counts: number
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

/** Nodes with more rows than twice this are shared among threads. */
const SHARE_ROWS = 16_384
/** Bytes of histograms that are open at a time, more or less, and bounds of the number of nodes that are split together. */
const BATCH_BYTES = 1 << 22
const BATCH_NODES = [4, 32] as const
/** Columns drawn for a node as a share of all, up to which each node makes the histograms of its columns alone. */
const LISTED_SHARE = 0.4
/** Leaves that are summed up at a time. */
const LEAF_TASKS = 4096
/** Sums of all gradients and hessians in whole units: no sum of some of them passes 31 bits, rounding included. */
const GRADIENT_UNITS = 2 ** 30
const HESSIAN_UNITS = 2 ** 31 - 2 ** 26

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
  readonly #freeHistograms: number[] = []
  readonly #chunkSums: number
  readonly #results: number
  readonly #tables: number
  readonly #lists: number
  readonly #listed: number
  readonly #listedBytes: number
  readonly #treeList: number
  readonly #blockList: number
  readonly #leafSums: number
  readonly #partSums: number
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
    this.#chunkSums = engine.allocate(16 * Math.ceil(rows.rows / CHUNK))
    this.#results = engine.allocate(64 * nodes)
    this.#tables = engine.allocate(256 * nodes)
    this.#lists = engine.allocate(4 * width * nodes)
    this.#listedBytes = COLUMN_SUMS * Math.max(1, Math.ceil(width * p.columnSample * share + 1))
    this.#listed = this.#isListed
      ? engine.allocate((this.#countsRows ? 2 : 1) * this.#listedBytes * nodes)
      : 0
    this.#treeList = engine.allocate(4 * width)
    this.#blockList = engine.allocate(4 * rows.blocks)
    this.#leafSums = engine.allocate(16 * LEAF_TASKS)
    this.#partSums = engine.allocate(4 * (2 * this.#batch + Math.ceil(rows.rows / SHARE_ROWS)))
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
    this.#place('binsUsed', binsUsed)
    this.#place('monotone', monotoneAt)
    this.#place('ones', ones)
    this.#place('blocks', this.#blockList)
    this.#place('randomCuts', p.cuts === 'random' ? 1 : 0)
    this.#place('objective', ['binary', 'poisson', 'gamma', 'tweedie', 'squared'].indexOf(p.objective))
    this.#number('power', p.tweediePower)
  }

  /**
   * Grows a tree on columns and rows drawn by `rng`; node 0 is the root and children follow their parents.
   * @param drawn how many rows the caller has drawn and written, ascending, to the first list.
   */
  grow(rng: Random, drawn?: number): GrownNode[] {
    const p = this.#p
    this.#drawColumns(rng)
    const total = drawn ?? this.#drawRows(rng)
    this.#limits = this.#quantise(total === this.#rows.rows)
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
    this.#findSplits(nodes, this.#histograms(nodes, [first]), open, rng)
    let leaves = 1
    while (open.length > 0 && leaves < most) {
      const batch = this.#take(open, most - leaves)
      this.#partition(nodes, batch)
      const small: Omit<Candidate, 'sums' | 'counts' | 'minus' | 'countsMinus'>[] = []
      const large: typeof small = []
      const parents: OpenNode[] = []
      for (const node of batch) {
        leaves++
        const pair = this.#children(nodes, node, bounds)
        const mayGoOn =
          node.depth + 1 < p.maxDepth && leaves < most && pair.some(({ mayBeSplit }) => mayBeSplit)
        if (!mayGoOn) {
          this.#release(node)
          continue
        }
        const [l, r] = pair
        const isLeftSmall = nodes[l.index].cover <= nodes[r.index].cover
        small.push(isLeftSmall ? l : r)
        large.push(isLeftSmall ? r : l)
        parents.push(node)
      }
      const made = this.#histograms(nodes, small)
      const rest = large.map((node, k) => ({
        ...node,
        sums: parents[k].sums,
        counts: parents[k].counts,
        minus: made[k].sums,
        countsMinus: made[k].counts,
      }))
      this.#findSplits(nodes, [...made, ...rest], open, rng)
    }
    for (const node of open) this.#release(node)
    this.#leafValues(nodes, bounds)
    return nodes
  }

  /** Adds leaf values to the margins of the rows that the tree was grown on. */
  addLeaves(nodes: readonly GrownNode[]): void {
    const engine = this.#engine
    for (const node of nodes) {
      if (node.split) continue
      for (let from = node.from; from < node.to; from += SHARE_ROWS) {
        const at = engine.task(
          TASK.addToMargins,
          this.#at(node.side, from),
          Math.min(SHARE_ROWS, node.to - from),
        )
        engine.views.f64[(at + 4) >> 1] = node.value
      }
    }
    engine.run()
  }

  #place(name: keyof typeof PLACES, value: number): void {
    this.#engine.views.i32[PLACES[name] >> 2] = value
  }

  #number(name: keyof typeof NUMBERS, value: number): void {
    this.#engine.views.f64[NUMBERS[name] >> 3] = value
  }

  /** Address of a place in one of the two lists of rows. */
  #at(side: 0 | 1, row: number): number {
    return this.#rows.lists[side] + 4 * row
  }

  #drawColumns(rng: Random): void {
    this.#treeColumns = this.#choice.drawTree(rng)
    const blocks = new Set(Array.from(this.#treeColumns, (column) => column >> 3))
    const { u32 } = this.#engine.views
    u32.set(this.#treeColumns, this.#treeList >> 2)
    u32.set([...blocks], this.#blockList >> 2)
    this.#place('blockCount', blocks.size)
  }

  /** Gradients of all rows, as whole numbers. */
  #quantise(isWhole: boolean): Penalties {
    const engine = this.#engine
    const n = this.#rows.rows
    for (let from = 0, at = this.#chunkSums; from < n; from += CHUNK, at += 16)
      engine.task(TASK.gradients, from, Math.min(n, from + CHUNK), at)
    engine.run()
    let h = 0
    let g = 0
    const { f64 } = engine.views
    for (let from = 0, at = this.#chunkSums >> 3; from < n; from += CHUNK, at += 2) {
      h += f64[at]
      g += f64[at + 1]
    }
    const scale = {
      gradient: whole((GRADIENT_UNITS - n) / (g + 1e-9)),
      hessian: whole(HESSIAN_UNITS / (h + 1e-9)),
    }
    this.#number('gradientScale', scale.gradient)
    this.#number('hessianScale', scale.hessian)
    for (let from = 0; from < n; from += CHUNK)
      engine.task(TASK.quantise, from, Math.min(n, from + CHUNK), isWhole ? this.#rows.lists[0] : 0)
    engine.run()
    const limits = penalties(this.#p, scale)
    this.#number('l1', limits.l1)
    this.#number('l2', limits.l2)
    this.#number('minWeight', limits.minChildWeight)
    this.#number('minGain', limits.minGain)
    this.#number('minRows', limits.minChildRows)
    return limits
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

  /** Parts the rows of the nodes into the other list. */
  #partition(nodes: GrownNode[], batch: readonly OpenNode[]): void {
    const engine = this.#engine
    const { columns, columnBytes } = this.#rows
    const shared: {
      readonly node: GrownNode
      readonly column: number
      readonly table: number
      readonly at: number
    }[] = []
    let result = this.#partSums
    const results = batch.map(({ index, split }, k) => {
      const node = nodes[index]
      const column = columns + split.feature * columnBytes
      const table = this.#tables + 256 * k
      leftTable(split, engine.views.u8.subarray(table, table + 256))
      const at = result
      if (engine.threads > 1 && node.cover > 2 * SHARE_ROWS) {
        shared.push({ node, column, table, at })
        for (let from = node.from; from < node.to; from += SHARE_ROWS, result += 4)
          engine.task(
            TASK.countLeft,
            this.#at(node.side, from),
            Math.min(SHARE_ROWS, node.to - from),
            0,
            column,
            table,
            result,
          )
      } else {
        const to = this.#at(node.side === 0 ? 1 : 0, node.from)
        engine.task(TASK.partition, this.#at(node.side, node.from), node.cover, to, column, table, result)
        result += 4
      }
      return { from: at >> 2, to: result >> 2 }
    })
    engine.run()
    const { u32 } = engine.views
    const lefts = results.map(({ from, to }) => u32.subarray(from, to).reduce((sum, part) => sum + part, 0))
    for (const { node, column, table, at } of shared) {
      const to = node.side === 0 ? 1 : 0
      let left = node.from
      let right = node.from
      for (let from = node.from, part = at >> 2; from < node.to; from += SHARE_ROWS, part++)
        right += u32[part]
      for (let from = node.from, part = at >> 2; from < node.to; from += SHARE_ROWS, part++) {
        const count = Math.min(SHARE_ROWS, node.to - from)
        engine.task(
          TASK.scatter,
          this.#at(node.side, from),
          count,
          0,
          column,
          table,
          0,
          this.#at(to, left),
          this.#at(to, right),
        )
        left += u32[part]
        right += count - u32[part]
      }
    }
    engine.run()
    batch.forEach(({ index, split }, k) => {
      const node = nodes[index]
      const side = node.side === 0 ? 1 : 0
      const middle = node.from + lefts[k]
      node.split = split
      node.left = nodes.length
      node.right = nodes.length + 1
      nodes.push(leaf(node.from, middle, side), leaf(middle, node.to, side))
    })
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
      const between = (this.#step(split.left, low, high) + this.#step(split.right, low, high)) / 2
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

  /** Makes the histograms of nodes, unless each makes its own. */
  #histograms(
    nodes: readonly GrownNode[],
    list: readonly Omit<Candidate, 'sums' | 'counts' | 'minus' | 'countsMinus'>[],
  ): Candidate[] {
    const none = { sums: 0, counts: 0, minus: 0, countsMinus: 0 }
    if (this.#isListed) return list.map((node) => ({ ...node, ...none }))
    const engine = this.#engine
    const places = engine.views.i32
    const packed = places[PLACES.packed >> 2]
    const ones = places[PLACES.ones >> 2]
    const parts: (readonly [whole: number, part: number])[] = []
    const fill = (node: GrownNode, values: number): number => {
      const whole = this.#histogram()
      const threads = Math.max(1, Math.min(engine.threads, Math.floor(node.cover / SHARE_ROWS)))
      const isWhole = node.cover === this.#rows.rows
      for (let t = 0; t < threads; t++) {
        const from = node.from + Math.floor((node.cover * t) / threads)
        const to = node.from + Math.floor((node.cover * (t + 1)) / threads)
        const out = t === 0 ? whole : this.#histogram()
        engine.task(
          TASK.histogram,
          isWhole ? 0 : this.#at(node.side, from),
          to - from,
          isWhole ? from : 0,
          out,
          values,
        )
        if (t > 0) parts.push([whole, out])
      }
      return whole
    }
    // The largest first, so that no thread is left with it at the end.
    const order = list
      .map((_, k) => k)
      .sort((a, b) => nodes[list[b].index].cover - nodes[list[a].index].cover)
    const made: Candidate[] = new Array(list.length)
    for (const k of order) {
      const node = nodes[list[k].index]
      made[k] = {
        ...list[k],
        ...none,
        sums: fill(node, packed),
        counts: this.#countsRows ? fill(node, ones) : 0,
      }
    }
    engine.run()
    for (const [whole, part] of parts) {
      engine.task(TASK.addHistogram, whole, part)
      engine.run()
      this.#freeHistograms.push(part)
    }
    return made
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
      const rows = this.#isListed ? this.#at(side, from) : 0
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
      else this.#release(node)
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

  #histogram(): number {
    return this.#freeHistograms.pop() ?? this.#engine.allocate(this.#rows.blocks * BLOCK_SUMS)
  }

  #release({ sums, counts }: { readonly sums: number; readonly counts: number }): void {
    if (this.#isListed) return
    this.#freeHistograms.push(sums)
    if (counts !== 0) this.#freeHistograms.push(counts)
  }

  /** The Newton step that whole sums ask for. */
  #step({ g, h }: Sums, low: number, high: number): number {
    const { f64 } = this.#engine.views
    return this.#value(g / f64[NUMBERS.gradientScale >> 3], h / f64[NUMBERS.hessianScale >> 3], low, high)
  }

  /** The Newton step of a leaf before shrinkage. */
  #value(g: number, h: number, low: number, high: number): number {
    const { l1, l2, maxStep } = this.#p
    if (h + l2 <= 0) return 0
    let value = -shrink(g, l1) / (h + l2)
    if (maxStep > 0) value = Math.max(-maxStep, Math.min(maxStep, value))
    return Math.max(low, Math.min(high, value))
  }

  /** Leaf values from the exact gradients, summed up in an order that does not depend on the threads. */
  #leafValues(nodes: readonly GrownNode[], bounds: readonly (readonly [number, number])[]): void {
    const engine = this.#engine
    const leaves = nodes.flatMap((node, i) => (node.split ? [] : [i]))
    const g = new Float64Array(leaves.length)
    const h = new Float64Array(leaves.length)
    let waiting: number[] = []
    const collect = () => {
      engine.run()
      const { f64 } = engine.views
      waiting.forEach((k, i) => {
        h[k] += f64[(this.#leafSums >> 3) + 2 * i]
        g[k] += f64[(this.#leafSums >> 3) + 2 * i + 1]
      })
      waiting = []
    }
    leaves.forEach((index, k) => {
      const { from, to, side } = nodes[index]
      for (let at = from; at < to; at += SHARE_ROWS) {
        const result = this.#leafSums + 16 * waiting.length
        engine.task(TASK.sumSlopes, this.#at(side, at), Math.min(SHARE_ROWS, to - at), result)
        if (waiting.push(k) === LEAF_TASKS) collect()
      }
    })
    collect()
    leaves.forEach((index, k) => {
      nodes[index].value = this.#p.learningRate * this.#value(g[k], h[k], ...bounds[index])
    })
  }
}

/** A large scale without its fraction, so that whole gradients (labels 0 and 1, counts, weights) are packed without any error. */
const whole = (scale: number): number => (scale >= 1024 ? Math.floor(scale) : scale)

function leaf(from: number, to: number, side: 0 | 1): GrownNode {
  return { split: null, left: -1, right: -1, value: 0, cover: to - from, from, to, side }
}

function largestGain(open: readonly OpenNode[]): number {
  let best = 0
  for (let i = 1; i < open.length; i++) if (open[i].split.gain > open[best].split.gain) best = i
  return best
}
