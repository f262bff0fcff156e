/** Ways of parting rows into training and test: by time, at random, stratified, by group. All seeded, none overlap. */
import { invalid } from '../errors.ts'
import { random } from '../util/random.ts'

export interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
}

export interface TimeSplit extends Split {
  /** Rows between the two, left out because their outcome was not known when the training period ended. */
  readonly purged: Int32Array
}

/**
 * Rows before `at` train, rows from `at` on test. Rows within `gap` before `at` are purged, and so are training rows whose
 * outcome became known only at `at` or later. Times are numbers in one unit (days, or milliseconds); NaN is an error.
 */
export function splitByTime(
  time: Float64Array,
  {
    at,
    until = Number.POSITIVE_INFINITY,
    gap = 0,
    knownAt,
  }: { at: number; until?: number; gap?: number; knownAt?: Float64Array },
): TimeSplit {
  const train: number[] = []
  const test: number[] = []
  const purged: number[] = []
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i])) throw invalid('time of row', i, 'every row needs a time to be split by time')
    if (time[i] >= until) continue
    if (time[i] >= at) test.push(i)
    else if (time[i] >= at - gap || (knownAt && !(knownAt[i] < at))) purged.push(i)
    else train.push(i)
  }
  return { train: Int32Array.from(train), test: Int32Array.from(test), purged: Int32Array.from(purged) }
}

/** Fold of every row, 0 to k - 1; every fold gets its share of each label. */
export function stratifiedFolds(y: Float64Array, k: number, seed: number): Int32Array {
  checkFolds(k, y.length)
  const byLabel = new Map<number, number[]>()
  y.forEach((label, i) => {
    const rows = byLabel.get(label)
    if (rows) rows.push(i)
    else byLabel.set(label, [i])
  })
  const rng = random(seed)
  const folds = new Int32Array(y.length)
  let next = 0
  for (const label of [...byLabel.keys()].sort((a, b) => a - b)) {
    for (const row of rng.shuffle(byLabel.get(label) ?? [])) folds[row] = next++ % k
  }
  return folds
}

/** Fold of every row such that rows of one group (a provider, a household) share a fold; folds are near equal in rows. */
export function groupedFolds(groups: Int32Array, k: number, seed: number): Int32Array {
  const sizes = new Map<number, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  checkFolds(k, sizes.size)
  const shuffled = random(seed).shuffle([...sizes.keys()].sort((a, b) => a - b))
  shuffled.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))
  const load = new Array<number>(k).fill(0)
  const foldOf = new Map<number, number>()
  for (const group of shuffled) {
    const fold = load.indexOf(Math.min(...load))
    load[fold] += sizes.get(group) ?? 0
    foldOf.set(group, fold)
  }
  return Int32Array.from(groups, (group) => foldOf.get(group) ?? 0)
}

/** A random share of the rows as test, the same share of each label. */
export function holdout(y: Float64Array, share: number, seed: number): Split {
  if (!(share > 0 && share < 1)) throw invalid('holdout share', share, 'above 0 and below 1')
  const rng = random(seed)
  const inTest = new Uint8Array(y.length)
  for (const label of [...new Set(y)].sort((a, b) => a - b)) {
    const rows = Int32Array.from({ length: y.length }, (_, i) => i).filter((i) => y[i] === label)
    for (const row of rng.shuffle(rows).subarray(0, Math.round(rows.length * share))) inTest[row] = 1
  }
  return partsOf(inTest, 1)
}

/** The rows outside fold `fold` as training, those inside as test. */
export function foldSplit(folds: Int32Array, fold: number): Split {
  return partsOf(folds, fold)
}

function partsOf(mark: Int32Array | Uint8Array, test: number): Split {
  const rows = Int32Array.from({ length: mark.length }, (_, i) => i)
  return { train: rows.filter((i) => mark[i] !== test), test: rows.filter((i) => mark[i] === test) }
}

function checkFolds(k: number, most: number): void {
  if (!Number.isInteger(k) || k < 2 || k > most)
    throw invalid('number of folds', k, `a whole number from 2 to ${most}`)
}
