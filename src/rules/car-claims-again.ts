import { rule } from '../rule.ts'
import { ARTIS, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const carClaimsAgain = rule({
  id: 'car_claims_again',
  title: { en: 'Same car, claim after claim', zh: '同车多次索赔' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['object_claims_24m'],
  when: (f) => f.object_claims_24m >= 3,
  reason: (f) => ({
    en: `${whole(f.object_claims_24m)} other claims on this car within 24 months`,
    zh: `24个月内该车另有${whole(f.object_claims_24m)}笔赔案`,
  }),
  runbook: {
    en: '1. Compare the damage with photos of the earlier claims. 2. Check that the earlier damage was repaired.',
    zh: '1. 与既往赔案照片比对损伤。2. 核实既往损伤是否已修复。',
  },
  falsePositives: ['Taxis and delivery cars', 'Street parking in a narrow quarter'],
  references: [ARTIS, GUIDELINES_CN],
  hits: [{ title: 'four', features: { object_claims_24m: 4 } }],
  misses: [{ title: 'one', features: { object_claims_24m: 1 } }],
})
