/**
 * Scores many rows by a forest without a branch: every value becomes a byte, every node a table of 256 directions, every tree
 * a complete one, so that a step down is two loads and an addition.
 */
import { type Forest, goesLeft } from './forest.ts'

/** Trees deeper than this, and forests whose tables pass the limit, are walked node by node. */
const MAX_DEPTH = 8
const MAX_TABLE_BYTES = 1 << 25
const BLOCK_ROWS = 128

/** Turns a feature's value into a byte, 0 for missing. */
interface Coder {
  /** Ascending thresholds and an Infinity; a value's byte is 1 + how many are <= it. */
  readonly cuts: Float32Array
  /** By the leading bits of a value: how many thresholds lie below all values with these bits. */
  readonly hints: Uint8Array
  /** Byte of a category; `null` for numbers. */
  readonly codes: Uint8Array | null
}

export interface Scorer {
  readonly depth: Int32Array
  /** Column, and 256 directions (1 is left), of every inner node in heap order, tree after tree. */
  readonly feature: Int32Array
  readonly left: Uint8Array
  readonly nodeStart: Int32Array
  /** Leaves of every tree from left to right. */
  readonly value: Float64Array
  readonly leafStart: Int32Array
  readonly coders: readonly Coder[]
}

/** A scorer for the forest, or null where it is too deep, too large or cuts a column in too many places. */
export function scorerOf(forest: Forest, width: number): Scorer | null {
  const depth = Int32Array.from(forest.roots, (root) => depthOf(forest, root))
  const inner = depth.reduce((sum, d) => sum + (1 << d) - 1, 0)
  if (depth.some((d) => d > MAX_DEPTH) || inner * 256 > MAX_TABLE_BYTES) return null
  const probes = probesOf(forest, width)
  if (!probes) return null
  const feature = new Int32Array(inner)
  const left = new Uint8Array(inner * 256)
  const nodeStart = new Int32Array(depth.length)
  const leafStart = new Int32Array(depth.length)
  const value = new Float64Array(inner + depth.length)
  let nodes = 0
  let leaves = 0
  depth.forEach((d, t) => {
    nodeStart[t] = nodes
    leafStart[t] = leaves
    const fill = (node: number, heap: number, level: number): void => {
      if (level === d) {
        value[leafStart[t] + heap - ((1 << d) - 1)] = forest.value[node]
        return
      }
      const f = forest.feature[node]
      // A leaf above the last level stands at the end of every way below it.
      const [l, r] = f < 0 ? [node, node] : [forest.left[node], forest.right[node]]
      if (f >= 0) {
        const at = nodeStart[t] + heap
        feature[at] = f
        probes[f].values.forEach((probe, byte) => {
          left[at * 256 + byte] = goesLeft(forest, node, probe) ? 1 : 0
        })
      }
      fill(l, 2 * heap + 1, level + 1)
      fill(r, 2 * heap + 2, level + 1)
    }
    fill(forest.roots[t], 0, 0)
    nodes += (1 << d) - 1
    leaves += 1 << d
  })
  return { depth, feature, left, nodeStart, value, leafStart, coders: probes.map(({ coder }) => coder) }
}

/** Adds the trees' leaves to `out`, one value a row. */
export function addScores(scorer: Scorer, columns: readonly Float32Array[], out: Float64Array): void {
  const width = columns.length
  const bytes = new Uint8Array(Math.min(BLOCK_ROWS, out.length) * width)
  for (let from = 0; from < out.length; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, out.length)
    for (let j = 0; j < width; j++) encode(scorer.coders[j], columns[j], from, to, bytes, j, width)
    for (let t = 0; t < scorer.depth.length; t++) addTree(scorer, t, bytes, width, from, to, out)
  }
}

function addTree(
  { depth, feature, left, nodeStart, value, leafStart }: Scorer,
  t: number,
  bytes: Uint8Array,
  width: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const d = depth[t]
  const start = nodeStart[t]
  const leaf = leafStart[t] - ((1 << d) - 1)
  let row = from
  let p = 0
  // Four rows at a time keep four loads in flight.
  for (; row + 4 <= to; row += 4, p += 4 * width) {
    let a = 0
    let b = 0
    let c = 0
    let e = 0
    for (let level = 0; level < d; level++) {
      const na = start + a
      const nb = start + b
      const nc = start + c
      const ne = start + e
      a = 2 * a + 2 - left[(na << 8) | bytes[p + feature[na]]]
      b = 2 * b + 2 - left[(nb << 8) | bytes[p + width + feature[nb]]]
      c = 2 * c + 2 - left[(nc << 8) | bytes[p + 2 * width + feature[nc]]]
      e = 2 * e + 2 - left[(ne << 8) | bytes[p + 3 * width + feature[ne]]]
    }
    out[row] += value[leaf + a]
    out[row + 1] += value[leaf + b]
    out[row + 2] += value[leaf + c]
    out[row + 3] += value[leaf + e]
  }
  for (; row < to; row++, p += width) {
    let a = 0
    for (let level = 0; level < d; level++) {
      const node = start + a
      a = 2 * a + 2 - left[(node << 8) | bytes[p + feature[node]]]
    }
    out[row] += value[leaf + a]
  }
}

function encode(
  { cuts, hints, codes }: Coder,
  column: Float32Array,
  from: number,
  to: number,
  out: Uint8Array,
  start: number,
  step: number,
): void {
  const bits = new Int32Array(column.buffer, column.byteOffset, column.length)
  for (let i = from, o = start; i < to; i++, o += step) {
    const v = column[i]
    if (v - v !== 0) out[o] = 0
    else if (codes) out[o] = v >= 0 && v < codes.length && v >>> 0 === v ? codes[v] : 0
    else {
      let q = hints[(ordered(bits[i]) >> HINT_SHIFT) + HINTS / 2]
      while (v >= cuts[q]) q++
      out[o] = q + 1
    }
  }
}

/** Leading bits (sign, exponent, three of the fraction) that look up a first guess. */
const HINT_SHIFT = 20
const HINTS = 1 << (32 - HINT_SHIFT)

/** The bits of a float32 as an integer that sorts like it; undoes itself. */
function ordered(bits: number): number {
  return bits ^ ((bits >> 31) & 0x7fffffff)
}

function hintsOf(cuts: Float32Array): Uint8Array {
  const bits = new Int32Array(1)
  const value = new Float32Array(bits.buffer)
  return Uint8Array.from({ length: HINTS }, (_, key) => {
    bits[0] = ordered((key - HINTS / 2) << HINT_SHIFT)
    // NaN compares with nothing, and no finite value has its bits.
    return cuts.findLastIndex((cut) => cut <= value[0]) + 1
  })
}

/** For every feature its coder and, byte by byte, a value that has this byte; null where a byte is too small. */
function probesOf(forest: Forest, width: number): { coder: Coder; values: number[] }[] | null {
  const thresholds = Array.from({ length: width }, () => new Set<number>())
  const words = new Int32Array(width)
  forest.feature.forEach((f, node) => {
    if (f < 0) return
    if (forest.categoryWords[node] > 0) words[f] = Math.max(words[f], forest.categoryWords[node])
    else if (Number.isFinite(forest.threshold[node])) thresholds[f].add(forest.threshold[node])
  })
  const probes = thresholds.map((set, f) => {
    if (words[f] > 0) return set.size > 0 ? null : categoryProbe(words[f] * 32)
    const sorted = Float32Array.from(set).sort()
    if (sorted.length > 254) return null
    const cuts = Float32Array.of(...sorted, Number.POSITIVE_INFINITY)
    return {
      coder: { cuts, hints: hintsOf(sorted), codes: null },
      values: [Number.NaN, -Number.MAX_VALUE, ...sorted],
    }
  })
  return probes.includes(null) ? null : (probes as { coder: Coder; values: number[] }[])
}

/** Codes below `count` get a byte each while they fit. */
function categoryProbe(count: number): { coder: Coder; values: number[] } | null {
  if (count > 255) return null
  const codes = Uint8Array.from({ length: count }, (_, code) => code + 1)
  return {
    coder: { cuts: new Float32Array(0), hints: new Uint8Array(0), codes },
    values: [Number.NaN, ...Array.from(codes, (byte) => byte - 1)],
  }
}

function depthOf(forest: Forest, node: number): number {
  if (forest.feature[node] < 0) return 0
  return 1 + Math.max(depthOf(forest, forest.left[node]), depthOf(forest, forest.right[node]))
}
