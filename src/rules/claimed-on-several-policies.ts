import { rule } from '../rule.ts'
import { COALITION, GUIDELINES_CN, INSURANCE_LAW_CN } from './references.ts'
import { whole } from './show.ts'

export const claimedOnSeveralPolicies = rule({
  id: 'claimed_on_several_policies',
  title: { en: 'Same event claimed on several policies', zh: '同一事件多保单索赔' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 2,
  reads: ['same_event_claims'],
  when: (f) => f.same_event_claims >= 1,
  reason: (f) => ({
    en: `${whole(f.same_event_claims)} other claim(s) of the same person for the same event`,
    zh: `同一人就同一事件另有${whole(f.same_event_claims)}笔索赔`,
  }),
  runbook: {
    en: '1. Compare receipts, serial numbers and bookings of both claims. 2. Check whether the covers pay a fixed sum (allowed twice) or the cost (once). 3. Share out or refuse what is paid elsewhere.',
    zh: '1. 比对两案票据、序列号与订单。2. 区分定额给付（可重复）与费用补偿（不可重复）。3. 对他处已赔部分分摊或拒赔。',
  },
  falsePositives: [
    'Fixed-benefit covers may be held and paid side by side',
    'Two events on neighbouring days',
  ],
  references: [INSURANCE_LAW_CN, COALITION, GUIDELINES_CN],
  hits: [{ title: 'one more', features: { same_event_claims: 1 } }],
  misses: [
    { title: 'none', features: { same_event_claims: 0 } },
    { title: 'not known', features: { same_event_claims: Number.NaN } },
  ],
})
