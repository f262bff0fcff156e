import { rule } from '../rule.ts'
import { ACFE, ARTIS } from './references.ts'
import { percent, whole } from './show.ts'

export const debtsAndLargeLoss = rule({
  id: 'debts_and_large_loss',
  title: { en: 'Pressing debts and a large loss', zh: '债务压力下的大额损失' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.4,
  reads: ['delinquency_count', 'claimed_sum_insured_ratio'],
  when: (f) => f.delinquency_count >= 3 && f.claimed_sum_insured_ratio >= 0.6,
  reason: (f) => ({
    en: `${whole(f.delinquency_count)} late payments, and ${percent(f.claimed_sum_insured_ratio)} of the sum insured is claimed`,
    zh: `${whole(f.delinquency_count)}次逾期，索赔金额为保额的${percent(f.claimed_sum_insured_ratio)}`,
  }),
  runbook: {
    en: '1. Look for pledges on the object and who is to be paid. 2. Ask for the whereabouts at the time of the loss. 3. Never let debts alone delay a payment.',
    zh: '1. 核查标的抵押情况与收款人。2. 询问出险时去向。3. 不得仅因负债延迟赔付。',
  },
  falsePositives: ['Many people owe money; most of them are honest'],
  references: [ACFE, ARTIS],
  hits: [
    {
      title: 'in arrears, near total loss',
      features: { delinquency_count: 4, claimed_sum_insured_ratio: 0.8 },
    },
  ],
  misses: [
    { title: 'in arrears, small loss', features: { delinquency_count: 4, claimed_sum_insured_ratio: 0.1 } },
    { title: 'no arrears', features: { delinquency_count: 0, claimed_sum_insured_ratio: 0.8 } },
  ],
})
