import { rule } from '../rule.ts'
import { ACFE, GUIDELINES_CN } from './references.ts'
import { whole } from './show.ts'

export const accountSharedByStrangers = rule({
  id: 'account_shared_by_strangers',
  title: { en: 'Bank account shared with others', zh: '与他人共用银行账户' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 0.8,
  reads: ['shared_account_entities', 'shared_address_entities'],
  when: (f) => f.shared_account_entities >= 2 && f.shared_account_entities > f.shared_address_entities,
  reason: (f) => ({
    en: `${whole(f.shared_account_entities)} others use a bank account of this claim, ${whole(f.shared_address_entities)} live at its addresses`,
    zh: `${whole(f.shared_account_entities)}人共用涉案银行账户，同住址${whole(f.shared_address_entities)}人`,
  }),
  runbook: {
    en: '1. Find out how the people know each other. 2. Ask each who opened the account.',
    zh: '1. 核实人员关系。2. 分别询问开户情况。',
  },
  falsePositives: ['Families who live apart', 'Payroll or agency accounts'],
  references: [ACFE, GUIDELINES_CN],
  hits: [{ title: 'three strangers', features: { shared_account_entities: 3, shared_address_entities: 0 } }],
  misses: [
    { title: 'a family', features: { shared_account_entities: 3, shared_address_entities: 4 } },
    { title: 'nobody', features: { shared_account_entities: 0, shared_address_entities: 0 } },
  ],
})
