import { rule } from '../rule.ts'
import { NICB, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const lawyerAtFirstNotice = rule({
  id: 'lawyer_at_first_notice',
  title: { en: 'Lawyer at once', zh: '报案即有律师介入' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['has_lawyer', 'reporting_delay_days', 'injured_count'],
  when: (f) => f.has_lawyer === 1 && f.reporting_delay_days <= 3 && f.injured_count >= 1,
  reason: (f) => ({
    en: `A lawyer stands in the claim, reported within ${whole(f.reporting_delay_days)} days`,
    zh: `报案${whole(f.reporting_delay_days)}天内即有律师介入`,
  }),
  runbook: {
    en: '1. Ask how client and lawyer met. 2. Look whether lawyer, clinic and driver return together in other claims.',
    zh: '1. 询问委托经过。2. 核查律师、诊所、驾驶人是否在其他案件中共同出现。',
  },
  falsePositives: ['Legal-expenses cover that brings a lawyer in every case', 'A severe injury'],
  references: [NICB, WEISBERG],
  hits: [
    { title: 'lawyer on day one', features: { has_lawyer: 1, reporting_delay_days: 1, injured_count: 2 } },
  ],
  misses: [
    {
      title: 'lawyer after two months',
      features: { has_lawyer: 1, reporting_delay_days: 60, injured_count: 2 },
    },
    { title: 'no lawyer', features: { has_lawyer: 0, reporting_delay_days: 1, injured_count: 2 } },
  ],
})
