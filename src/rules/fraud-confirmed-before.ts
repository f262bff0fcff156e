import { rule } from '../rule.ts'
import { IAIS, MEASURES_CN } from './references.ts'
import { whole } from './show.ts'

export const fraudConfirmedBefore = rule({
  id: 'fraud_confirmed_before',
  title: { en: 'Fraud was confirmed before', zh: '曾被确认欺诈' },
  entity: 'claim',
  line: 'any',
  severity: 'critical',
  status: 'stable',
  weight: 1.6,
  reads: ['confirmed_fraud_before'],
  when: (f) => f.confirmed_fraud_before >= 1,
  reason: (f) => ({
    en: `Fraud was confirmed in ${whole(f.confirmed_fraud_before)} earlier claim(s) of the claimant`,
    zh: `该索赔人既往${whole(f.confirmed_fraud_before)}笔赔案被确认欺诈`,
  }),
  runbook: {
    en: '1. Read the earlier file: how was it done, with whom? 2. Compare method and people with this claim. 3. Judge this claim by its own evidence: the past is no proof.',
    zh: '1. 查阅既往案卷：手法与同伙。2. 与本案手法和人员比对。3. 以本案证据定性：既往不等于本次。',
  },
  falsePositives: [
    'Two people under one identity after wrong matching',
    'A finding that was overturned later',
  ],
  references: [MEASURES_CN, IAIS],
  hits: [{ title: 'one', features: { confirmed_fraud_before: 1 } }],
  misses: [{ title: 'none', features: { confirmed_fraud_before: 0 } }],
})
