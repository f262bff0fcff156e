/**
 * Rules out of frequent sets: what stands together beyond chance, beyond what its parts explain, and after all that were tried.
 *
 * A rule of three items must say more than each of the simpler rules in it (a productive rule): its p-value is the largest of the
 * tests against all baskets and within the baskets of either item of its antecedent. Tried is the whole space that could have been
 * found, all pairs and all triples of items that are frequent by themselves, each length with an equal share of the error.
 *
 * Reference: Webb (2007), Discovering Significant Patterns, Machine Learning 68.
 */
import { adjust, logFactorials, logTail } from './fisher.ts'
import { type Baskets, fpGrowth, type ItemSets } from './fp-growth.ts'

export const DEFAULTS = {
  /** Expected share of false rules among those kept. */
  q: 0.05,
  /** Confidence against the share of all baskets that have the consequent, at least. */
  minLift: 1.2,
  /** Rules kept, the most significant first. */
  most: 1000,
  /** Share of the baskets, the first ones, that must show a rule by themselves before the later ones may confirm it. */
  earlier: 0.7,
  /** Error of a confirmation. */
  alpha: 0.05,
  /** With fewer later baskets nothing is confirmed or denied. */
  leastLater: 50,
} as const

/** How many baskets of a window have what. `x`, `y`: the antecedent's items, `z`: the consequent; without `y` the fields with it are 0. */
interface Counts {
  readonly n: number
  readonly x: number
  readonly y: number
  readonly z: number
  readonly xy: number
  readonly xz: number
  readonly yz: number
  readonly xyz: number
}

export interface FoundRule {
  readonly antecedent: readonly number[]
  readonly consequent: number
  readonly antecedentCount: number
  readonly consequentCount: number
  readonly count: number
  readonly logP: number
  readonly holm: number
  readonly q: number
  /** What its p-value was held against. */
  readonly tests: number
  /** In the later baskets; undefined when there are too few. */
  readonly held: { readonly count: number; readonly lift: number; readonly logP: number } | undefined
  readonly isConfirmed: boolean | undefined
  /** Baskets with all its items, ascending. */
  readonly baskets: Int32Array
}

export interface FoundRules {
  readonly rules: readonly FoundRule[]
  /** Sets that are frequent, of two items and more. */
  readonly sets: number
  /** Rules that are significant; more than `rules` when there were too many. */
  readonly significant: number
}

interface Candidate {
  readonly x: number
  /** -1 for a rule of two items. */
  readonly y: number
  readonly z: number
  readonly counts: Counts
  readonly logP: number
}

export interface RuleOptions extends Partial<Record<keyof typeof DEFAULTS, number>> {
  /** Items of a group are never put together in a rule; they count as tried all the same. */
  readonly groups?: (item: number) => string | undefined
}

/** Finds the rules of two and three items. `baskets` are in the order of time. */
export function findRules(baskets: Baskets, minCount: number, options: RuleOptions = {}): FoundRules {
  const { groups = () => undefined, ...settings } = { ...DEFAULTS, ...options }
  const n = baskets.offsets.length - 1
  const logs = logFactorials(n)
  const [singles, pairs, triples] = fpGrowth(baskets, { minCount, maxLength: 3 })
  const apart = (...items: readonly number[]) => {
    const named = items.map(groups).filter((group) => group !== undefined)
    return new Set(named).size === named.length
  }
  const one = new Int32Array(baskets.itemCount)
  for (let s = 0; s < singles.size; s++) one[singles.items[s]] = singles.counts[s]
  const two = pairCounts(pairs, baskets.itemCount)
  const frequent = singles.size
  const levels = [
    {
      found: ofPairs(pairs, one, n, logs, settings.minLift).filter(({ x, z }) => apart(x, z)),
      tests: (frequent * (frequent - 1)) / 2,
    },
    {
      found: ofTriples(triples, one, two, n, logs, settings.minLift).filter(({ x, y, z }) => apart(x, y, z)),
      tests: (frequent * (frequent - 1) * (frequent - 2)) / 2,
    },
  ]
  const kept = levels
    .flatMap(({ found, tests }) => {
      const paid = Math.max(1, tests) * levels.length
      const { holm, q } = adjust(
        Float64Array.from(found, (candidate) => candidate.logP),
        paid,
      )
      return found.map((candidate, i) => ({ candidate, holm: holm[i], q: q[i], tests: paid }))
    })
    .filter((rule) => rule.q <= settings.q)
    .sort((a, b) => a.candidate.logP - b.candidate.logP || b.candidate.counts.xyz - a.candidate.counts.xyz)
  const shown = kept.slice(0, settings.most)
  const windows = new Windows(baskets, shown, Math.floor(n * settings.earlier))
  const later = n - windows.split
  const checked = shown.map(({ candidate, tests, ...rest }) => {
    const before = logPOf(windows.counts(candidate, 0, windows.split), logs)
    return { candidate, tests, ...rest, isFirst: before + Math.log(tests) <= Math.log(settings.alpha) }
  })
  const confirmable = checked.filter((rule) => rule.isFirst).length
  const rules = checked.map(({ candidate, isFirst, ...rest }): FoundRule => {
    const after = later >= settings.leastLater ? windows.counts(candidate, windows.split, n) : undefined
    const held = after && { count: after.xyz, lift: liftOf(after), logP: logPOf(after, logs) }
    const { x, y, z, counts } = candidate
    return {
      antecedent: y < 0 ? [x] : [x, y],
      consequent: z,
      antecedentCount: counts.xy,
      consequentCount: counts.z,
      count: counts.xyz,
      logP: candidate.logP,
      ...rest,
      held,
      isConfirmed: held && isFirst && held.logP + Math.log(confirmable) <= Math.log(settings.alpha),
      baskets: windows.common(y < 0 ? [x, z] : [x, y, z]),
    }
  })
  return { rules, sets: pairs.size + triples.size, significant: kept.length }
}

/** Confidence against the share of all that have the consequent; 0 when nothing has the antecedent. */
const liftOf = ({ n, xy, z, xyz }: Counts) => (xy * z === 0 ? 0 : (xyz * n) / (xy * z))

function logPOf({ n, x, y, z, xy, xz, yz, xyz }: Counts, logs: Float64Array): number {
  const all = logTail(xyz, xy, z, n, logs)
  if (y < 0) return all
  return Math.max(all, logTail(xyz, xy, xz, x, logs), logTail(xyz, xy, yz, y, logs))
}

function pairCounts({ items, counts, size }: ItemSets, width: number): Map<number, number> {
  const found = new Map<number, number>()
  for (let s = 0; s < size; s++) found.set(items[2 * s] * width + items[2 * s + 1], counts[s])
  return found
}

/** Of the two rules of a pair the one of the rarer item; the test is the same. */
function ofPairs(
  { items, counts, size }: ItemSets,
  one: Int32Array,
  n: number,
  logs: Float64Array,
  minLift: number,
): Candidate[] {
  const found: Candidate[] = []
  for (let s = 0; s < size; s++) {
    const [a, b] = [items[2 * s], items[2 * s + 1]]
    const [x, z] = one[a] <= one[b] ? [a, b] : [b, a]
    const both = counts[s]
    const table = { n, x: one[x], y: -1, z: one[z], xy: one[x], xz: both, yz: 0, xyz: both }
    if (liftOf(table) >= minLift) found.push({ x, y: -1, z, counts: table, logP: logPOf(table, logs) })
  }
  return found
}

/** Of the three rules of a triple the most significant one. */
function ofTriples(
  { items, counts, size }: ItemSets,
  one: Int32Array,
  two: ReadonlyMap<number, number>,
  n: number,
  logs: Float64Array,
  minLift: number,
): Candidate[] {
  const width = one.length
  const pair = (a: number, b: number) => two.get(a < b ? a * width + b : b * width + a) ?? 0
  const found: Candidate[] = []
  for (let s = 0; s < size; s++) {
    const [a, b, c] = items.subarray(3 * s, 3 * s + 3)
    let best: Candidate | undefined
    for (const [x, y, z] of [
      [a, b, c],
      [a, c, b],
      [b, c, a],
    ]) {
      const table = {
        n,
        x: one[x],
        y: one[y],
        z: one[z],
        xy: pair(x, y),
        xz: pair(x, z),
        yz: pair(y, z),
        xyz: counts[s],
      }
      // It must raise the share of the consequent above that of either simpler rule, or the tests below cannot pass.
      const isMore = table.xyz * table.x > table.xy * table.xz && table.xyz * table.y > table.xy * table.yz
      if (!isMore || liftOf(table) < minLift) continue
      const logP = logPOf(table, logs)
      if (!best || logP < best.logP) best = { x, y, z, counts: table, logP }
    }
    if (best) found.push(best)
  }
  return found
}

/** Counts of the kept rules in windows of time, by intersecting the baskets of their items. */
class Windows {
  readonly split: number
  readonly #of = new Map<number, Int32Array>()

  constructor(baskets: Baskets, rules: readonly { readonly candidate: Candidate }[], split: number) {
    this.split = split
    const wanted = new Set(rules.flatMap(({ candidate: { x, y, z } }) => [x, y, z]))
    const lists = new Map<number, number[]>()
    for (let b = 0; b + 1 < baskets.offsets.length; b++) {
      for (let i = baskets.offsets[b]; i < baskets.offsets[b + 1]; i++) {
        const item = baskets.items[i]
        if (!wanted.has(item)) continue
        const list = lists.get(item)
        if (list) list.push(b)
        else lists.set(item, [b])
      }
    }
    for (const [item, list] of lists) this.#of.set(item, Int32Array.from(list))
  }

  /** Baskets that have all the items. */
  common(items: readonly number[]): Int32Array {
    const [first, ...others] = items.map((item) => this.#of.get(item) ?? new Int32Array(0))
    return others.reduce((left, right) => intersection(left, right), first)
  }

  counts({ x, y, z }: Candidate, from: number, to: number): Counts {
    const within = (baskets: Int32Array) => lowerBound(baskets, to) - lowerBound(baskets, from)
    const size = (...items: number[]) => within(this.common(items))
    if (y < 0) {
      const xz = size(x, z)
      return { n: to - from, x: size(x), y: -1, z: size(z), xy: size(x), xz, yz: 0, xyz: xz }
    }
    return {
      n: to - from,
      x: size(x),
      y: size(y),
      z: size(z),
      xy: size(x, y),
      xz: size(x, z),
      yz: size(y, z),
      xyz: size(x, y, z),
    }
  }
}

function intersection(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(Math.min(a.length, b.length))
  let n = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      both[n++] = a[i++]
      j++
    } else if (a[i] < b[j]) i++
    else j++
  }
  return both.slice(0, n)
}

/** Position of the first value that is not below `limit`. */
function lowerBound(values: Int32Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle] < limit) low = middle + 1
    else high = middle
  }
  return low
}
