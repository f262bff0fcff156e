import { rule } from '../rule.ts'
import { ACFE, GUIDELINES_CN } from './references.ts'

export const coverBoughtOnTheDay = rule({
  id: 'cover_bought_on_the_day',
  title: { en: 'Cover bought on the day of the loss', zh: '出险当日投保' },
  entity: 'claim',
  line: 'travel',
  severity: 'high',
  status: 'stable',
  weight: 0.7,
  reads: ['policy_age_days', 'claimed_sum_insured_ratio'],
  when: (f) => f.policy_age_days >= 0 && f.policy_age_days < 1 && f.claimed_sum_insured_ratio >= 0.15,
  reason: () => ({
    en: 'The loss happened on the day that cover began',
    zh: '保单生效当日出险',
  }),
  runbook: {
    en: '1. Compare the minute of purchase with the minute of delay or theft. 2. Ask when the delay was announced.',
    zh: '1. 比对投保时刻与延误或失窃时刻。2. 核查延误公告时间。',
  },
  falsePositives: ['Single-trip cover begins on the day of departure, when many things go wrong'],
  references: [ACFE, GUIDELINES_CN],
  hits: [{ title: 'same day, large', features: { policy_age_days: 0, claimed_sum_insured_ratio: 0.8 } }],
  misses: [
    { title: 'fifth day', features: { policy_age_days: 5, claimed_sum_insured_ratio: 0.8 } },
    { title: 'same day, small', features: { policy_age_days: 0, claimed_sum_insured_ratio: 0.05 } },
  ],
})
