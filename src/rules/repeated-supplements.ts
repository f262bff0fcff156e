import { rule } from '../rule.ts'
import { COALITION, NICB } from './references.ts'
import { whole } from './show.ts'

export const repeatedSupplements = rule({
  id: 'repeated_supplements',
  title: { en: 'Estimate supplemented again and again', zh: '多次追加定损' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.4,
  reads: ['supplement_count', 'claimed_amount_z'],
  when: (f) => f.supplement_count >= 3 && f.claimed_amount_z >= 0.5,
  reason: (f) => ({
    en: `${whole(f.supplement_count)} supplements to the first estimate`,
    zh: `首次定损后追加${whole(f.supplement_count)}次`,
  }),
  runbook: {
    en: '1. Inspect before the next approval. 2. Ask for photos of each supplement, taken apart.',
    zh: '1. 再次核准前复勘。2. 索取每次追加的拆解照片。',
  },
  falsePositives: ['Hidden damage that shows only when the car is taken apart'],
  references: [NICB, COALITION],
  hits: [{ title: 'four', features: { supplement_count: 4, claimed_amount_z: 1 } }],
  misses: [
    { title: 'one', features: { supplement_count: 1, claimed_amount_z: 1 } },
    { title: 'four small ones', features: { supplement_count: 4, claimed_amount_z: -1 } },
  ],
})
