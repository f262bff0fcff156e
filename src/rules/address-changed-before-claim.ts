import { rule } from '../rule.ts'
import { BELHADJI, NICB } from './references.ts'
import { whole } from './show.ts'

export const addressChangedBeforeClaim = rule({
  id: 'address_changed_before_claim',
  title: { en: 'Address changed shortly before the claim', zh: '索赔前变更地址' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['address_changed_days'],
  when: (f) => f.address_changed_days >= 0 && f.address_changed_days <= 180,
  reason: (f) => ({
    en: `The address was changed ${whole(f.address_changed_days)} days or less before`,
    zh: `索赔前${whole(f.address_changed_days)}天内变更地址`,
  }),
  runbook: {
    en: '1. Verify the new address, and who else uses it. 2. Check whether the premium depended on the old one. 3. Send a letter to the old address.',
    zh: '1. 核实新地址及共用人员。2. 核查保费是否依旧地址厘定。3. 向旧地址寄函。',
  },
  falsePositives: ['A true move: one household in ten each year'],
  references: [NICB, BELHADJI],
  hits: [{ title: 'last month', features: { address_changed_days: 30 } }],
  misses: [
    { title: 'two years ago', features: { address_changed_days: 700 } },
    { title: 'never', features: { address_changed_days: Number.NaN } },
  ],
})
