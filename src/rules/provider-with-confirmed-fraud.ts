import { rule } from '../rule.ts'
import { ACFE, MEASURES_CN } from './references.ts'
import { percent } from './show.ts'

export const providerWithConfirmedFraud = rule({
  id: 'provider_with_confirmed_fraud',
  title: { en: 'Provider with confirmed fraud', zh: '机构曾有确认欺诈' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 0.7,
  reads: ['provider_fraud_share'],
  when: (f) => f.provider_fraud_share >= 0.15,
  reason: (f) => ({
    en: `Fraud was confirmed in about ${percent(f.provider_fraud_share)} of the other claims of the hospital or repairer`,
    zh: `该医院或修理厂其他赔案约${percent(f.provider_fraud_share)}被确认欺诈`,
  }),
  runbook: {
    en: '1. Read the files of the provider: same pattern? 2. Have an own surveyor or physician look. 3. Judge this customer apart from the provider.',
    zh: '1. 查阅该机构案卷是否同一手法。2. 派自有查勘或医师复核。3. 客户与机构分开判断。',
  },
  falsePositives: ['A large provider, investigated more than others'],
  references: [MEASURES_CN, ACFE],
  hits: [{ title: 'a quarter', features: { provider_fraud_share: 0.25 } }],
  misses: [
    { title: 'two in a hundred', features: { provider_fraud_share: 0.02 } },
    { title: 'no provider', features: { provider_fraud_share: Number.NaN } },
  ],
})
