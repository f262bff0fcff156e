import { billing, billingReasons, claimsTogether } from '../billing.ts'
import { excess, poissonTail } from '../surprise.ts'
import type { Group, RingContext, Typology } from '../typology.ts'

const DEFAULTS = {
  leastClaims: 8,
  /** log10 of the chance that known frauds are coincidence. */
  chance: -1.5,
} as const

/** A hospital and a physician whose bills are dearer or longer than those of the same cases elsewhere: upcoding, unbundling. */
export const providerOverbilling: Typology = {
  id: 'provider_overbilling',
  title: { en: 'Upcoding or unbundling', zh: '高套编码或分解收费' },
  runbook: {
    en: 'Compare coded diagnoses with nights and treatments; ask patients what was done; look for panels billed test by test.',
    zh: '比对诊断编码与住院天数、治疗项目；询访患者；查找被拆分收费的检验组合。',
  },
  leastMembers: 2,
  candidates,
  test: (_facts, group, context) => [
    {
      text: {
        en: `one physician of one hospital stands in ${group.claims.length} claims`,
        zh: `同一医院同一医师涉及 ${group.claims.length} 起案件`,
      },
      log_odds: 0.2,
    },
    ...billingReasons(context, group.claims),
  ],
}

function candidates({ book }: RingContext): Group[] {
  const { price, severity, items } = billing(book)
  const groups: Group[] = []
  for (const [key, claims] of claimsTogether(book, 'hospital', 'physician')) {
    if (claims.length < DEFAULTS.leastClaims) continue
    const frauds = claims.filter((claim) => book.claims.outcome[claim] === 1).length
    const expected = claims.reduce((sum, claim) => sum + book.fraudRate(claim), 0)
    const suspicious =
      poissonTail(frauds, expected) <= DEFAULTS.chance ||
      excess(price, claims).t >= 2.5 ||
      excess(severity, claims).t >= 2.5 ||
      excess(items, claims).t >= 3
    if (suspicious) groups.push({ persons: [], claims, things: [], providers: key.split(' ').map(Number) })
  }
  return groups
}
