import { rule } from '../rule.ts'
import { ACFE, MEDICAL_FUND_CN } from './references.ts'
import { whole } from './show.ts'

export const claimsAfterDeath = rule({
  id: 'claims_after_death',
  title: { en: 'Services after the death of the patient', zh: '患者死亡后仍有服务' },
  entity: 'provider',
  line: 'any',
  severity: 'critical',
  status: 'stable',
  weight: 1.2,
  reads: ['claims_after_death'],
  when: (f) => f.claims_after_death >= 1,
  reason: (f) => ({
    en: `${whole(f.claims_after_death)} claim(s) for a loss after the claimant had died`,
    zh: `${whole(f.claims_after_death)}笔赔案发生在索赔人死亡之后`,
  }),
  runbook: {
    en: '1. Check both dates at their origin. 2. Ask for the records of the services. 3. If they stand, report: nobody treats the dead.',
    zh: '1. 从源头核对两个日期。2. 调取服务记录。3. 属实则上报。',
  },
  falsePositives: ['A date of death that was registered wrongly', 'A bill dated later than the service'],
  references: [ACFE, MEDICAL_FUND_CN],
  hits: [{ title: 'one', features: { claims_after_death: 1 } }],
  misses: [{ title: 'none', features: { claims_after_death: 0 } }],
})
