import { rule } from '../rule.ts'
import { MEDICAL_FUND_CN, NCCI } from './references.ts'
import { whole } from './show.ts'

export const unbundledProcedures = rule({
  id: 'unbundled_procedures',
  title: { en: 'Panel of procedures taken apart', zh: '分解收费' },
  entity: 'claim',
  line: 'health',
  severity: 'high',
  status: 'stable',
  weight: 0.9,
  reads: ['procedures_day_max'],
  when: (f) => f.procedures_day_max >= 4,
  reason: (f) => ({
    en: `${whole(f.procedures_day_max)} procedures on one day`,
    zh: `单日${whole(f.procedures_day_max)}项操作`,
  }),
  runbook: {
    en: '1. Hold the codes against the package that contains them. 2. Compare the provider with its peers. 3. Ask for the operation record.',
    zh: '1. 与打包收费项目目录比对。2. 与同类机构比较。3. 调取手术操作记录。',
  },
  falsePositives: ['A long operation with several surgeons', 'A check-up day'],
  references: [NCCI, MEDICAL_FUND_CN],
  hits: [{ title: 'eight in a day', features: { procedures_day_max: 8 } }],
  misses: [{ title: 'two in a day', features: { procedures_day_max: 2 } }],
})
