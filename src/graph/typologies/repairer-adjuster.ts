import { rowOf, sizeOf } from '../incidence.ts'
import { amountResiduals, excess, poissonTail } from '../surprise.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

export const DEFAULTS = {
  leastClaims: 6,
  /** How much more often than by chance the two must meet. */
  lift: 2.5,
  /** log10 of the chance that is left to coincidence, all pairs together. */
  chance: -3,
} as const

/** A garage and an adjuster who meet far more often than chance, at prices above the usual. */
export const repairerAdjuster: Typology = {
  id: 'repairer_adjuster',
  title: { en: 'Repairer and adjuster in league', zh: '修理厂与查勘员串通' },
  runbook: {
    en: 'Have some of the cars inspected again by somebody else; compare invoices with parts delivered; see how cases are assigned.',
    zh: '另派人员复勘部分车辆；比对发票与配件进货；核查派案记录。',
  },
  candidates,
  test: (facts, group, context) => {
    if (group.providers.length < 2 || facts.claims < DEFAULTS.leastClaims) return undefined
    const [repairer, adjuster] = group.providers
    const expected = expectation(context, repairer, adjuster)
    const dear = excess(residualsOf(context), group.claims)
    const reasons = [
      {
        text: {
          en: `repairer and adjuster meet in ${facts.claims} claims where chance gives ${expected.toFixed(1)}`,
          zh: `修理厂与查勘员在 ${facts.claims} 起案件中相遇，随机预期仅 ${expected.toFixed(1)} 起`,
        },
        log_odds: Math.min(2.5, 0.9 * Math.log2(facts.claims / Math.max(expected, 0.5))),
      },
    ]
    if (dear.mean > 0.1 && dear.t > 2) {
      reasons.push({
        text: {
          en: `their claims cost ${Math.round((Math.exp(dear.mean) - 1) * 100)} % more than the usual of their kind`,
          zh: `其案件金额比同类高 ${Math.round((Math.exp(dear.mean) - 1) * 100)}%`,
        },
        log_odds: Math.min(2, 0.35 * dear.t),
      })
    } else {
      reasons.push({
        text: { en: 'their prices are the usual ones', zh: '其价格与同类相当' },
        log_odds: -1,
      })
    }
    return reasons
  },
}

const residuals = new WeakMap<RingContext, Float64Array>()
function residualsOf(context: RingContext): Float64Array {
  const known = residuals.get(context) ?? amountResiduals(context.book)
  residuals.set(context, known)
  return known
}

/** Claims that the two would share if adjusters met garages by chance within the garage's region. */
function expectation({ book }: RingContext, repairer: number, adjuster: number): number {
  const regions = new Map<string, number>()
  for (const claim of rowOf(book.servedBy, repairer)) {
    const region = regionOf(book.claims.place[claim])
    regions.set(region, (regions.get(region) ?? 0) + 1)
  }
  const own = new Map<string, number>()
  for (const claim of rowOf(book.servedBy, adjuster)) {
    if (!hasRepairer(book, claim)) continue
    const region = regionOf(book.claims.place[claim])
    own.set(region, (own.get(region) ?? 0) + 1)
  }
  let expected = 0
  for (const [region, count] of regions)
    expected += (count * (own.get(region) ?? 0)) / Math.max(1, repairsIn(book).get(region) ?? 1)
  return expected
}

const regionOf = (place: string | null) => place?.split(' ')[0] ?? ''
const hasRepairer = (book: RingContext['book'], claim: number) =>
  rowOf(book.providersOf, claim).some((p) => book.providers.role[p] === 'repairer')

const repairs = new WeakMap<RingContext['book'], Map<string, number>>()
function repairsIn(book: RingContext['book']): Map<string, number> {
  const known = repairs.get(book)
  if (known) return known
  const counts = new Map<string, number>()
  for (let c = 0; c < book.claims.count; c++) {
    if (!hasRepairer(book, c)) continue
    const region = regionOf(book.claims.place[c])
    counts.set(region, (counts.get(region) ?? 0) + 1)
  }
  repairs.set(book, counts)
  return counts
}

/** Pairs that meet more often than chance leaves room for. */
function candidates(context: RingContext): Group[] {
  const { book } = context
  const pairs = new Map<string, number[]>()
  for (let c = 0; c < book.claims.count; c++) {
    const served = rowOf(book.providersOf, c)
    for (const repairer of served) {
      if (book.providers.role[repairer] !== 'repairer') continue
      for (const adjuster of served) {
        if (book.providers.role[adjuster] !== 'adjuster') continue
        const key = `${repairer} ${adjuster}`
        const list = pairs.get(key)
        if (list) list.push(c)
        else pairs.set(key, [c])
      }
    }
  }
  const tried = Math.log10(Math.max(1, pairs.size))
  const groups: Group[] = []
  for (const [key, claims] of pairs) {
    const [repairer, adjuster] = key.split(' ').map(Number)
    if (claims.length < DEFAULTS.leastClaims || sizeOf(book.servedBy, adjuster) < claims.length) continue
    const expected = expectation(context, repairer, adjuster)
    if (claims.length < DEFAULTS.lift * expected) continue
    if (poissonTail(claims.length, expected) + tried > DEFAULTS.chance) continue
    groups.push({ persons: claimants(book, claims), claims, things: [], providers: [repairer, adjuster] })
  }
  return groups
}

/** Those who stand in two or more of the claims; a claimant of one is the victim or knows nothing. */
function claimants(book: RingContext['book'], claims: readonly number[]): number[] {
  const times = new Map<number, number>()
  for (const claim of claims)
    for (const person of rowOf(book.personsOf, claim)) times.set(person, (times.get(person) ?? 0) + 1)
  return [...times]
    .filter(([, count]) => count > 1)
    .map(([person]) => person)
    .sort((a, b) => a - b)
}
