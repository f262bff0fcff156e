/**
 * What columns looked like when a model was trained: counts between quantiles, whole and by line, part by part of the time before,
 * so that it is known how much they move by themselves. Small enough for the model's file.
 */
import type { FeatureMatrix } from '../model.ts'

export const DEFAULTS = {
  /** Quantiles kept of a column; distances between distributions are exact to 1 in so many. */
  knots: 50,
  /** Rows of a line from which it is profiled by itself. */
  leastLine: 100,
} as const

/** Name of the whole book among lines. */
export const WHOLE = '*'

/** Counts by line; each list holds the rows up to each knot, then those above the last, then the missing. */
export type CountsByLine = Readonly<Record<string, readonly number[]>>

export interface ColumnProfile {
  /** Ascending. */
  readonly knots: readonly number[]
  /** One a part, oldest first; all hold the same lines. */
  readonly parts: readonly CountsByLine[]
}

/** Of all columns by name. */
export type Profile = Readonly<Record<string, ColumnProfile>>

/** Profiles the columns of a matrix over the rows of each part; `lines` goes with the rows of the matrix. */
export function profileOf(
  x: Pick<FeatureMatrix, 'names' | 'columns'>,
  parts: readonly Int32Array[],
  lines: readonly (string | null)[],
): Profile {
  const rows = Int32Array.from(parts.flatMap((part) => [...part]))
  const kept = linesOf(rows, lines)
  return Object.fromEntries(
    x.names.map((name, j) => {
      const knots = knotsOf(x.columns[j], rows)
      return [name, { knots, parts: parts.map((part) => countBy(knots, x.columns[j], part, lines, kept)) }]
    }),
  )
}

/** Counts of other rows between the knots of a profile, for the lines that the profile holds. */
export function countsLike(
  { knots, parts }: ColumnProfile,
  column: Float32Array,
  rows: Int32Array,
  lines: readonly (string | null)[],
): CountsByLine {
  return countBy(knots, column, rows, lines, Object.keys(parts[0] ?? {}))
}

function linesOf(rows: Int32Array, lines: readonly (string | null)[]): string[] {
  const found = new Map<string, number>()
  for (const row of rows) {
    const line = lines[row]
    if (line !== null) found.set(line, (found.get(line) ?? 0) + 1)
  }
  const large = [...found].filter(([, count]) => count >= DEFAULTS.leastLine).map(([line]) => line)
  return [WHOLE, ...large.sort()]
}

function knotsOf(column: Float32Array, rows: Int32Array): number[] {
  const present = Float32Array.from(rows, (row) => column[row])
    .filter((v) => v - v === 0)
    .sort()
  if (present.length === 0) return []
  const knots = new Set<number>()
  for (let k = 1; k < DEFAULTS.knots; k++)
    knots.add(present[Math.floor(((present.length - 1) * k) / DEFAULTS.knots)])
  return [...knots]
}

function countBy(
  knots: readonly number[],
  column: Float32Array,
  rows: Int32Array,
  lines: readonly (string | null)[],
  wanted: readonly string[],
): CountsByLine {
  const counts = Object.fromEntries(wanted.map((line) => [line, new Array<number>(knots.length + 2).fill(0)]))
  for (const row of rows) {
    const bin = binOf(knots, column[row])
    counts[WHOLE][bin]++
    const line = lines[row]
    if (line !== null && Object.hasOwn(counts, line)) counts[line][bin]++
  }
  return counts
}

function binOf(knots: readonly number[], value: number): number {
  if (!(value - value === 0)) return knots.length + 1
  let [low, high] = [0, knots.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= knots[middle]) high = middle
    else low = middle + 1
  }
  return low
}
