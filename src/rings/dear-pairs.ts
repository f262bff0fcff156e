/**
 * Garages and adjusters between whom parts are dearer than at the same garage with other adjusters.
 *
 * Each claim's parts are held against the garage's usual price. The evidence of a pair is the likelihood that some share of its
 * claims is dearer by a fixed step, over that of the share found among all pairs; the step and the spread are of the book.
 * A two-component mixture as in Efron (2004), "Large-scale simultaneous hypothesis testing".
 */
import { claimsTogether } from './billing.ts'
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import type { Group, RingContext, RingReason } from './typology.ts'

const DEFAULTS = {
  /** Claims of a pair. */
  leastClaims: 4,
  /** Claims with other adjusters that tell a garage's usual price; with fewer, all its claims do. */
  leastOthers: 8,
  /** Claims count as dear above so many robust deviations, */
  step: 2.5,
  /** but a step is at least so large, difference of logarithms. */
  leastStep: 0.15,
  /** Shares of a pair's claims that may be dear. */
  shares: [0.15, 0.3, 0.6, 0.9],
  /** Share of all claims that are dear, at least. */
  leastBase: 0.02,
  /** What the natural logarithm of the likelihood ratio counts in log-odds, what the many pairs looked at take off, and at most. */
  weight: 0.9,
  looks: 1.3,
  most: 4.5,
} as const

interface Found {
  readonly ratio: number
  readonly count: number
  readonly of: number
  readonly percent: number
}

const known = new WeakMap<Group, Found>()

const median = (values: Float64Array) => values.sort()[values.length >> 1]

/** Known prices of the parts of some claims, the lowest first. */
function prices({ claims }: RingBook, list: ArrayLike<number>): Float64Array {
  const found = new Float64Array(list.length)
  let count = 0
  for (let i = 0; i < list.length; i++)
    if (!Number.isNaN(claims.partPrice[list[i]])) found[count++] = claims.partPrice[list[i]]
  return found.subarray(0, count).sort()
}

/** The usual price of a garage, the median of those of its claims that are not a pair's own; of all when these are few. */
function usual(all: Float64Array, own: Float64Array): number {
  const others = all.length - own.length
  if (others < DEFAULTS.leastOthers) return all[all.length >> 1]
  // Both rise, and what is the pair's own is among all: the places before the median are counted.
  let taken = 0
  let at = 0
  for (let left = others >> 1; ; at++) {
    if (taken < own.length && own[taken] === all[at]) taken++
    else if (left-- === 0) return all[at]
  }
}

interface Pair {
  readonly providers: readonly number[]
  readonly claims: readonly number[]
  /** How far the parts of each claim lie above the garage's usual price. */
  readonly over: readonly number[]
}

function pairsOf(book: RingBook): Pair[] {
  const { partPrice } = book.claims
  const ofGarage = new Map<number, Float64Array>()
  return claimsTogether(book, 'repairer', 'adjuster').flatMap(({ first, second, claims }): Pair[] => {
    if (claims.length < DEFAULTS.leastClaims) return []
    const priced = claims.filter((claim) => !Number.isNaN(partPrice[claim]))
    if (priced.length < DEFAULTS.leastClaims) return []
    const all = ofGarage.get(first) ?? prices(book, rowOf(book.servedBy, first))
    ofGarage.set(first, all)
    const price = usual(all, prices(book, priced))
    return [
      { providers: [first, second], claims: priced, over: priced.map((claim) => partPrice[claim] - price) },
    ]
  })
}

/** Pairs for which the prices speak, with their dear claims. */
export function dearPairs({ book }: RingContext): Group[] {
  const pairs = pairsOf(book)
  const all = new Float64Array(pairs.reduce((sum, { over }) => sum + over.length, 0))
  let filled = 0
  for (const { over } of pairs) {
    all.set(over, filled)
    filled += over.length
  }
  const spread = 1.4826 * (median(all.map(Math.abs)) ?? 0)
  if (!(spread > 0)) return []
  const step = Math.max(DEFAULTS.leastStep, DEFAULTS.step * spread)
  const isDear = (over: number) => over > step / 2 + (spread * spread) / step
  const base = Math.max(DEFAULTS.leastBase, all.filter((x) => x > step).length / Math.max(1, all.length))
  return pairs.flatMap(({ providers, claims, over }): Group[] => {
    const ratio = Math.max(...DEFAULTS.shares.map((share) => logRatio(over, { share, base, step, spread })))
    const dear = claims.filter((_, i) => isDear(over[i]))
    if (pointsOf(ratio) <= 0.5 || dear.length < 3) return []
    const group: Group = { persons: [], claims: dear, things: [], providers, origin: 'pattern' }
    const mean = over.filter(isDear).reduce((sum, x) => sum + x, 0) / dear.length
    known.set(group, {
      ratio,
      count: dear.length,
      of: claims.length,
      percent: Math.round(100 * (Math.exp(mean) - 1)),
    })
    return [group]
  })
}

interface Mixture {
  readonly share: number
  readonly base: number
  readonly step: number
  readonly spread: number
}

/** Likelihood of a share of dear claims over that of the base, natural logarithm. */
function logRatio(over: readonly number[], { share, base, step, spread }: Mixture): number {
  let sum = 0
  for (const x of over) {
    // Density of a dear claim over that of a usual one; far out both say the same: dear.
    const dear = Math.exp(Math.min(30, (x * step - (step * step) / 2) / (spread * spread)))
    sum += Math.log((1 - share + share * dear) / (1 - base + base * dear))
  }
  return sum
}

const pointsOf = (ratio: number) => Math.min(DEFAULTS.most, DEFAULTS.weight * ratio - DEFAULTS.looks)

/** The reason of a pair. */
export function dearReasons(group: Group): RingReason[] {
  const found = known.get(group)
  if (!found) return []
  const { count, of, percent, ratio } = found
  return [
    {
      text: {
        en: `in ${count} of ${of} claims between the two, parts cost about ${percent} % more than at the same garage with other adjusters`,
        zh: `二者之间 ${of} 起案件中有 ${count} 起，配件比同一修理厂与其他查勘员办理的案件贵约 ${percent}%`,
      },
      log_odds: pointsOf(ratio),
    },
  ]
}
