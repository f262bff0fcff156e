import { rule } from '../rule.ts'
import { ACFE, MEDICAL_FUND_CN } from './references.ts'
import { whole } from './show.ts'

export const hospitalShopping = rule({
  id: 'hospital_shopping',
  title: { en: 'Many hospitals in one year', zh: '一年内多家医院就诊' },
  entity: 'claim',
  line: 'health',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['hospitals_12m', 'visits_12m'],
  when: (f) => f.hospitals_12m >= 3 && f.visits_12m >= 3,
  reason: (f) => ({
    en: `${whole(f.visits_12m)} visits to ${whole(f.hospitals_12m)} hospitals in a year`,
    zh: `一年内在${whole(f.hospitals_12m)}家医院就诊${whole(f.visits_12m)}次`,
  }),
  runbook: {
    en: '1. Put the visits on a time line with diagnoses and drugs. 2. Look for the same prescription filled twice.',
    zh: '1. 按时间排列就诊、诊断与用药。2. 核查重复开药。',
  },
  falsePositives: ['A rare illness on its way to a diagnosis', 'A patient who moves between cities'],
  references: [MEDICAL_FUND_CN, ACFE],
  hits: [{ title: 'five hospitals', features: { hospitals_12m: 5, visits_12m: 11 } }],
  misses: [
    { title: 'one hospital', features: { hospitals_12m: 1, visits_12m: 11 } },
    { title: 'two hospitals', features: { hospitals_12m: 2, visits_12m: 4 } },
  ],
})
