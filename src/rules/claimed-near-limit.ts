import { rule } from '../rule.ts'
import { ACFE, BELHADJI } from './references.ts'
import { percent } from './show.ts'

export const claimedNearLimit = rule({
  id: 'claimed_near_limit',
  title: { en: 'Amount close to the sum insured', zh: '索赔金额接近保额' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.4,
  reads: ['claimed_sum_insured_ratio', 'claimed_amount_z'],
  when: (f) =>
    f.claimed_sum_insured_ratio >= 0.9 && f.claimed_sum_insured_ratio <= 1.1 && f.claimed_amount_z >= 1,
  reason: (f) => ({
    en: `${percent(f.claimed_sum_insured_ratio)} of the sum insured is claimed`,
    zh: `索赔金额为保额的${percent(f.claimed_sum_insured_ratio)}`,
  }),
  runbook: {
    en: '1. Rebuild the amount from invoices, line by line. 2. Ask a second opinion on the extent of the loss. 3. Check when the sum insured was last raised.',
    zh: '1. 按发票逐项核算金额。2. 对损失程度进行二次定损。3. 核查最近一次提高保额的时间。',
  },
  falsePositives: ['A true total loss', 'Fixed-benefit covers, which pay the sum insured by design'],
  references: [BELHADJI, ACFE],
  hits: [{ title: '97 % of the sum', features: { claimed_sum_insured_ratio: 0.97, claimed_amount_z: 1.8 } }],
  misses: [
    { title: 'half of the sum', features: { claimed_sum_insured_ratio: 0.5, claimed_amount_z: 1.8 } },
    { title: 'usual for its kind', features: { claimed_sum_insured_ratio: 0.97, claimed_amount_z: 0.2 } },
  ],
})
