/**
 * FP-growth: every set of items that stands in at least so many baskets, without making candidates that do not.
 *
 * Reference: Han, Pei, Yin (2000), Mining Frequent Patterns without Candidate Generation, SIGMOD.
 */

export const DEFAULTS = {
  /** Items in a set at most. */
  maxLength: 3,
} as const

/** Baskets one after the other: those of basket b are `items[offsets[b]]` to `items[offsets[b + 1] - 1]`, none twice. */
export interface Baskets {
  readonly offsets: Int32Array
  /** 0 to `itemCount` - 1. */
  readonly items: Int32Array
  readonly itemCount: number
}

/** Sets of one length: set s is `items[s * length]` to `items[s * length + length - 1]`, ascending. */
export interface ItemSets {
  readonly length: number
  readonly items: Int32Array
  readonly counts: Int32Array
  readonly size: number
}

export interface GrowthOptions {
  /** Baskets that a set must stand in; at least 1. */
  readonly minCount: number
  readonly maxLength?: number
}

/** Frequent sets by their length, from 1; within a length in no particular order. */
export function fpGrowth(
  baskets: Baskets,
  { minCount, maxLength = DEFAULTS.maxLength }: GrowthOptions,
): ItemSets[] {
  const least = Math.max(1, minCount)
  const counts = new Int32Array(baskets.itemCount)
  for (const item of baskets.items) counts[item]++
  // The most frequent items come first, so that baskets share the beginnings of their paths.
  const kept = Int32Array.from(counts.keys())
    .filter((item) => counts[item] >= least)
    .sort((a, b) => counts[b] - counts[a] || a - b)
  const rank = new Int32Array(baskets.itemCount).fill(-1)
  kept.forEach((item, r) => {
    rank[item] = r
  })
  const sinks = Array.from({ length: maxLength }, (_, i) => new SetSink(i + 1, kept))
  const base = pathsOf(baskets, rank)
  const stack = new Int32Array(maxLength)
  grow(base, kept.length, 0)
  return sinks.map((sink) => sink.finish())

  /** Extends the set on the stack by every item of the base that is frequent in it. */
  function grow(paths: Paths, width: number, depth: number): void {
    const frequency = new Int32Array(width)
    const { offsets, items, weights } = paths
    for (let p = 0; p < weights.length; p++)
      for (let i = offsets[p]; i < offsets[p + 1]; i++) frequency[items[i]] += weights[p]
    const isLast = depth + 1 === maxLength
    const tree = isLast ? undefined : new Tree(paths, frequency, least)
    for (let item = width - 1; item >= 0; item--) {
      if (frequency[item] < least) continue
      stack[depth] = item
      sinks[depth].add(stack, frequency[item])
      // Of the items before this one, the base holds what stands with it and with all on the stack.
      if (tree && item > 0) grow(tree.above(item), item, depth + 1)
    }
  }
}

/** Paths from the root of a tree, items ascending, each with the number of baskets that it stands for. */
interface Paths {
  readonly offsets: Int32Array
  readonly items: Int32Array
  readonly weights: Int32Array
}

function pathsOf({ offsets, items }: Baskets, rank: Int32Array): Paths {
  const ranked = new Int32Array(items.length)
  const starts = new Int32Array(offsets.length)
  let n = 0
  for (let b = 0; b + 1 < offsets.length; b++) {
    starts[b] = n
    for (let i = offsets[b]; i < offsets[b + 1]; i++) if (rank[items[i]] >= 0) ranked[n++] = rank[items[i]]
    ranked.subarray(starts[b], n).sort()
  }
  starts[offsets.length - 1] = n
  return { offsets: starts, items: ranked.slice(0, n), weights: new Int32Array(offsets.length - 1).fill(1) }
}

/** A prefix tree in flat arrays; the nodes of an item are chained. */
class Tree {
  readonly #item: Int32Array
  readonly #count: Int32Array
  readonly #parent: Int32Array
  readonly #next: Int32Array
  readonly #head: Int32Array
  readonly #slots: Int32Array
  readonly #mask: number
  #size = 1

  constructor({ offsets, items, weights }: Paths, frequency: Int32Array, least: number) {
    const capacity = items.length + 1
    let slots = 16
    while (slots < capacity * 2) slots *= 2
    this.#item = new Int32Array(capacity)
    this.#count = new Int32Array(capacity)
    this.#parent = new Int32Array(capacity)
    this.#next = new Int32Array(capacity)
    this.#head = new Int32Array(frequency.length)
    this.#slots = new Int32Array(slots)
    this.#mask = slots - 1
    for (let p = 0; p < weights.length; p++) {
      let node = 0
      for (let i = offsets[p]; i < offsets[p + 1]; i++) {
        if (frequency[items[i]] < least) continue
        node = this.#child(node, items[i])
        this.#count[node] += weights[p]
      }
    }
  }

  /** The paths that end above the nodes of an item: what stands in the same baskets and comes before it. */
  above(item: number): Paths {
    let paths = 0
    let total = 0
    for (let node = this.#head[item]; node !== 0; node = this.#next[node]) {
      paths++
      for (let up = this.#parent[node]; up !== 0; up = this.#parent[up]) total++
    }
    const offsets = new Int32Array(paths + 1)
    const items = new Int32Array(total)
    const weights = new Int32Array(paths)
    let p = 0
    let n = 0
    for (let node = this.#head[item]; node !== 0; node = this.#next[node]) {
      offsets[p] = n
      weights[p++] = this.#count[node]
      for (let up = this.#parent[node]; up !== 0; up = this.#parent[up]) items[n++] = this.#item[up]
      items.subarray(offsets[p - 1], n).reverse()
    }
    offsets[p] = n
    return { offsets, items, weights }
  }

  /** The child of a node with that item, made when there is none. */
  #child(parent: number, item: number): number {
    let slot = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(item, 0x85ebca6b)) >>> 0
    for (;;) {
      slot &= this.#mask
      const node = this.#slots[slot]
      if (node === 0) break
      if (this.#parent[node] === parent && this.#item[node] === item) return node
      slot++
    }
    const node = this.#size++
    this.#slots[slot] = node
    this.#item[node] = item
    this.#parent[node] = parent
    this.#next[node] = this.#head[item]
    this.#head[item] = node
    return node
  }
}

/** Collects sets of one length, ranks turned back into items. */
class SetSink {
  readonly #length: number
  readonly #kept: Int32Array
  #items: Int32Array
  #counts: Int32Array
  #size = 0

  constructor(length: number, kept: Int32Array) {
    this.#length = length
    this.#kept = kept
    this.#items = new Int32Array(1024 * length)
    this.#counts = new Int32Array(1024)
  }

  add(stack: Int32Array, count: number): void {
    const length = this.#length
    if (this.#size === this.#counts.length) {
      const items = new Int32Array(this.#items.length * 2)
      items.set(this.#items)
      this.#items = items
      const counts = new Int32Array(this.#counts.length * 2)
      counts.set(this.#counts)
      this.#counts = counts
    }
    const from = this.#size * length
    for (let i = 0; i < length; i++) this.#items[from + i] = this.#kept[stack[i]]
    this.#items.subarray(from, from + length).sort()
    this.#counts[this.#size++] = count
  }

  finish(): ItemSets {
    return {
      length: this.#length,
      items: this.#items.slice(0, this.#size * this.#length),
      counts: this.#counts.slice(0, this.#size),
      size: this.#size,
    }
  }
}
