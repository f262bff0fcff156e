/**
 * Drift of what a model is given: the population stability index and the Kolmogorov-Smirnov distance between the rows that it was
 * trained on and those that came since, each with the limit that two samples of these sizes stay under by chance.
 *
 * Two things must hold before a feature is said to have drifted: chance does not explain it, at a share of false alarms that is
 * kept over all features and lines; and it is large enough to matter, for with many rows everything is significant.
 *
 * References: Yurdakul (2018), "Statistical properties of the population stability index", for its chi-square limit; Stephens
 * (1970) for the Kolmogorov distribution in finite samples; Benjamini and Hochberg (1995), "Controlling the false discovery rate".
 */

import type { FeatureMatrix } from '../model.ts'
import { chiSquareQuantile, chiSquareTail } from './chi-square.ts'
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
  /** The larger of what chance gives and what matters. */
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
    return Object.entries(profile.counts).flatMap(([line, before]) => {
      const after = now[line]
      if (line !== WHOLE && total(after) < DEFAULTS.leastRows) return []
      return total(after) === 0 || total(before) === 0 ? [] : [{ feature, line, ...shift(before, after) }]
    })
  })
  const believed = benjaminiHochberg(
    tested.map(({ pValue }) => pValue),
    DEFAULTS.rate,
  )
  return tested.map((one, i) => ({
    ...one,
    isDrifted: believed[i] && (one.psi >= DEFAULTS.psi || one.ks >= DEFAULTS.ks),
  }))
}

/** Index, distance, their limits and the probability of such a shift by chance; counts as a profile has them. */
export function shift(
  before: readonly number[],
  after: readonly number[],
): Omit<FeatureDrift, 'feature' | 'line' | 'isDrifted'> {
  const n = total(before)
  const m = total(after)
  const groups = binsOf(before, after)
  const psi = stabilityIndex(groups)
  const d = groups.length - 1
  // In the limit the index over (1/n + 1/m) is chi-square with one degree of freedom less than there are bins.
  const perUnit = 1 / n + 1 / m
  const psiP = d < 1 ? 1 : chiSquareTail(psi / perUnit, d)
  const ks = kolmogorov(before, after)
  const scale = finiteScale(ks.n, ks.m)
  const ksP = kolmogorovTail(scale * ks.distance)
  return {
    referenceRows: n,
    recentRows: m,
    psi,
    psiLimit: Math.max(DEFAULTS.psi, d < 1 ? 0 : chiSquareQuantile(DEFAULTS.rate, d) * perUnit),
    ks: ks.distance,
    ksLimit: scale > 0 ? Math.min(1, Math.sqrt(-Math.log(DEFAULTS.rate / 2) / 2) / scale) : 1,
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

/** Neighbouring counts joined until each holds its share of the reference; the missing are a bin of their own. */
function binsOf(before: readonly number[], after: readonly number[]): [number, number][] {
  const share = total(before) / DEFAULTS.bins
  const bins: [number, number][] = []
  let open: [number, number] = [0, 0]
  for (let i = 0; i < before.length - 1; i++) {
    open = [open[0] + before[i], open[1] + after[i]]
    if (open[0] < share) continue
    bins.push(open)
    open = [0, 0]
  }
  if (open[0] + open[1] > 0) {
    const last = bins.pop() ?? [0, 0]
    // A thin rest above the last quantile joins its neighbour unless it is where the rows went.
    if (open[0] >= share / 2 || bins.length === 0) bins.push(last, open)
    else bins.push([last[0] + open[0], last[1] + open[1]])
  }
  const missing: [number, number] = [before[before.length - 1], after[after.length - 1]]
  return [...bins, missing].filter(([a, b]) => a + b > 0)
}

function stabilityIndex(bins: readonly (readonly [number, number])[]): number {
  // Half a row in every bin keeps an empty one finite.
  const n = bins.reduce((sum, [a]) => sum + a + 0.5, 0)
  const m = bins.reduce((sum, [, b]) => sum + b + 0.5, 0)
  return bins.reduce((sum, [a, b]) => {
    const p = (a + 0.5) / n
    const q = (b + 0.5) / m
    return sum + (q - p) * Math.log(q / p)
  }, 0)
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
