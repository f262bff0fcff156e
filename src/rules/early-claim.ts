import { rule } from '../rule.ts'
import { BELHADJI, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const earlyClaim = rule({
  id: 'early_claim',
  title: { en: 'Loss soon after inception', zh: '承保后不久出险' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['policy_age_days', 'term_days'],
  when: (f) => f.policy_age_days >= 0 && f.policy_age_days < 30 && f.term_days >= 90,
  reason: (f) => ({
    en: `Loss ${whole(f.policy_age_days)} days after the policy began`,
    zh: `保单生效后第${whole(f.policy_age_days)}天出险`,
  }),
  runbook: {
    en: '1. Compare the moment of the loss with the moment of purchase, to the hour. 2. Ask why cover was bought when it was. 3. Look for damage or illness that was there before (photos, records, service history).',
    zh: '1. 将出险时间与投保时间精确到小时比对。2. 询问投保动机。3. 核查投保前已存在的损坏或疾病（照片、病历、维修记录）。',
  },
  falsePositives: [
    'A renewal that was booked as a new policy',
    'A new car, a new job or a new trip: cover and exposure begin together',
  ],
  references: [BELHADJI, GUIDELINES_CN],
  hits: [
    { title: 'day 3 of a year', features: { policy_age_days: 3, term_days: 365 } },
    { title: 'the day that it began', features: { policy_age_days: 0, term_days: 365 } },
  ],
  misses: [
    { title: 'day 30', features: { policy_age_days: 30, term_days: 365 } },
    { title: 'inception not known', features: { policy_age_days: Number.NaN, term_days: 365 } },
    { title: 'loss before inception is another matter', features: { policy_age_days: -2, term_days: 365 } },
    { title: 'a trip of two weeks', features: { policy_age_days: 3, term_days: 14 } },
  ],
})
