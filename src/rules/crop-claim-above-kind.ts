import { rule } from '../rule.ts'
import { GUIDELINES_CN, RMA } from './references.ts'
import { decimal, percent } from './show.ts'

export const cropClaimAboveKind = rule({
  id: 'crop_claim_above_kind',
  title: { en: 'Crop claim far above its kind', zh: '农险索赔显著偏高' },
  entity: 'claim',
  line: 'agricultural',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['claimed_amount_z', 'degree_of_loss'],
  when: (f) => f.claimed_amount_z >= 1.5 && f.degree_of_loss >= 0.7,
  reason: (f) => ({
    en: `${decimal(f.claimed_amount_z)} deviations above claims of its kind, ${percent(f.degree_of_loss)} lost`,
    zh: `高于同类${decimal(f.claimed_amount_z)}个标准差，损失程度${percent(f.degree_of_loss)}`,
  }),
  runbook: {
    en: '1. Measure the field: is the area insured the area planted? 2. Weigh a sample of what is left.',
    zh: '1. 测量地块：承保面积与种植面积是否一致。2. 抽样测产。',
  },
  falsePositives: ['A large farm in a bad year'],
  references: [RMA, GUIDELINES_CN],
  hits: [{ title: 'large and nearly all', features: { claimed_amount_z: 2.2, degree_of_loss: 0.9 } }],
  misses: [
    { title: 'large, half lost', features: { claimed_amount_z: 2.2, degree_of_loss: 0.5 } },
    { title: 'usual', features: { claimed_amount_z: 0, degree_of_loss: 0.9 } },
  ],
})
