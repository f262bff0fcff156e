import { rule } from '../rule.ts'
import { IAIS, MEASURES_CN } from './references.ts'
import { decimal, whole } from './show.ts'

export const providerGrowingFast = rule({
  id: 'provider_growing_fast',
  title: { en: 'Sudden growth of a provider', zh: '机构赔案激增' },
  entity: 'provider',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.5,
  reads: ['claims_growth_ratio', 'claims_90d'],
  when: (f) => f.claims_growth_ratio >= 2 && f.claims_90d >= 15,
  reason: (f) => ({
    en: `${decimal(f.claims_growth_ratio)} times its quarter of the year, ${whole(f.claims_90d)} claims in 90 days`,
    zh: `90天${whole(f.claims_90d)}笔，为季度均值的${decimal(f.claims_growth_ratio)}倍`,
  }),
  runbook: {
    en: '1. Ask what changed: owner, staff, contract, campaign. 2. Look at who sends the patients or cars.',
    zh: '1. 核实变化：股东、人员、合同、活动。2. 查看客源。',
  },
  falsePositives: ['A newly opened branch', 'An epidemic or a hailstorm'],
  references: [IAIS, MEASURES_CN],
  hits: [{ title: 'three times', features: { claims_growth_ratio: 3, claims_90d: 40 } }],
  misses: [
    { title: 'steady', features: { claims_growth_ratio: 1, claims_90d: 40 } },
    { title: 'tiny', features: { claims_growth_ratio: 3, claims_90d: 4 } },
  ],
})
