import { rule } from '../rule.ts'
import { ACFE } from './references.ts'
import { decimal } from './show.ts'

export const roundLargeAmount = rule({
  id: 'round_large_amount',
  title: { en: 'Large round amount', zh: '大额整数索赔' },
  entity: 'claim',
  line: 'any',
  severity: 'low',
  status: 'stable',
  weight: 0.3,
  reads: ['is_round_amount', 'claimed_amount_z'],
  when: (f) => f.is_round_amount === 1 && f.claimed_amount_z >= 1.5,
  reason: (f) => ({
    en: `A round amount, ${decimal(f.claimed_amount_z)} deviations above claims of its kind`,
    zh: `金额为整数，高于同类赔案${decimal(f.claimed_amount_z)}个标准差`,
  }),
  runbook: {
    en: '1. Ask for the invoices behind the sum. 2. Call the issuer of the largest one.',
    zh: '1. 调取构成金额的发票。2. 向最大金额发票的开具方核实。',
  },
  falsePositives: ['An estimate before the invoice is there', 'A fixed benefit'],
  references: [ACFE],
  hits: [{ title: 'round and large', features: { is_round_amount: 1, claimed_amount_z: 2 } }],
  misses: [
    { title: 'round and usual', features: { is_round_amount: 1, claimed_amount_z: 0.3 } },
    { title: 'large, to the cent', features: { is_round_amount: 0, claimed_amount_z: 2 } },
  ],
})
