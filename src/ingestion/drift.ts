/**
 * Drift: whether the values of a column come from where those of the loads before came from.
 *
 * Two things must hold before a column is said to have drifted. It must be no accident: the chi-square statistic of the new load
 * against the former ones, over the spread that the former ones show among themselves (loads differ by more than the dice: by
 * season, by branch), follows an F distribution, and of all the columns of a run only those are believed that keep the share of
 * false alarms at `rate`. And it must matter: the Jensen-Shannon distance is at least `effect`, for with a million rows
 * everything is significant, and larger than that of any former load to the others. A hundred rows do not cry wolf by the first,
 * a million do not by the second.
 *
 * References: Lin (1991), "Divergence measures based on the Shannon entropy"; McCullagh and Nelder (1989), chapter 4.5, for the
 * spread beyond chance; Benjamini and Hochberg (1995), "Controlling the false discovery rate".
 */
import { fQuantile, fTail } from '../util/beta.ts'

export const DEFAULTS = {
  /** Former loads needed; with fewer nobody knows how much loads differ by themselves. */
  leastLoads: 3,
  /** Former loads that a new one is held against. */
  formerLoads: 12,
  /** Expected share of chance among the columns said to have drifted. */
  rate: 0.01,
  /** Distance that matters: a population stability index of about 0.06, where 0.1 is commonly called a moderate shift. */
  effect: 0.1,
  /** Rows expected in a bin, at least; smaller bins are put together. */
  leastExpected: 5,
} as const

/** Rows by bin. */
export type Counts = Readonly<Record<string, number>>

export interface Drift {
  /** Jensen-Shannon distance (base 2) between the new load and the former ones together, 0 to 1. */
  readonly distance: number
  /** Distance that a load of this size stays under with probability 1 - `rate`; at least `effect`, and what former loads show. */
  readonly limit: number
  /** Distance that matters for this column, whatever chance says. */
  readonly least: number
  /** Probability of such a distance by chance. */
  readonly pValue: number
}

/** Holds one column against the loads before; undefined when these are too few, or there is nothing to tell apart. */
export function drift(now: Counts, before: readonly Counts[]): Drift | undefined {
  const formers = before.filter((counts) => total(counts) > 0)
  const n = total(now)
  if (formers.length < DEFAULTS.leastLoads || n === 0) return undefined
  const bins = pooledBins(now, formers)
  const own = bins.map((names) => sumOf(now, names))
  const theirs = formers.map((counts) => bins.map((names) => sumOf(counts, names)))
  const pool = bins.map((_, i) => theirs.reduce((sum, counts) => sum + counts[i], 0))
  const m = pool.reduce((a, b) => a + b, 0)
  const d1 = bins.length - 1
  if (d1 < 1) return undefined
  const d2 = (formers.length - 1) * d1
  const spread = Math.max(1, chiSquare(theirs) / d2)
  const f = chiSquare([own, pool]) / d1 / spread
  // For small distances chi-square is 8 nm/(n+m) times the divergence in nats.
  const perDivergence = (8 * n * m) / (n + m)
  const usual = Math.max(
    ...theirs.map((counts) =>
      jensenShannon(
        counts,
        pool.map((rows, i) => rows - counts[i]),
      ),
    ),
  )
  const chance = Math.sqrt((fQuantile(DEFAULTS.rate, d1, d2) * d1 * spread) / perDivergence / Math.LN2)
  return {
    distance: jensenShannon(own, pool),
    limit: Math.min(1, Math.max(DEFAULTS.effect, chance, usual)),
    least: Math.max(DEFAULTS.effect, usual),
    pValue: fTail(f, d1, d2),
  }
}

/** Which of many columns have drifted: believed together, and large enough each. */
export function drifted(columns: readonly (Drift | undefined)[]): boolean[] {
  const tested = columns.flatMap((column, i) => (column ? [{ ...column, i }] : []))
  const order = tested.sort((a, b) => a.pValue - b.pValue)
  const last = order.findLastIndex(
    ({ pValue }, rank) => pValue <= (DEFAULTS.rate * (rank + 1)) / order.length,
  )
  const out = columns.map(() => false)
  for (const { i, distance, least } of order.slice(0, last + 1)) out[i] = distance >= least
  return out
}

const total = (counts: Counts) => Object.values(counts).reduce((sum, rows) => sum + rows, 0)
const sumOf = (counts: Counts, names: readonly string[]) =>
  names.reduce((sum, name) => sum + (counts[name] ?? 0), 0)

/** Bins with few rows are one bin together, so that chi-square holds. */
function pooledBins(now: Counts, formers: readonly Counts[]): string[][] {
  const all: Record<string, number> = {}
  for (const counts of [now, ...formers])
    for (const [name, rows] of Object.entries(counts)) all[name] = (all[name] ?? 0) + rows
  const sizes = [now, ...formers].map(total)
  const least = Math.min(...sizes) / sizes.reduce((a, b) => a + b, 0)
  const large: string[][] = []
  const small: string[] = []
  for (const [name, rows] of Object.entries(all)) {
    if (rows * least >= DEFAULTS.leastExpected) large.push([name])
    else small.push(name)
  }
  return small.length > 0 ? [...large, small] : large
}

/** Chi-square of homogeneity of the rows of a table. */
function chiSquare(table: readonly (readonly number[])[]): number {
  const columns = table[0].map((_, i) => table.reduce((sum, row) => sum + row[i], 0))
  const all = columns.reduce((a, b) => a + b, 0)
  let sum = 0
  for (const row of table) {
    const size = row.reduce((a, b) => a + b, 0)
    row.forEach((observed, i) => {
      const expected = (size * columns[i]) / all
      if (expected > 0) sum += (observed - expected) ** 2 / expected
    })
  }
  return sum
}

/** Jensen-Shannon distance of two lists of counts, base 2. */
function jensenShannon(a: readonly number[], b: readonly number[]): number {
  const n = a.reduce((x, y) => x + y, 0)
  const m = b.reduce((x, y) => x + y, 0)
  let divergence = 0
  a.forEach((rows, i) => {
    const p = rows / n
    const q = b[i] / m
    const middle = (p + q) / 2
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2
  })
  return Math.sqrt(Math.max(0, divergence))
}
