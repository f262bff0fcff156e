import { rule } from '../rule.ts'
import { GUIDELINES_CN, NICB } from './references.ts'
import { whole } from './show.ts'

export const insurerHopping = rule({
  id: 'insurer_hopping',
  title: { en: 'New customer who has changed insurers often', zh: '频繁更换保险公司的新客户' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.4,
  reads: ['previous_insurer_count', 'policy_age_days'],
  when: (f) => f.previous_insurer_count >= 3 && f.policy_age_days < 90,
  reason: (f) => ({
    en: `${whole(f.previous_insurer_count)} insurers in five years, and a loss in the first three months`,
    zh: `五年内更换${whole(f.previous_insurer_count)}家保险公司，且三个月内出险`,
  }),
  runbook: {
    en: '1. Ask the previous insurers for their claims and why cover ended. 2. Compare with what the application says.',
    zh: '1. 向前保险公司查询赔案及退保原因。2. 与投保告知比对。',
  },
  falsePositives: ['A price-conscious customer who compares every year'],
  references: [NICB, GUIDELINES_CN],
  hits: [
    { title: 'four insurers, third month', features: { previous_insurer_count: 4, policy_age_days: 80 } },
  ],
  misses: [
    {
      title: 'four insurers, long a customer',
      features: { previous_insurer_count: 4, policy_age_days: 900 },
    },
    { title: 'one insurer', features: { previous_insurer_count: 1, policy_age_days: 80 } },
  ],
})
