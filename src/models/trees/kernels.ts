/**
 * The inner loops of tree growing over typed arrays.
 *
 * Gradient and hessian travel as one double: gradient * 2^27 + hessian, both rounded to whole numbers with the rounding
 * error carried to the next row, and scaled so that every possible sum stays exact within 53 bits. A histogram update is
 * then one load, add and store, and sibling histograms subtract without error.
 */
import { BINS } from './bins.ts'

/** Columns packed in one block. */
export const BLOCK = 8
const BLOCK_BINS = BLOCK * BINS
const SHIFT = 2 ** 27
const UNSHIFT = 1 / SHIFT
const GRADIENT_SUM = 2 ** 25
const HESSIAN_SUM = 2 ** 26
/** Rows gathered at a time, so that a batch stays in the first-level cache. */
const BATCH = 256
/** Nodes with fewer rows than this share of all are gathered by row rather than scanned by block. */
const GATHER_BELOW = 0.3

/** The scales that pack real gradients and hessians into whole numbers. */
export interface Scale {
  readonly gradient: number
  readonly hessian: number
}

/** Gradient part of a packed sum. */
export function gradientOf(sum: number): number {
  return Math.floor(sum * UNSHIFT)
}

/** Hessian part of a packed sum, given its gradient part. */
export function hessianOf(sum: number, gradient: number): number {
  return sum - gradient * SHIFT
}

/** Packs gradients and hessians; the scales come back for undoing it. */
export function packGradients(g: Float64Array, h: Float64Array, packed: Float64Array): Scale {
  let sumG = 0
  let sumH = 0
  for (let i = 0; i < g.length; i++) {
    sumG += Math.abs(g[i])
    sumH += h[i]
  }
  const gradient = (GRADIENT_SUM - g.length) / (sumG + 1e-9)
  const hessian = (HESSIAN_SUM - g.length) / (sumH + 1e-9)
  let errorG = 0
  let errorH = 0
  for (let i = 0; i < g.length; i++) {
    const a = g[i] * gradient + errorG
    const b = h[i] * hessian + errorH
    const wholeA = Math.floor(a + 0.5)
    const wholeB = Math.floor(b + 0.5)
    errorG = a - wholeA
    errorH = b - wholeB
    packed[i] = wholeA * SHIFT + wholeB
  }
  return { gradient, hessian }
}

/** Bytes of eight columns as two words a row: block after block (`byBlock`) and row after row (`byRow`). */
export interface PackedBins {
  readonly rows: number
  readonly blocks: number
  readonly byBlock: Uint32Array
  readonly byRow: Uint32Array
}

export function packBins(rows: number, columns: readonly Uint8Array[]): PackedBins {
  const blocks = Math.ceil(columns.length / BLOCK)
  const byBlock = new Uint32Array(blocks * rows * 2)
  const byRow = new Uint32Array(blocks * rows * 2)
  const absent = new Uint8Array(rows)
  for (let block = 0; block < blocks; block++) {
    const at = (k: number) => columns[block * BLOCK + k] ?? absent
    for (let half = 0; half < 2; half++) {
      const [a, b, c, d] = [at(half * 4), at(half * 4 + 1), at(half * 4 + 2), at(half * 4 + 3)]
      for (let i = 0; i < rows; i++) {
        const word = a[i] | (b[i] << 8) | (c[i] << 16) | (d[i] << 24)
        byBlock[(block * rows + i) * 2 + half] = word
        byRow[(i * blocks + block) * 2 + half] = word
      }
    }
  }
  return { rows, blocks, byBlock, byRow }
}

/** Scratch memory of the histogram kernels, made once a fit. */
export interface HistogramScratch {
  readonly sums: readonly Float64Array[]
  readonly words: Uint32Array
  readonly values: Float64Array
}

export function histogramScratch(blocks: number): HistogramScratch {
  return {
    sums: Array.from({ length: blocks }, () => new Float64Array(BLOCK_BINS)),
    words: new Uint32Array(BATCH * 2 * blocks),
    values: new Float64Array(BATCH),
  }
}

/**
 * Adds up the packed gradients of `rows[from..to)` by bin into `out`, 256 sums a column. Blocks where `wanted` is 0 are
 * left as they are.
 */
export function buildHistogram(
  bins: PackedBins,
  rows: Int32Array,
  from: number,
  to: number,
  packed: Float64Array,
  wanted: Uint8Array,
  scratch: HistogramScratch,
  out: Float64Array,
): void {
  const gather = to - from < GATHER_BELOW * bins.rows
  for (let block = 0; block < bins.blocks; block++) {
    if (wanted[block] === 0) continue
    scratch.sums[block].fill(0)
    if (!gather) scanBlock(bins.byBlock, block * bins.rows * 2, rows, from, to, packed, scratch.sums[block])
  }
  if (gather) gatherBlocks(bins, rows, from, to, packed, wanted, scratch)
  for (let block = 0; block < bins.blocks; block++) {
    if (wanted[block] === 1) out.set(scratch.sums[block], block * BLOCK_BINS)
  }
}

function scanBlock(
  words: Uint32Array,
  start: number,
  rows: Int32Array,
  from: number,
  to: number,
  packed: Float64Array,
  sums: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const row = rows[i]
    const v = packed[row]
    const p = start + (row << 1)
    const a = words[p]
    const b = words[p + 1]
    sums[a & 255] += v
    sums[256 + ((a >>> 8) & 255)] += v
    sums[512 + ((a >>> 16) & 255)] += v
    sums[768 + (a >>> 24)] += v
    sums[1024 + (b & 255)] += v
    sums[1280 + ((b >>> 8) & 255)] += v
    sums[1536 + ((b >>> 16) & 255)] += v
    sums[1792 + (b >>> 24)] += v
  }
}

function gatherBlocks(
  bins: PackedBins,
  rows: Int32Array,
  from: number,
  to: number,
  packed: Float64Array,
  wanted: Uint8Array,
  scratch: HistogramScratch,
): void {
  const { byRow, blocks } = bins
  const { words, values, sums } = scratch
  for (let start = from; start < to; start += BATCH) {
    const m = Math.min(BATCH, to - start)
    for (let i = 0; i < m; i++) {
      const row = rows[start + i]
      values[i] = packed[row]
      let p = row * blocks * 2
      let o = 2 * i
      for (let block = 0; block < blocks; block++) {
        words[o] = byRow[p]
        words[o + 1] = byRow[p + 1]
        o += BATCH * 2
        p += 2
      }
    }
    for (let block = 0; block < blocks; block++) {
      if (wanted[block] === 1) addBatch(words, block * BATCH * 2, m, values, sums[block])
    }
  }
}

function addBatch(
  words: Uint32Array,
  start: number,
  m: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < m; i++) {
    const v = values[i]
    const a = words[start + 2 * i]
    const b = words[start + 2 * i + 1]
    sums[a & 255] += v
    sums[256 + ((a >>> 8) & 255)] += v
    sums[512 + ((a >>> 16) & 255)] += v
    sums[768 + (a >>> 24)] += v
    sums[1024 + (b & 255)] += v
    sums[1280 + ((b >>> 8) & 255)] += v
    sums[1536 + ((b >>> 16) & 255)] += v
    sums[1792 + (b >>> 24)] += v
  }
}

/** Counts `rows[from..to)` by bin, column by column, into `out`. */
export function countRows(
  columns: readonly Uint8Array[],
  rows: Int32Array,
  from: number,
  to: number,
  wanted: Uint8Array,
  out: Int32Array,
): void {
  out.fill(0)
  for (let j = 0; j < columns.length; j++) {
    if (wanted[j] === 1) countColumn(columns[j], rows, from, to, j * BINS, out)
  }
}

function countColumn(
  column: Uint8Array,
  rows: Int32Array,
  from: number,
  to: number,
  base: number,
  out: Int32Array,
): void {
  for (let i = from; i < to; i++) out[base + column[rows[i]]]++
}

/** `whole -= part`, in place: the sibling's histogram. */
export function subtract(whole: Float64Array | Int32Array, part: Float64Array | Int32Array): void {
  for (let i = 0; i < whole.length; i++) whole[i] -= part[i]
}

/**
 * Moves the rows of `rows[from..to)` whose bin has `left[bin]` = 1 to the front, keeping the order on both sides, and
 * returns how many they are. `spare` has room for all of them.
 */
export function partition(
  rows: Int32Array,
  from: number,
  to: number,
  column: Uint8Array,
  left: Uint8Array,
  spare: Int32Array,
): number {
  let l = from
  let r = 0
  for (let i = from; i < to; i++) {
    const row = rows[i]
    const goesLeft = left[column[row]]
    rows[l] = row
    spare[r] = row
    l += goesLeft
    r += 1 - goesLeft
  }
  rows.set(spare.subarray(0, r), l)
  return l - from
}
