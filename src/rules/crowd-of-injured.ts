import { rule } from '../rule.ts'
import { COALITION, NICB, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const crowdOfInjured = rule({
  id: 'crowd_of_injured',
  title: { en: 'Several injured in one car', zh: '同车多人受伤' },
  entity: 'claim',
  line: 'auto',
  severity: 'high',
  status: 'stable',
  weight: 0.9,
  reads: ['passenger_count', 'injured_count'],
  when: (f) => f.passenger_count >= 2 && f.injured_count >= 3,
  reason: (f) => ({
    en: `${whole(f.injured_count)} people claim injuries, ${whole(f.passenger_count)} of the parties are passengers`,
    zh: `${whole(f.injured_count)}人索赔人伤，乘客${whole(f.passenger_count)}人`,
  }),
  runbook: {
    en: '1. Ask driver, police and tow truck, separately, who sat in the car. 2. Compare treatment: same clinic, same day, same diagnosis? 3. Look for the passengers in other claims.',
    zh: '1. 分别向驾驶人、交警、拖车方核实乘员。2. 比对治疗：同院、同日、同诊断？3. 查询乘客在其他赔案中的出现。',
  },
  falsePositives: ['A family or a shared ride in a serious accident'],
  references: [COALITION, NICB, WEISBERG],
  hits: [{ title: 'four injured, three passengers', features: { passenger_count: 3, injured_count: 4 } }],
  misses: [
    { title: 'driver alone', features: { passenger_count: 0, injured_count: 1 } },
    { title: 'full car, nobody hurt', features: { passenger_count: 4, injured_count: 0 } },
  ],
})
