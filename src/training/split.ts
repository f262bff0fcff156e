/** Ways of parting rows into training and test: by time, at random, stratified, by group. All seeded, none overlap. */
import { invalid } from '../errors.ts'
import { random } from '../util/random.ts'

export interface Split {
  readonly train: Int32Array
  readonly test: Int32Array
}

export interface TimeSplit extends Split {
  /**
   * Rows of the time before that are left out: in the gap, their outcome not known when the training period ended, or their group
   * in the test as well.
   */
  readonly purged: Int32Array
}

/**
 * Rows before `at` train, rows from `at` on test. Rows within `gap` before `at` are purged, and so are training rows whose
 * outcome became known only at `at` or later, or whose group (a claimant, a provider) stands in the test too. Times are numbers
 * in one unit (days, or milliseconds); NaN is an error.
 */
export function splitByTime(
  time: Float64Array,
  {
    at,
    until = Number.POSITIVE_INFINITY,
    gap = 0,
    knownAt,
    groups,
  }: { at: number; until?: number; gap?: number; knownAt?: Float64Array; groups?: Int32Array },
): TimeSplit {
  const train: number[] = []
  const test: number[] = []
  const purged: number[] = []
  const tested = new Set<number>()
  groups?.forEach((group, i) => {
    if (time[i] >= at && time[i] < until) tested.add(group)
  })
  for (let i = 0; i < time.length; i++) {
    if (Number.isNaN(time[i])) throw invalid('time of row', i, 'every row needs a time to be split by time')
    if (time[i] >= until) continue
    if (time[i] >= at) test.push(i)
    else if (
      time[i] >= at - gap ||
      (knownAt && !(knownAt[i] < at)) ||
      (groups !== undefined && tested.has(groups[i]))
    )
      purged.push(i)
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

/**
 * Fold of every row such that rows of one group share a fold, and every fold gets near its share of rows and of each label. Large
 * groups are dealt first, each to the fold that lacks most of what the group holds.
 */
export function stratifiedGroupFolds(
  y: Float64Array,
  groups: Int32Array,
  k: number,
  seed: number,
): Int32Array {
  const labels = [...new Set(y)].sort((a, b) => a - b)
  const place = new Map(labels.map((label, i) => [label, i]))
  const counts = new Map<number, Float64Array>()
  const total = new Float64Array(labels.length)
  groups.forEach((group, i) => {
    const at = place.get(y[i]) ?? 0
    const held = counts.get(group) ?? new Float64Array(labels.length)
    held[at]++
    total[at]++
    counts.set(group, held)
  })
  checkFolds(k, counts.size)
  const size = (group: number) => counts.get(group)?.reduce((a, b) => a + b, 0) ?? 0
  // By size, then the rarer label first: what is hard to place goes while there is room.
  const rarest = total.indexOf(Math.min(...total))
  const shuffled = random(seed).shuffle([...counts.keys()].sort((a, b) => a - b))
  shuffled.sort(
    (a, b) => size(b) - size(a) || (counts.get(b)?.[rarest] ?? 0) - (counts.get(a)?.[rarest] ?? 0),
  )
  const load = Array.from({ length: k }, () => new Float64Array(labels.length))
  const foldOf = new Map<number, number>()
  for (const group of shuffled) {
    const held = counts.get(group) ?? new Float64Array(labels.length)
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (let fold = 0; fold < k; fold++) {
      let cost = 0
      for (let l = 0; l < labels.length; l++) cost += (held[l] / total[l]) * (load[fold][l] / total[l])
      if (cost < least - 1e-15) {
        least = cost
        best = fold
      }
    }
    for (let l = 0; l < labels.length; l++) load[best][l] += held[l]
    foldOf.set(group, best)
  }
  return Int32Array.from(groups, (group) => foldOf.get(group) ?? 0)
}

/**
 * Splits that roll through time: the rows are cut at even shares into `k + 1` stretches; each but the first is judged by rows before it,
 * at least `gap` earlier and of no group that it holds. Rows of one moment stay together.
 */
export function rollingSplits(
  time: Float64Array,
  k: number,
  { gap = 0, groups }: { gap?: number; groups?: Int32Array } = {},
): Split[] {
  if (!Number.isInteger(k) || k < 1 || k >= time.length)
    throw invalid('number of splits', k, `a whole number from 1 to ${time.length - 1}`)
  const sorted = time.slice().sort()
  const cuts = Array.from({ length: k }, (_, s) => sorted[Math.floor(((s + 1) * sorted.length) / (k + 1))])
  return cuts.map((at, s) => {
    const { train, test } = splitByTime(time, {
      at,
      gap,
      ...(s + 1 < k ? { until: cuts[s + 1] } : {}),
      ...(groups ? { groups } : {}),
    })
    return { train, test }
  })
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

/** Every fold as a split: the rows outside train, those inside test. Rows marked -1 always train. */
export function foldSplits(folds: Int32Array): Split[] {
  const count = folds.reduce((most, fold) => Math.max(most, fold + 1), 0)
  return Array.from({ length: count }, (_, fold) => foldSplit(folds, fold))
}

/** The same splits among some of the rows, which are renumbered in the given order. */
export function splitsAmong(splits: readonly Split[], rows: Int32Array): Split[] {
  const place = new Map<number, number>()
  rows.forEach((row, i) => {
    place.set(row, i)
  })
  const among = (list: Int32Array) =>
    Int32Array.from(
      list.filter((row) => place.has(row)),
      (row) => place.get(row) as number,
    )
  return splits.map(({ train, test }) => ({ train: among(train), test: among(test) }))
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
