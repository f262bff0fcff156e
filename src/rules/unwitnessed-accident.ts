import { rule } from '../rule.ts'
import { ACFE, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const unwitnessedAccident = rule({
  id: 'unwitnessed_accident',
  title: { en: 'Accident that nobody saw, reported late', zh: '无目击者且延迟报案的意外' },
  entity: 'claim',
  line: 'accident',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['has_witness', 'has_police_report', 'reporting_delay_days'],
  when: (f) => f.has_witness === 0 && f.has_police_report === 0 && f.reporting_delay_days >= 14,
  reason: (f) => ({
    en: `Nobody saw it, and it was reported after ${whole(f.reporting_delay_days)} days`,
    zh: `无目击者，${whole(f.reporting_delay_days)}天后报案`,
  }),
  runbook: {
    en: '1. Ask for the first medical record: what was said about the cause? 2. Compare the injury with the story.',
    zh: '1. 调取首诊记录中的受伤原因。2. 比对伤情与所述经过。',
  },
  falsePositives: ['Falls at home have no witnesses'],
  references: [ACFE, GUIDELINES_CN],
  hits: [
    {
      title: 'alone, three weeks later',
      features: { has_witness: 0, has_police_report: 0, reporting_delay_days: 21 },
    },
  ],
  misses: [
    {
      title: 'colleagues saw it',
      features: { has_witness: 1, has_police_report: 0, reporting_delay_days: 21 },
    },
    {
      title: 'reported at once',
      features: { has_witness: 0, has_police_report: 0, reporting_delay_days: 1 },
    },
  ],
})
