import { rule } from '../rule.ts'
import { GUIDELINES_CN, NCCI } from './references.ts'
import { decimal } from './show.ts'

export const providerBillsDouble = rule({
  id: 'provider_bills_double',
  title: { en: 'Far above what the provider usually bills', zh: '远高于该机构通常账单' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.4,
  reads: ['provider_amount_ratio', 'provider_claims_90d'],
  when: (f) => f.provider_amount_ratio >= 2.5 && f.provider_claims_90d >= 3,
  reason: (f) => ({
    en: `${decimal(f.provider_amount_ratio)} times the mean of the other claims of the provider`,
    zh: `为该机构其他赔案均值的${decimal(f.provider_amount_ratio)}倍`,
  }),
  runbook: {
    en: '1. Compare line by line with an ordinary bill of the provider. 2. Ask what was different.',
    zh: '1. 与该机构普通账单逐项比较。2. 询问差异原因。',
  },
  falsePositives: ['A severe case among light ones'],
  references: [NCCI, GUIDELINES_CN],
  hits: [{ title: 'four times', features: { provider_amount_ratio: 4, provider_claims_90d: 9 } }],
  misses: [
    { title: 'as usual', features: { provider_amount_ratio: 1, provider_claims_90d: 9 } },
    { title: 'little known of it', features: { provider_amount_ratio: 4, provider_claims_90d: 1 } },
  ],
})
