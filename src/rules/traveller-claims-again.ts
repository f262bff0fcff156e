import { rule } from '../rule.ts'
import { COALITION, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const travellerClaimsAgain = rule({
  id: 'traveller_claims_again',
  title: { en: 'Traveller who claims trip after trip', zh: '多次旅行索赔' },
  entity: 'claim',
  line: 'travel',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['claims_24m'],
  when: (f) => f.claims_24m >= 3,
  reason: (f) => ({
    en: `${whole(f.claims_24m)} other claims within 24 months`,
    zh: `24个月内另有${whole(f.claims_24m)}笔索赔`,
  }),
  runbook: {
    en: '1. Compare receipts and things claimed with earlier trips. 2. Ask other travel insurers.',
    zh: '1. 与既往行程的票据、物品比对。2. 向他司查询。',
  },
  falsePositives: ['People who travel for a living'],
  references: [COALITION, GUIDELINES_CN],
  hits: [{ title: 'four trips, four claims', features: { claims_24m: 4 } }],
  misses: [{ title: 'first claim', features: { claims_24m: 0 } }],
})
