import { billing, billingReasons, claimsTogether, contrast } from '../billing.ts'
import { rowOf } from '../incidence.ts'
import { poissonTail } from '../surprise.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  leastClaims: 8,
  /** log10 of the chance that known frauds, or meetings, are coincidence. */
  chance: -1.5,
} as const

/** A garage and an adjuster who agree: dearer parts, more of them, waved through. */
export const repairerAdjuster: Typology = {
  id: 'repairer_adjuster',
  title: { en: 'Repairer and adjuster in league', zh: '修理厂与查勘员串通' },
  runbook: {
    en: 'Have some of the cars inspected again by somebody else; compare invoices with parts delivered; see how cases are assigned.',
    zh: '另派人员复勘部分车辆；比对发票与配件进货；核查派案记录。',
  },
  leastMembers: 2,
  candidates,
  test: (_facts, group, context) => {
    const reasons = billingReasons(context, group.claims, { price: priceT(context, group) })
    return [
      {
        text: {
          en: `one adjuster passes ${group.claims.length} claims of one repairer`,
          zh: `同一查勘员经手同一修理厂 ${group.claims.length} 起案件`,
        },
        log_odds: 0.2,
      },
      ...reasons,
    ]
  },
}

/** t value of the prices between the two, against the same garage with other adjusters: a dear garage is dear with everybody. */
function priceT({ book }: RingContext, group: Group): number {
  return contrast(billing(book).price, group.claims, rowOf(book.servedBy, group.providers[0]))
}

/** Pairs with enough claims together of which something is known or seen in the prices. */
function candidates(context: RingContext): Group[] {
  const { book } = context
  const groups: Group[] = []
  for (const [key, claims] of claimsTogether(book, 'repairer', 'adjuster')) {
    if (claims.length < DEFAULTS.leastClaims) continue
    const group = { persons: [], claims, things: [], providers: key.split(' ').map(Number) }
    const frauds = claims.filter((claim) => book.claims.outcome[claim] === 1).length
    const expected = claims.reduce((sum, claim) => sum + book.fraudRate(claim), 0)
    if (poissonTail(frauds, expected) <= DEFAULTS.chance || priceT(context, group) >= 2.5) groups.push(group)
  }
  return groups
}
