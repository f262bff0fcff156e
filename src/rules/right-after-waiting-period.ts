import { rule } from '../rule.ts'
import { ACFE, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const rightAfterWaitingPeriod = rule({
  id: 'right_after_waiting_period',
  title: { en: 'Illness right after the waiting period', zh: '等待期刚过即出险' },
  entity: 'claim',
  line: 'health',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['waiting_period_left_days'],
  when: (f) => f.waiting_period_left_days <= 0 && f.waiting_period_left_days >= -15,
  reason: (f) => ({
    en: `The waiting period ended ${whole(-f.waiting_period_left_days)} days before`,
    zh: `等待期结束后${whole(-f.waiting_period_left_days)}天出险`,
  }),
  runbook: {
    en: '1. Look for visits before the waiting period ended. 2. Ask the physician when the illness was first spoken of.',
    zh: '1. 查询等待期内就诊记录。2. 向医师核实首次诊断时间。',
  },
  falsePositives: ['Patients who put off what can wait, as they may'],
  references: [GUIDELINES_CN, ACFE],
  hits: [{ title: 'five days after', features: { waiting_period_left_days: -5 } }],
  misses: [
    { title: 'half a year after', features: { waiting_period_left_days: -180 } },
    { title: 'still running', features: { waiting_period_left_days: 3 } },
  ],
})
