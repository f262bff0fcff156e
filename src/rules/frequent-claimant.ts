import { rule } from '../rule.ts'
import { ARTIS, GUIDELINES_CN, NICB } from './references.ts'
import { whole } from './show.ts'

export const frequentClaimant = rule({
  id: 'frequent_claimant',
  title: { en: 'Many claims in two years', zh: '两年内多次索赔' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['claims_24m'],
  when: (f) => f.claims_24m >= 5,
  reason: (f) => ({
    en: `${whole(f.claims_24m)} other claims within 24 months`,
    zh: `24个月内另有${whole(f.claims_24m)}笔索赔`,
  }),
  runbook: {
    en: '1. Lay the claims side by side: same place, provider, time of day, story? 2. Ask other insurers through the industry platform. 3. Look at the network page for people who return.',
    zh: '1. 并列比对各笔赔案的地点、机构、时间与经过。2. 通过行业平台查询他司记录。3. 在关系图中查看反复出现的人员。',
  },
  falsePositives: [
    'Chronic illness',
    'A fleet or a family that claims under one name',
    'A commuter in heavy traffic',
  ],
  references: [NICB, ARTIS, GUIDELINES_CN],
  hits: [{ title: 'six', features: { claims_24m: 6 } }],
  misses: [
    { title: 'two', features: { claims_24m: 2 } },
    { title: 'not known', features: { claims_24m: Number.NaN } },
  ],
})
