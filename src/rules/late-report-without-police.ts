import { rule } from '../rule.ts'
import { BELHADJI, INSURANCE_LAW_CN } from './references.ts'
import { whole } from './show.ts'

export const lateReportWithoutPolice = rule({
  id: 'late_report_without_police',
  title: { en: 'Late report without police', zh: '延迟报案且无报警记录' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['reporting_delay_days', 'has_police_report'],
  when: (f) => f.reporting_delay_days >= 7 && f.has_police_report === 0,
  reason: (f) => ({
    en: `Reported after ${whole(f.reporting_delay_days)} days, and no police report`,
    zh: `出险${whole(f.reporting_delay_days)}天后报案，且无报警记录`,
  }),
  runbook: {
    en: '1. Ask why it took so long. 2. Look at the traces: rust, dirt, repairs begun. 3. Check the kilometres driven since.',
    zh: '1. 询问延迟原因。2. 查看锈蚀、积尘、已开工维修等痕迹。3. 核查此后行驶里程。',
  },
  falsePositives: ['A holiday abroad or a stay in hospital', 'Damage found only later'],
  references: [BELHADJI, INSURANCE_LAW_CN],
  hits: [{ title: 'three weeks', features: { reporting_delay_days: 21, has_police_report: 0 } }],
  misses: [
    { title: 'next day', features: { reporting_delay_days: 1, has_police_report: 0 } },
    { title: 'police at the scene', features: { reporting_delay_days: 21, has_police_report: 1 } },
  ],
})
