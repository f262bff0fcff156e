import { rule } from '../rule.ts'
import { COALITION, WEISBERG } from './references.ts'
import { whole } from './show.ts'

export const personOfManyRoles = rule({
  id: 'person_of_many_roles',
  title: { en: 'One person in many roles', zh: '一人多角色' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['roles_person_max', 'people_claims_24m'],
  when: (f) => f.roles_person_max >= 3 && f.people_claims_24m >= 3,
  reason: (f) => ({
    en: `One person of this claim has stood in ${whole(f.roles_person_max)} kinds of role; its people have ${whole(f.people_claims_24m)} other claims`,
    zh: `涉案一人曾有${whole(f.roles_person_max)}种角色，相关人员另有${whole(f.people_claims_24m)}笔赔案`,
  }),
  runbook: {
    en: '1. List driver, passenger, witness, claimant by claim. 2. Look for pairs who change places.',
    zh: '1. 按赔案列出各角色。2. 查找互换角色的人员。',
  },
  falsePositives: ['A policyholder is often claimant and driver at once'],
  references: [COALITION, WEISBERG],
  hits: [{ title: 'driver, witness and passenger', features: { roles_person_max: 4, people_claims_24m: 6 } }],
  misses: [
    { title: 'holder and claimant', features: { roles_person_max: 2, people_claims_24m: 6 } },
    { title: 'first claim', features: { roles_person_max: 3, people_claims_24m: 0 } },
  ],
})
