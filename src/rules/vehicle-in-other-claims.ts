import { rule } from '../rule.ts'
import { COALITION, GUIDELINES_CN, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const vehicleInOtherClaims = rule({
  id: 'vehicle_in_other_claims',
  title: { en: 'Vehicle returns in claims of other policies', zh: '车辆多次出现在他人赔案' },
  entity: 'claim',
  line: 'auto',
  severity: 'high',
  status: 'stable',
  weight: 1.1,
  reads: ['shared_vehicle_claims'],
  when: (f) => f.shared_vehicle_claims >= 2,
  reason: (f) => ({
    en: `A vehicle of this claim appears in ${whole(f.shared_vehicle_claims)} claims on other policies`,
    zh: `涉案车辆出现在其他保单的${whole(f.shared_vehicle_claims)}笔赔案中`,
  }),
  runbook: {
    en: '1. Lay out the accidents of the vehicle by date and place. 2. Compare the damage: is it the same dent? 3. See who drove and who was paid.',
    zh: '1. 按时间地点排列该车事故。2. 比对损伤是否为同一处。3. 核查驾驶人与收款人。',
  },
  falsePositives: ['Taxis, rental and fleet cars', 'A car that was sold between the claims'],
  references: [COALITION, WEISBERG, GUIDELINES_CN],
  hits: [{ title: 'three', features: { shared_vehicle_claims: 3 } }],
  misses: [{ title: 'one', features: { shared_vehicle_claims: 1 } }],
})
