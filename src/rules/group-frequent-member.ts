import { rule } from '../rule.ts'
import { GUIDELINES_CN, MEDICAL_FUND_CN } from './references.ts'
import { whole } from './show.ts'

export const groupFrequentMember = rule({
  id: 'group_frequent_member',
  title: { en: 'Group member who claims again and again', zh: '团体成员频繁索赔' },
  entity: 'claim',
  line: 'group',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['claims_12m', 'hospitals_12m'],
  when: (f) => f.claims_12m >= 3 && f.hospitals_12m >= 2,
  reason: (f) => ({
    en: `${whole(f.claims_12m)} other claims in a year, from ${whole(f.hospitals_12m)} hospitals`,
    zh: `一年内另有${whole(f.claims_12m)}笔索赔，涉及${whole(f.hospitals_12m)}家医院`,
  }),
  runbook: {
    en: "1. Look whether the card is used by others of the family. 2. Compare with the member's attendance at work.",
    zh: '1. 核查是否他人冒用。2. 与考勤比对。',
  },
  falsePositives: ['Chronic illness treated by several specialists'],
  references: [MEDICAL_FUND_CN, GUIDELINES_CN],
  hits: [{ title: 'six claims, four hospitals', features: { claims_12m: 6, hospitals_12m: 4 } }],
  misses: [
    { title: 'one claim', features: { claims_12m: 1, hospitals_12m: 1 } },
    { title: 'six claims, one hospital', features: { claims_12m: 6, hospitals_12m: 1 } },
  ],
})
