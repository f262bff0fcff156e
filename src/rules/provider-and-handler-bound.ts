import { rule } from '../rule.ts'
import { ACFE, MEASURES_CN } from './references.ts'
import { percent } from './show.ts'

export const providerAndHandlerBound = rule({
  id: 'provider_and_handler_bound',
  title: { en: 'One handler for most claims of a provider', zh: '机构赔案集中于一名理赔员' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['provider_adjuster_share', 'provider_claims_90d'],
  when: (f) => f.provider_adjuster_share >= 0.6 && f.provider_claims_90d >= 5,
  reason: (f) => ({
    en: `This handler has ${percent(f.provider_adjuster_share)} of the claims of the hospital or repairer`,
    zh: `该理赔员处理该机构${percent(f.provider_adjuster_share)}的赔案`,
  }),
  runbook: {
    en: '1. Compare the amounts this handler allows with those of colleagues. 2. Assign the next claims of the provider by lot. 3. Keep the inquiry confidential; tell internal audit.',
    zh: '1. 比较该员与同事的核赔金额。2. 该机构后续赔案随机派工。3. 保密并通报内审。',
  },
  falsePositives: ['A small branch with one handler', 'A provider that one handler is assigned to by plan'],
  references: [ACFE, MEASURES_CN],
  hits: [{ title: 'four of five', features: { provider_adjuster_share: 0.8, provider_claims_90d: 12 } }],
  misses: [
    { title: 'one of ten', features: { provider_adjuster_share: 0.1, provider_claims_90d: 12 } },
    { title: 'few claims', features: { provider_adjuster_share: 0.8, provider_claims_90d: 2 } },
  ],
})
