/**
 * Drift of what a model is given: the population stability index and the Kolmogorov-Smirnov distance between the rows that it was
 * trained on and those that came since, each with the limit that they stay under by themselves.
 *
 * Three things must hold before a feature is said to have drifted. Chance does not explain it: the limits know the sizes of both
 * samples, and how much the parts of the training period differ among themselves, by season, by storm, by branch. It is believed
 * among all features and lines together, at a kept share of false alarms. And it is large enough to matter, and larger than
 * what any part of the training period showed: with many rows everything is significant.
 *
 * References: Yurdakul (2018), "Statistical properties of the population stability index", for its chi-square limit; McCullagh and
 * Nelder (1989), chapter 4.5, for the spread beyond chance; Stephens (1970) for the Kolmogorov distribution in finite samples;
 * Benjamini and Hochberg (1995), "Controlling the false discovery rate".
 */
import type { FeatureMatrix } from '../model.ts'
import { fQuantile, fTail } from '../util/beta.ts'
import { countsLike, type Profile, WHOLE } from './profile.ts'

export const DEFAULTS = {
  /** Expected share of chance among what is said to have drifted. */
  rate: 0.01,
  /** A stability index that matters: 0.1 is commonly called a moderate shift, 0.25 a large one. */
  psi: 0.1,
  /** A distance between distribution functions that matters. */
  ks: 0.1,
  /** Bins of the stability index, by share of the reference. */
  bins: 10,
  /** Recent rows from which a line is tested by itself. */
  leastRows: 50,
} as const

/** One feature within one line. */
export interface FeatureDrift {
  readonly feature: string
  /** `*` for the whole book. */
  readonly line: string
  readonly referenceRows: number
  readonly recentRows: number
  readonly psi: number
  /** The largest of what chance gives, what the training period showed, and what matters. */
  readonly psiLimit: number
  readonly ks: number
  readonly ksLimit: number
  /** Of the smaller of both tests, doubled. */
  readonly pValue: number
  readonly isDrifted: boolean
}

/** Holds the recent rows of a matrix against a profile; columns that the matrix lacks are left out. */
export function featureDrift(
  reference: Profile,
  x: Pick<FeatureMatrix, 'names' | 'columns'>,
  recent: Int32Array,
  lines: readonly (string | null)[],
): FeatureDrift[] {
  const tested = x.names.flatMap((feature, j) => {
    const profile = reference[feature]
    if (!profile) return []
    const now = countsLike(profile, x.columns[j], recent, lines)
    return Object.entries(now).flatMap(([line, after]) => {
      if (line !== WHOLE && total(after) < DEFAULTS.leastRows) return []
      const before = profile.parts.map((part) => part[line])
      return total(after) === 0 || total(before.flat()) === 0
        ? []
        : [{ feature, line, ...shift(before, after) }]
    })
  })
  const believed = benjaminiHochberg(
    tested.map(({ pValue }) => pValue),
    DEFAULTS.rate,
  )
  return tested.map((one, i) => ({
    ...one,
    isDrifted: believed[i] && (one.psi >= one.psiLimit || one.ks >= one.ksLimit),
  }))
}

/**
 * Index, distance, their limits and the probability of such a shift by chance; counts as a profile has them, those before part by
 * part.
 */
export function shift(
  parts: readonly (readonly number[])[],
  after: readonly number[],
): Omit<FeatureDrift, 'feature' | 'line' | 'isDrifted'> {
  const former = parts.filter((counts) => total(counts) > 0)
  const before = sumOf(former)
  const groups = groupsOf(before, after)
  const own = binned(groups, after)
  const psi = stabilityIndex(binned(groups, before), own)
  const ks = kolmogorov(before, after)
  const d = groups.length - 1
  const table = former.map((counts) => binned(groups, counts))
  const d2 = Math.max(0, former.length - 1) * d
  const spread = d2 > 0 ? Math.max(1, chiSquare(table) / d2) : 1
  const usual = former.map((counts) => {
    const rest = sumOf(former.filter((other) => other !== counts))
    return total(rest) === 0
      ? { psi: 0, ks: 0 }
      : {
          psi: stabilityIndex(binned(groups, rest), binned(groups, counts)),
          ks: kolmogorov(rest, counts).distance,
        }
  })
  // In the limit the index over (1/n + 1/m) is chi-square with one degree of freedom less than there are bins.
  const perUnit = 1 / total(before) + 1 / total(after)
  // Without parts to tell the spread from, chance alone is taken: many degrees of freedom.
  const freedom = d2 > 0 ? d2 : 1e6
  const psiP = d < 1 ? 1 : fTail(psi / perUnit / d / spread, d, freedom)
  const psiChance = d < 1 ? 0 : fQuantile(DEFAULTS.rate, d, freedom) * d * spread * perUnit
  const scale = finiteScale(ks.n, ks.m) / Math.sqrt(spread)
  const ksP = kolmogorovTail(scale * ks.distance)
  const ksChance = scale > 0 ? Math.sqrt(-Math.log(DEFAULTS.rate / 2) / 2) / scale : 1
  return {
    referenceRows: total(before),
    recentRows: total(after),
    psi,
    psiLimit: Math.max(DEFAULTS.psi, psiChance, ...usual.map((one) => one.psi)),
    ks: ks.distance,
    ksLimit: Math.min(1, Math.max(DEFAULTS.ks, ksChance, ...usual.map((one) => one.ks))),
    pValue: Math.min(1, 2 * Math.min(psiP, ksP)),
  }
}

/** Which of many p-values are believed, at an expected share `rate` of false ones among them. */
export function benjaminiHochberg(pValues: readonly number[], rate: number): boolean[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b])
  const last = order.findLastIndex((i, rank) => pValues[i] <= (rate * (rank + 1)) / order.length)
  const out = pValues.map(() => false)
  for (const i of order.slice(0, last + 1)) out[i] = true
  return out
}

const total = (counts: readonly number[]) => counts.reduce((sum, rows) => sum + rows, 0)

const sumOf = (lists: readonly (readonly number[])[]): number[] =>
  (lists[0] ?? []).map((_, i) => lists.reduce((sum, counts) => sum + counts[i], 0))

/** Which counts are a bin together: neighbours until they hold their share of the reference; the missing by themselves. */
function groupsOf(before: readonly number[], after: readonly number[]): number[][] {
  const last = before.length - 1
  const share = total(before) / DEFAULTS.bins
  const groups: number[][] = []
  let open: number[] = []
  const held = (group: readonly number[]) => group.reduce((sum, i) => sum + before[i], 0)
  for (let i = 0; i < last; i++) {
    open.push(i)
    if (held(open) < share) continue
    groups.push(open)
    open = []
  }
  // A thin rest above the last quantile joins its neighbour.
  if (groups.length > 0 && held(open) < share / 2) groups[groups.length - 1].push(...open)
  else if (open.length > 0) groups.push(open)
  groups.push([last])
  return groups.filter((group) => group.some((i) => before[i] + after[i] > 0))
}

const binned = (groups: readonly (readonly number[])[], counts: readonly number[]): number[] =>
  groups.map((group) => group.reduce((sum, i) => sum + counts[i], 0))

function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  // Half a row in every bin keeps an empty one finite.
  const n = total(before) + before.length / 2
  const m = total(after) + after.length / 2
  return before.reduce((sum, rows, i) => {
    const p = (rows + 0.5) / n
    const q = (after[i] + 0.5) / m
    return sum + (q - p) * Math.log(q / p)
  }, 0)
}

/** Chi-square of homogeneity of the rows of a table. */
function chiSquare(table: readonly (readonly number[])[]): number {
  const columns = sumOf(table)
  const all = total(columns)
  let sum = 0
  for (const row of table) {
    const size = total(row)
    row.forEach((observed, i) => {
      const expected = (size * columns[i]) / all
      if (expected > 0) sum += (observed - expected) ** 2 / expected
    })
  }
  return sum
}

/** Largest difference of the distribution functions at the knots, over the rows that have a value. */
function kolmogorov(
  before: readonly number[],
  after: readonly number[],
): { distance: number; n: number; m: number } {
  const last = before.length - 1
  const n = total(before) - before[last]
  const m = total(after) - after[last]
  if (n === 0 || m === 0) return { distance: 0, n, m }
  let [a, b, distance] = [0, 0, 0]
  for (let i = 0; i < last; i++) {
    a += before[i]
    b += after[i]
    distance = Math.max(distance, Math.abs(a / n - b / m))
  }
  return { distance, n, m }
}

/** What makes a distance in samples of `n` and `m` one of the limiting distribution. */
function finiteScale(n: number, m: number): number {
  if (n === 0 || m === 0) return 0
  const root = Math.sqrt((n * m) / (n + m))
  return root + 0.12 + 0.11 / root
}

/** Upper tail of the Kolmogorov distribution. */
function kolmogorovTail(lambda: number): number {
  if (lambda < 0.3) return 1
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda)
    sum += k % 2 === 1 ? term : -term
    if (term < 1e-16) break
  }
  return Math.min(1, Math.max(0, 2 * sum))
}
