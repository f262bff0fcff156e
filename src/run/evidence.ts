/** What is kept of a training beside the model: the scores of held-out rows and a picture of the rows that came before. */
import type { FeatureMatrix } from '../model.ts'
import { type Profile, profileOf, SCORE } from '../monitoring/index.ts'
import { DAY, rowsWhere } from './known.ts'

export const DEFAULTS = {
  /** Days before the moment of the book whose rows count as recent. */
  recentDays: 90,
  /** Days before those whose rows are the reference. */
  referenceDays: 365,
  /** Parts of the reference, held against each other to learn how much it moves by itself. */
  parts: 4,
  /** Rows that either needs; with fewer the whole book is the one or the other. */
  leastRows: 200,
  /** Held-out rows kept, evenly spread. */
  heldOut: 50_000,
} as const

/** Rows that came in the last days before `now`, and those of the year before them. */
export function windows(asOf: Float64Array, now: Date): { reference: Int32Array; recent: Int32Array } {
  const cut = now.getTime() - DEFAULTS.recentDays * DAY
  const begin = cut - DEFAULTS.referenceDays * DAY
  const all = rowsWhere(asOf.length, () => true)
  const reference = all.filter((row) => asOf[row] >= begin && asOf[row] < cut)
  const recent = all.filter((row) => asOf[row] >= cut)
  const isSplit = reference.length >= DEFAULTS.leastRows && recent.length > 0
  return isSplit ? { reference, recent } : { reference: all, recent: all }
}

/** The rows in their order in time, in parts of equal size. */
function partsOf(rows: Int32Array, asOf: Float64Array): Int32Array[] {
  const ordered = Int32Array.from(rows).sort((a, b) => asOf[a] - asOf[b] || a - b)
  const { parts } = DEFAULTS
  return Array.from({ length: parts }, (_, k) =>
    ordered.subarray(Math.floor((k * rows.length) / parts), Math.floor(((k + 1) * rows.length) / parts)),
  )
}

/** The matrix with the margin of the score as a column of its own. */
export function withScore(x: FeatureMatrix, margin: Float64Array): FeatureMatrix {
  return {
    names: [...x.names, SCORE],
    rows: x.rows,
    columns: [...x.columns, Float32Array.from(margin)],
    ...(x.categorical ? { categorical: [...x.categorical, false] } : {}),
  }
}

/** A picture of the reference rows: every feature that the model reads, and its score. */
export function referenceOf(
  x: FeatureMatrix,
  margin: Float64Array,
  lines: readonly (string | null)[],
  asOf: Float64Array,
  now: Date,
): Profile {
  return profileOf(withScore(x, margin), partsOf(windows(asOf, now).reference, asOf), lines)
}

/** Held-out scores as they stand in a model's file. */
export function keptHeldOut(
  rows: Int32Array,
  margin: Float64Array,
  ids: readonly string[],
  asOf: Float64Array,
): { ids: string[]; asOf: number[]; margins: number[] } {
  const step = Math.max(1, rows.length / DEFAULTS.heldOut)
  const chosen = Array.from({ length: Math.min(rows.length, DEFAULTS.heldOut) }, (_, i) =>
    Math.floor(i * step),
  )
  return {
    ids: chosen.map((i) => ids[rows[i]]),
    asOf: chosen.map((i) => asOf[rows[i]]),
    margins: chosen.map((i) => margin[i]),
  }
}
