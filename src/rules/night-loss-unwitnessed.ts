import { rule } from '../rule.ts'
import { BELHADJI, GUIDELINES_CN, NICB } from './references.ts'

export const nightLossUnwitnessed = rule({
  id: 'night_loss_unwitnessed',
  title: { en: 'Night loss that nobody saw', zh: '夜间无目击者事故' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['is_night_loss', 'has_witness', 'has_police_report'],
  when: (f) => f.is_night_loss === 1 && f.has_witness === 0 && f.has_police_report === 0,
  reason: () => ({
    en: 'At night, without witness and police report',
    zh: '夜间出险，无目击者、无报警记录',
  }),
  runbook: {
    en: '1. Ask for the data of the car, phone and road cameras. 2. Go to the place: glass, paint, skid marks. 3. Ask who drove, and whether anybody drank.',
    zh: '1. 调取车辆、手机与道路监控数据。2. 现场复勘：碎玻璃、漆痕、刹车痕。3. 核实驾驶人及是否饮酒。',
  },
  falsePositives: ['A parked car hit at night', 'Regions where the police do not come for damage alone'],
  references: [BELHADJI, NICB, GUIDELINES_CN],
  hits: [{ title: 'nobody saw it', features: { is_night_loss: 1, has_witness: 0, has_police_report: 0 } }],
  misses: [
    { title: 'by day', features: { is_night_loss: 0, has_witness: 0, has_police_report: 0 } },
    { title: 'the police came', features: { is_night_loss: 1, has_witness: 0, has_police_report: 1 } },
  ],
})
