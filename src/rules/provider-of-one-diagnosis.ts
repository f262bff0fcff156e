import { rule } from '../rule.ts'
import { MEDICAL_FUND_CN, NCCI } from './references.ts'
import { percent } from './show.ts'

export const providerOfOneDiagnosis = rule({
  id: 'provider_of_one_diagnosis',
  title: { en: 'One diagnosis for most patients', zh: '诊断高度集中' },
  entity: 'provider',
  line: 'any',
  severity: 'low',
  status: 'stable',
  weight: 0.4,
  reads: ['top_diagnosis_share', 'claim_count'],
  when: (f) => f.top_diagnosis_share >= 0.4 && f.claim_count >= 20,
  reason: (f) => ({
    en: `${percent(f.top_diagnosis_share)} of the claims bear the same diagnosis`,
    zh: `${percent(f.top_diagnosis_share)}的赔案诊断相同`,
  }),
  runbook: {
    en: '1. Compare with the specialty: dialysis and fractures are narrow by nature. 2. Ask for the findings behind the diagnosis.',
    zh: '1. 与专科比较：透析、骨科天然集中。2. 调取诊断依据。',
  },
  falsePositives: ['A specialised clinic'],
  references: [NCCI, MEDICAL_FUND_CN],
  hits: [{ title: 'half', features: { top_diagnosis_share: 0.5, claim_count: 50 } }],
  misses: [{ title: 'varied', features: { top_diagnosis_share: 0.08, claim_count: 50 } }],
})
