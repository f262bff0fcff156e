import { rule } from '../rule.ts'
import { COALITION, NICB } from './references.ts'
import { percent, whole } from './show.ts'

export const lossNearValueOfOldCar = rule({
  id: 'loss_near_value_of_old_car',
  title: { en: 'Damage near the value of an old car', zh: '旧车近全损' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['claimed_value_ratio', 'vehicle_age_years'],
  when: (f) => f.claimed_value_ratio >= 0.8 && f.vehicle_age_years >= 6,
  reason: (f) => ({
    en: `${percent(f.claimed_value_ratio)} of the value of a car of ${whole(f.vehicle_age_years)} years`,
    zh: `${whole(f.vehicle_age_years)}年车龄，索赔为车值的${percent(f.claimed_value_ratio)}`,
  }),
  runbook: {
    en: '1. Value the car independently, with its history. 2. Check earlier total losses of the chassis number. 3. Inspect before it is scrapped.',
    zh: '1. 独立评估车值与车史。2. 查询车架号既往全损记录。3. 报废前查验。',
  },
  falsePositives: ['Old cars are total losses soon: repair costs more than they are worth'],
  references: [NICB, COALITION],
  hits: [
    { title: 'nine years old, total loss', features: { claimed_value_ratio: 0.95, vehicle_age_years: 9 } },
  ],
  misses: [
    { title: 'new car', features: { claimed_value_ratio: 0.95, vehicle_age_years: 1 } },
    { title: 'a scratch', features: { claimed_value_ratio: 0.05, vehicle_age_years: 9 } },
  ],
})
