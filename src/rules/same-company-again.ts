import { rule } from '../rule.ts'
import { COALITION, GUIDELINES_CN, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const sameCompanyAgain = rule({
  id: 'same_company_again',
  title: { en: 'The same people meet in claim after claim', zh: '同一批人多次共同出险' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 1,
  reads: ['co_claim_repeats'],
  when: (f) => f.co_claim_repeats >= 1,
  reason: (f) => ({
    en: `At least two people of this claim stand together in ${whole(f.co_claim_repeats)} claim(s) on other policies`,
    zh: `本案至少两人在其他保单的${whole(f.co_claim_repeats)}笔赔案中共同出现`,
  }),
  runbook: {
    en: '1. Lay out who was driver, passenger, witness each time. 2. Ask how they know each other. 3. Compare the stories word by word.',
    zh: '1. 排列各次的驾驶人、乘客、证人角色。2. 核实相互关系。3. 逐字比对陈述。',
  },
  falsePositives: ['A couple or a family with several policies', 'Colleagues of one fleet'],
  references: [COALITION, WEISBERG, GUIDELINES_CN],
  hits: [{ title: 'twice before', features: { co_claim_repeats: 2 } }],
  misses: [{ title: 'never', features: { co_claim_repeats: 0 } }],
})
