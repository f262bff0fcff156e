import { rule } from '../rule.ts'
import { GUIDELINES_CN, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const noTraceOfAccident = rule({
  id: 'no_trace_of_accident',
  title: { en: 'Accident with injured that left no trace', zh: '有人伤却无事故记录' },
  entity: 'claim',
  line: 'auto',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['traffic_events_near', 'injured_count', 'has_police_report'],
  when: (f) => f.traffic_events_near === 0 && f.injured_count >= 2 && f.has_police_report === 0,
  reason: (f) => ({
    en: `${whole(f.injured_count)} injured, yet the traffic authority and the police know of nothing`,
    zh: `${whole(f.injured_count)}人受伤，但交管与公安均无记录`,
  }),
  runbook: {
    en: '1. Ask for the ambulance and hospital records with their time. 2. Ask road operators for cameras. 3. Interview the parties separately.',
    zh: '1. 调取急救与医院的时间记录。2. 向道路管理方调取监控。3. 分别询问各方。',
  },
  falsePositives: [
    'A place or hour that was recorded wrongly',
    'Private ground, where the police do not come',
  ],
  references: [WEISBERG, GUIDELINES_CN],
  hits: [
    {
      title: 'nobody knows of it',
      features: { traffic_events_near: 0, injured_count: 3, has_police_report: 0 },
    },
  ],
  misses: [
    { title: 'on record', features: { traffic_events_near: 1, injured_count: 3, has_police_report: 0 } },
    {
      title: 'hour not known',
      features: { traffic_events_near: Number.NaN, injured_count: 3, has_police_report: 0 },
    },
  ],
})
