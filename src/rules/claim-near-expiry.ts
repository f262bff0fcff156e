import { rule } from '../rule.ts'
import { GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const claimNearExpiry = rule({
  id: 'claim_near_expiry',
  title: { en: 'Loss in the last days of the policy', zh: '保单到期前出险' },
  entity: 'claim',
  line: 'any',
  severity: 'low',
  status: 'stable',
  weight: 0.3,
  reads: ['days_to_expiry', 'claimed_amount_z'],
  when: (f) => f.days_to_expiry >= 0 && f.days_to_expiry <= 7 && f.claimed_amount_z > 0.5,
  reason: (f) => ({
    en: `Loss ${whole(f.days_to_expiry)} days before the policy ended, above the usual amount`,
    zh: `保单到期前${whole(f.days_to_expiry)}天出险，金额高于同类`,
  }),
  runbook: {
    en: '1. Ask whether the policy was to be renewed, and elsewhere. 2. Check whether the damage can be older than the loss date.',
    zh: '1. 询问是否续保及转保情况。2. 核查损坏是否早于出险日。',
  },
  falsePositives: ['Bad luck: one week in fifty is the last one'],
  references: [GUIDELINES_CN],
  hits: [{ title: 'three days left', features: { days_to_expiry: 3, claimed_amount_z: 1.2 } }],
  misses: [
    { title: 'a month left', features: { days_to_expiry: 30, claimed_amount_z: 1.2 } },
    { title: 'an ordinary amount', features: { days_to_expiry: 3, claimed_amount_z: 0 } },
  ],
})
