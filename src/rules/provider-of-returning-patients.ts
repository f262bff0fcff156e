import { rule } from '../rule.ts'
import { ACFE, MEDICAL_FUND_CN } from './references.ts'
import { percent } from './show.ts'

export const providerOfReturningPatients = rule({
  id: 'provider_of_returning_patients',
  title: { en: 'The same patients again and again', zh: '患者反复就诊' },
  entity: 'provider',
  line: 'any',
  severity: 'low',
  status: 'stable',
  weight: 0.4,
  reads: ['repeat_patient_share', 'claim_count'],
  when: (f) => f.repeat_patient_share >= 0.5 && f.claim_count >= 20,
  reason: (f) => ({
    en: `${percent(f.repeat_patient_share)} of its claims come from somebody who has claimed there before`,
    zh: `${percent(f.repeat_patient_share)}的赔案来自曾在此索赔者`,
  }),
  runbook: {
    en: '1. Separate chronic illness from the rest. 2. Ask a few patients whether they were there.',
    zh: '1. 区分慢性病与其他。2. 抽样回访患者核实。',
  },
  falsePositives: ['Dialysis, oncology, rehabilitation'],
  references: [MEDICAL_FUND_CN, ACFE],
  hits: [{ title: 'two thirds', features: { repeat_patient_share: 0.66, claim_count: 90 } }],
  misses: [{ title: 'a few', features: { repeat_patient_share: 0.1, claim_count: 90 } }],
})
