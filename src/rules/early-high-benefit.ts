import { rule } from '../rule.ts'
import { GUIDELINES_CN, NICB } from './references.ts'
import { percent, whole } from './show.ts'

export const earlyHighBenefit = rule({
  id: 'early_high_benefit',
  title: { en: 'High benefit soon after inception', zh: '承保不久即高额给付' },
  entity: 'claim',
  line: 'accident',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['policy_age_days', 'claimed_sum_insured_ratio'],
  when: (f) => f.policy_age_days >= 0 && f.policy_age_days <= 60 && f.claimed_sum_insured_ratio >= 0.4,
  reason: (f) => ({
    en: `${percent(f.claimed_sum_insured_ratio)} of the sum insured, ${whole(f.policy_age_days)} days after inception`,
    zh: `生效${whole(f.policy_age_days)}天，索赔保额的${percent(f.claimed_sum_insured_ratio)}`,
  }),
  runbook: {
    en: '1. Ask all insurers for further covers of the person. 2. Get police and forensic findings. 3. Check who is to benefit and since when.',
    zh: '1. 查询在各公司的保额。2. 调取公安与鉴定结论。3. 核查受益人及变更时间。',
  },
  falsePositives: ['Short-term cover, which is always young'],
  references: [NICB, GUIDELINES_CN],
  hits: [
    { title: 'month one, near the sum', features: { policy_age_days: 25, claimed_sum_insured_ratio: 0.9 } },
  ],
  misses: [
    { title: 'second year', features: { policy_age_days: 500, claimed_sum_insured_ratio: 0.9 } },
    { title: 'a sprained ankle', features: { policy_age_days: 25, claimed_sum_insured_ratio: 0.02 } },
  ],
})
