import { rule } from '../rule.ts'
import { GUIDELINES_CN, MEDICAL_FUND_CN } from './references.ts'
import { decimal, whole } from './show.ts'

export const longCostlyStay = rule({
  id: 'long_costly_stay',
  title: { en: 'Long stay far above its kind', zh: '住院时间长且费用偏高' },
  entity: 'claim',
  line: 'health',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['stay_days', 'claimed_amount_z'],
  when: (f) => f.stay_days >= 21 && f.claimed_amount_z >= 1,
  reason: (f) => ({
    en: `${whole(f.stay_days)} days in hospital, ${decimal(f.claimed_amount_z)} deviations above claims of its kind`,
    zh: `住院${whole(f.stay_days)}天，高于同类${decimal(f.claimed_amount_z)}个标准差`,
  }),
  runbook: {
    en: '1. Ask for the daily chart: was the bed slept in? 2. Let a physician judge whether the stay was needed.',
    zh: '1. 调取每日病程：是否挂床。2. 由医师评估住院必要性。',
  },
  falsePositives: ['Severe illness, rehabilitation'],
  references: [MEDICAL_FUND_CN, GUIDELINES_CN],
  hits: [{ title: 'a month, costly', features: { stay_days: 31, claimed_amount_z: 1.6 } }],
  misses: [
    { title: 'three days', features: { stay_days: 3, claimed_amount_z: 1.6 } },
    { title: 'a month, usual cost', features: { stay_days: 31, claimed_amount_z: 0 } },
  ],
})
