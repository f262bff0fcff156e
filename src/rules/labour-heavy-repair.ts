import { rule } from '../rule.ts'
import { NICB } from './references.ts'
import { percent } from './show.ts'

export const labourHeavyRepair = rule({
  id: 'labour_heavy_repair',
  title: { en: 'Repair made of labour', zh: '工时费占比过高' },
  entity: 'claim',
  line: 'auto',
  severity: 'low',
  status: 'stable',
  weight: 0.4,
  reads: ['labour_share', 'claimed_amount_z'],
  when: (f) => f.labour_share >= 0.5 && f.claimed_amount_z >= 0.5,
  reason: (f) => ({
    en: `${percent(f.labour_share)} of the bill is labour`,
    zh: `工时费占账单${percent(f.labour_share)}`,
  }),
  runbook: {
    en: "1. Hold hours against the manufacturer's times. 2. Ask for photos of the work.",
    zh: '1. 与厂家标准工时比对。2. 索取施工照片。',
  },
  falsePositives: ['Paintless dent repair after hail: labour is all there is'],
  references: [NICB],
  hits: [{ title: 'mostly labour', features: { labour_share: 0.85, claimed_amount_z: 1.1 } }],
  misses: [{ title: 'parts and labour', features: { labour_share: 0.4, claimed_amount_z: 1.1 } }],
})
