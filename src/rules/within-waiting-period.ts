import { rule } from '../rule.ts'
import { GUIDELINES_CN, INSURANCE_LAW_CN } from './references.ts'
import { whole } from './show.ts'

export const withinWaitingPeriod = rule({
  id: 'within_waiting_period',
  title: { en: 'Illness within the waiting period', zh: '等待期内出险' },
  entity: 'claim',
  line: 'health',
  severity: 'high',
  status: 'stable',
  weight: 0.9,
  reads: ['waiting_period_left_days'],
  when: (f) => f.waiting_period_left_days > 0,
  reason: (f) => ({
    en: `${whole(f.waiting_period_left_days)} days of the waiting period were left`,
    zh: `等待期尚余${whole(f.waiting_period_left_days)}天`,
  }),
  runbook: {
    en: '1. Check the date of the first symptom in the records. 2. Decide by the terms of the cover; an accident has no waiting period.',
    zh: '1. 核查病历首发症状日期。2. 按条款处理；意外无等待期。',
  },
  falsePositives: ['Accidents, which are covered from the first day', 'A renewal without a gap'],
  references: [INSURANCE_LAW_CN, GUIDELINES_CN],
  hits: [{ title: 'two weeks left', features: { waiting_period_left_days: 14 } }],
  misses: [
    { title: 'long over', features: { waiting_period_left_days: -200 } },
    { title: 'cover without one', features: { waiting_period_left_days: Number.NaN } },
  ],
})
