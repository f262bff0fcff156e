/**
 * Dense groups: households and the rows they meet in, cut out of a larger whole by greedy peeling.
 *
 * References: Charikar (2000), "Greedy approximation algorithms for finding dense components in a graph": taking away the node with
 * the least weight, again and again, the densest set on the way is at least half as dense as any. Hooi et al. (2016), "FRAUDAR":
 * a row weighs the less the more stand in it, so that what everybody shares cannot make a group dense.
 */
import type { MeetingRows } from './meeting-rows.ts'

const DEFAULTS = {
  /** Rows of a part; larger ones are left to their communities. */
  mostRows: 20_000,
  /** Blocks taken from one part, each from what the ones before it left. */
  blocks: 6,
  /** Households of a block. */
  leastHouseholds: 3,
  mostHouseholds: 40,
  /** A block is as dense as this share of the first one, at least. */
  share: 0.6,
} as const

/** A block: households and rows. */
export interface Block {
  readonly homes: readonly number[]
  readonly rows: readonly number[]
}

/** Disjoint dense blocks among some rows, the densest first. */
export function denseBlocks(rows: MeetingRows, among: ArrayLike<number>): Block[] {
  const blocks: Block[] = []
  if (among.length > DEFAULTS.mostRows) return blocks
  let left = Array.from(among)
  let first = 0
  for (let i = 0; i < DEFAULTS.blocks && left.length > 1; i++) {
    const { block, density } = densest(rows, left)
    if (block.homes.length < DEFAULTS.leastHouseholds || density < DEFAULTS.share * first) break
    first ||= density
    if (block.homes.length <= DEFAULTS.mostHouseholds && block.rows.length > 1) blocks.push(block)
    const taken = new Set(block.homes)
    const used = new Set(block.rows)
    left = left.filter(
      (row) => !used.has(row) && membersOf(rows, row).filter((home) => !taken.has(home)).length > 1,
    )
  }
  return blocks
}

const membersOf = (rows: MeetingRows, row: number): number[] =>
  Array.from(rows.homes.subarray(rows.offsets[row], rows.offsets[row + 1]))

/** Peels households and rows by the weight they lose least with, and keeps the densest set on the way. */
function densest(rows: MeetingRows, among: readonly number[]): { block: Block; density: number } {
  const homes = [...new Set(among.flatMap((row) => membersOf(rows, row)))]
  const place = new Map(homes.map((home, i) => [home, i]))
  const n = homes.length + among.length
  const neighbours: [number, number][][] = Array.from({ length: n }, () => [])
  const weight = new Float64Array(n)
  let total = 0
  among.forEach((row, r) => {
    const members = membersOf(rows, row)
    const w = 1 / Math.log2(members.length + 4)
    for (const home of members) {
      const h = place.get(home) as number
      const v = homes.length + r
      neighbours[h].push([v, w])
      neighbours[v].push([h, w])
      weight[h] += w
      weight[v] += w
      total += w
    }
  })
  const queue = new LeastFirst(weight)
  const order: number[] = []
  let best = { left: n, density: total / n }
  for (let left = n; left > 1; ) {
    const v = queue.take()
    order.push(v)
    total -= weight[v]
    left--
    for (const [u, w] of neighbours[v]) if (!queue.isTaken(u)) queue.lower(u, w)
    if (total / left > best.density + 1e-12) best = { left, density: total / left }
  }
  const gone = new Set(order.slice(0, n - best.left))
  return {
    block: {
      homes: homes.filter((_, h) => !gone.has(h)).sort((a, b) => a - b),
      rows: among.filter((_, r) => !gone.has(homes.length + r)),
    },
    density: best.density,
  }
}

/** Nodes by weight, the least first; equal ones by number. A heap in which lowered nodes stand again. */
class LeastFirst {
  private readonly heap: { readonly node: number; readonly key: number }[] = []
  private readonly taken: Uint8Array
  private readonly weight: Float64Array

  constructor(weight: Float64Array) {
    this.weight = weight
    this.taken = new Uint8Array(weight.length)
    for (let v = 0; v < weight.length; v++) this.push(v)
  }

  isTaken(node: number): boolean {
    return this.taken[node] === 1
  }

  lower(node: number, by: number): void {
    this.weight[node] -= by
    this.push(node)
  }

  take(): number {
    for (;;) {
      const { node, key } = this.pop()
      if (this.taken[node] || key !== this.weight[node]) continue
      this.taken[node] = 1
      return node
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [x, y] = [this.heap[a], this.heap[b]]
    return x.key < y.key || (x.key === y.key && x.node < y.node)
  }

  private swap(a: number, b: number): void {
    const kept = this.heap[a]
    this.heap[a] = this.heap[b]
    this.heap[b] = kept
  }

  private push(node: number): void {
    let at = this.heap.push({ node, key: this.weight[node] }) - 1
    while (at > 0 && this.isBefore(at, (at - 1) >> 1)) {
      this.swap(at, (at - 1) >> 1)
      at = (at - 1) >> 1
    }
  }

  private pop(): { readonly node: number; readonly key: number } {
    const top = this.heap[0]
    const last = this.heap.pop()
    if (this.heap.length > 0 && last) {
      this.heap[0] = last
      for (let at = 0; ; ) {
        let least = at
        for (const child of [2 * at + 1, 2 * at + 2])
          if (child < this.heap.length && this.isBefore(child, least)) least = child
        if (least === at) break
        this.swap(at, least)
        at = least
      }
    }
    return top
  }
}
