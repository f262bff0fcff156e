/** Columns as bytes: bin 0 is missing, bins 1 to 255 are ranges of a number or codes of a category. */
import { invalid } from '../../errors.ts'
import type { FeatureMatrix } from '../../model.ts'
import { sortFloats } from './sort-floats.ts'

export const BINS = 256
/** Numbers are cut at quantiles of at most so many evenly spaced rows. */
const SAMPLE = 50_000
/** Codes of categories lie below this. */
const MAX_CODE = 1 << 20

/** How one column becomes bytes. */
export interface ColumnBins {
  /** Bins in use, the one for missing included. */
  readonly count: number
  /** 255 ascending values padded with Infinity; a number's bin is 1 + how many are <= it. Empty for categories. */
  readonly cuts: Float32Array
  /** Code of bin 1, 2, ...; `null` for numbers. Rarer codes than the first 255 share bin 0. */
  readonly codes: Int32Array | null
}

/** Chooses the bins of every column. */
export function chooseBins(x: FeatureMatrix, maxBins: number): ColumnBins[] {
  return x.columns.map((column, j) =>
    x.categorical?.[j] ? codesOf(column, x.names[j], maxBins) : cutsOf(column, maxBins),
  )
}

/** Infinite values count as missing. */
function isPresent(value: number): boolean {
  return value - value === 0
}

function cutsOf(column: Float32Array, maxBins: number): ColumnBins {
  const n = Math.min(column.length, SAMPLE)
  const step = column.length / n
  const sample = new Float32Array(n)
  let m = 0
  for (let i = 0; i < n; i++) {
    const value = column[Math.floor(i * step)]
    if (isPresent(value)) sample[m++] = value
  }
  const sorted = sortFloats(sample.subarray(0, m))
  const cuts = new Float32Array(BINS - 1).fill(Number.POSITIVE_INFINITY)
  let used = 0
  let distinct = m > 0 ? 1 : 0
  for (let i = 1; i < m; i++) if (sorted[i] !== sorted[i - 1]) distinct++
  // Every distinct value gets a bin while they fit; else bins close once they hold their share of what is left.
  let open = 0
  let left = m
  for (let i = 1; i < m; i++) {
    if (sorted[i] === sorted[i - 1]) continue
    const full = distinct <= maxBins || i - open >= left / (maxBins - used)
    if (!full || used >= maxBins - 1) continue
    const middle = Math.fround(sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2)
    cuts[used++] = middle > sorted[i - 1] ? middle : sorted[i]
    left -= i - open
    open = i
  }
  return { count: used + 2, cuts, codes: null }
}

function codesOf(column: Float32Array, name: string, maxBins: number): ColumnBins {
  const frequency = new Map<number, number>()
  for (const value of column) {
    if (!isPresent(value)) continue
    if (!Number.isInteger(value) || value < 0 || value >= MAX_CODE) {
      throw invalid(`category of ${name}`, value, `categories are whole codes from 0 to ${MAX_CODE - 1}`)
    }
    frequency.set(value, (frequency.get(value) ?? 0) + 1)
  }
  const kept = [...frequency].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxBins)
  const codes = Int32Array.from(kept, ([code]) => code).sort()
  return { count: codes.length + 1, cuts: new Float32Array(0), codes }
}

/** Bins of a column of categories: 1, 2, ... by its ascending codes, 0 for all others. */
export function codeBins(column: Float32Array, codes: Int32Array, out: Uint8Array): void {
  const place = new Map<number, number>()
  codes.forEach((code, i) => {
    place.set(code, i + 1)
  })
  for (let i = 0; i < out.length; i++) out[i] = place.get(column[i]) ?? 0
}
