import { rule } from '../rule.ts'
import { GUIDELINES_CN, INSURANCE_LAW_CN } from './references.ts'
import { whole } from './show.ts'

export const knownBeforeCover = rule({
  id: 'known_before_cover',
  title: { en: 'Illness known before cover began', zh: '既往症' },
  entity: 'claim',
  line: 'health',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['matches_prior_condition', 'policy_age_days'],
  when: (f) => f.matches_prior_condition === 1 && f.policy_age_days < 730,
  reason: (f) => ({
    en: `A diagnosis of the claim was on record before, and the policy is ${whole(f.policy_age_days)} days old`,
    zh: `本次诊断与既往病史一致，保单生效${whole(f.policy_age_days)}天`,
  }),
  runbook: {
    en: '1. Read the application: was it asked, was it told? 2. Ask for the earlier records. 3. Mind the two-year limit on contesting the contract.',
    zh: '1. 核对投保告知：是否询问、是否告知。2. 调取既往病历。3. 注意两年不可抗辩期限。',
  },
  falsePositives: ['Disclosed and accepted at inception', 'A common code that covers many illnesses'],
  references: [INSURANCE_LAW_CN, GUIDELINES_CN],
  hits: [
    { title: 'known illness, first year', features: { matches_prior_condition: 1, policy_age_days: 120 } },
  ],
  misses: [
    { title: 'new illness', features: { matches_prior_condition: 0, policy_age_days: 120 } },
    { title: 'beyond contest', features: { matches_prior_condition: 1, policy_age_days: 900 } },
  ],
})
