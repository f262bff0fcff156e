import { rule } from '../rule.ts'
import { ACFE, IAIS } from './references.ts'
import { percent } from './show.ts'

export const providerSharesPatientsWithFraud = rule({
  id: 'provider_shares_patients_with_fraud',
  title: { en: 'Shares patients with providers of confirmed fraud', zh: '与欺诈机构共用客源' },
  entity: 'provider',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 0.7,
  reads: ['linked_fraud_share', 'shared_patients_max'],
  when: (f) => f.linked_fraud_share >= 0.3 && f.shared_patients_max >= 5,
  reason: (f) => ({
    en: `Fraud was confirmed at about ${percent(f.linked_fraud_share)} of the providers with whom it shares patients`,
    zh: `与其共用客源的机构约${percent(f.linked_fraud_share)}曾被确认欺诈`,
  }),
  runbook: {
    en: '1. Look who brings the patients to both. 2. Compare the bills of a patient at both places.',
    zh: '1. 查看共同的介绍人。2. 比对同一患者在两处的账单。',
  },
  falsePositives: ['A small town with two clinics'],
  references: [IAIS, ACFE],
  hits: [{ title: 'half of them', features: { linked_fraud_share: 0.5, shared_patients_max: 9 } }],
  misses: [
    { title: 'clean neighbours', features: { linked_fraud_share: 0.02, shared_patients_max: 9 } },
    { title: 'two patients', features: { linked_fraud_share: 0.5, shared_patients_max: 2 } },
  ],
})
