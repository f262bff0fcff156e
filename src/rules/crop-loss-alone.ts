import { rule } from '../rule.ts'
import { GUIDELINES_CN, RMA } from './references.ts'
import { percent } from './show.ts'

export const cropLossAlone = rule({
  id: 'crop_loss_alone',
  title: { en: 'Crop loss that no neighbour has', zh: '邻户无损的农作物损失' },
  entity: 'claim',
  line: 'agricultural',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['neighbour_claims_3d', 'degree_of_loss'],
  when: (f) => f.neighbour_claims_3d === 0 && f.degree_of_loss >= 0.5,
  reason: (f) => ({
    en: `${percent(f.degree_of_loss)} of the crop lost, and no neighbour claims`,
    zh: `损失程度${percent(f.degree_of_loss)}，周边无同类报案`,
  }),
  runbook: {
    en: '1. Compare satellite images of the field and its neighbours. 2. Visit the field before harvest. 3. Ask the village and the weather station.',
    zh: '1. 比对该地块与邻地遥感影像。2. 收获前实地查勘。3. 向村委与气象站核实。',
  },
  falsePositives: ['Hail that hits one valley', 'Few insured neighbours'],
  references: [RMA, GUIDELINES_CN],
  hits: [{ title: 'alone, mostly lost', features: { neighbour_claims_3d: 0, degree_of_loss: 0.8 } }],
  misses: [
    { title: 'all neighbours', features: { neighbour_claims_3d: 20, degree_of_loss: 0.8 } },
    { title: 'a tenth lost', features: { neighbour_claims_3d: 0, degree_of_loss: 0.1 } },
  ],
})
