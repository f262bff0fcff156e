import { rule } from '../rule.ts'
import { GUIDELINES_CN, NICB } from './references.ts'
import { decimal, whole } from './show.ts'

export const newMemberLargeClaim = rule({
  id: 'new_member_large_claim',
  title: { en: 'New member with a large claim', zh: '新成员大额索赔' },
  entity: 'claim',
  line: 'group',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['tenure_days', 'claimed_amount_z'],
  when: (f) => f.tenure_days >= 0 && f.tenure_days < 90 && f.claimed_amount_z >= 1,
  reason: (f) => ({
    en: `A member for ${whole(f.tenure_days)} days, ${decimal(f.claimed_amount_z)} deviations above claims of its kind`,
    zh: `加入${whole(f.tenure_days)}天，高于同类${decimal(f.claimed_amount_z)}个标准差`,
  }),
  runbook: {
    en: '1. Ask the employer for contract and payroll: is the person employed? 2. Look for treatment before joining.',
    zh: '1. 向雇主核实劳动合同与工资发放。2. 查询加入前的治疗。',
  },
  falsePositives: ['A new colleague who falls ill'],
  references: [GUIDELINES_CN, NICB],
  hits: [{ title: 'second month', features: { tenure_days: 40, claimed_amount_z: 1.7 } }],
  misses: [
    { title: 'ten years', features: { tenure_days: 3600, claimed_amount_z: 1.7 } },
    { title: 'usual amount', features: { tenure_days: 40, claimed_amount_z: 0 } },
  ],
})
