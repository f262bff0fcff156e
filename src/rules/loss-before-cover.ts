import { rule } from '../rule.ts'
import { ACFE, INSURANCE_LAW_CN } from './references.ts'
import { whole } from './show.ts'

export const lossBeforeCover = rule({
  id: 'loss_before_cover',
  title: { en: 'Loss before cover began or after it ended', zh: '保险期间外出险' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 1.2,
  reads: ['policy_age_days', 'days_to_expiry'],
  when: (f) => f.policy_age_days < 0 || f.days_to_expiry < 0,
  reason: (f) => ({
    en: `Loss ${f.policy_age_days < 0 ? `${whole(-f.policy_age_days)} days before cover began` : `${whole(-f.days_to_expiry)} days after it ended`}`,
    zh: `${f.policy_age_days < 0 ? `生效前${whole(-f.policy_age_days)}天出险` : `到期后${whole(-f.days_to_expiry)}天出险`}`,
  }),
  runbook: {
    en: '1. Check the dates at their origin: policy system, police, hospital. 2. If they stand, the loss is not covered; hand it to coverage review. 3. Look for a date that was changed after first notice.',
    zh: '1. 从源头核对日期：保单系统、公安、医院。2. 日期属实则不在保险期间，转责任审核。3. 核查报案后是否更改过出险日期。',
  },
  falsePositives: [
    'A date typed wrongly at first notice',
    'Back-dated cover that was agreed and is not in the system yet',
    'A renewal that carries cover on',
  ],
  references: [INSURANCE_LAW_CN, ACFE],
  hits: [
    { title: 'two days before', features: { policy_age_days: -2, days_to_expiry: 367 } },
    { title: 'a week after', features: { policy_age_days: 372, days_to_expiry: -7 } },
  ],
  misses: [
    { title: 'within the term', features: { policy_age_days: 100, days_to_expiry: 265 } },
    { title: 'dates not known', features: { policy_age_days: Number.NaN, days_to_expiry: Number.NaN } },
  ],
})
