import { rule } from '../rule.ts'
import { ACFE, MEASURES_CN } from './references.ts'
import { whole } from './show.ts'

export const accountOfSeveralPeople = rule({
  id: 'account_of_several_people',
  title: { en: 'Several people are paid on one account', zh: '多人共用收款账户' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 1,
  reads: ['payee_account_shared'],
  when: (f) => f.payee_account_shared >= 2,
  reason: (f) => ({
    en: `${whole(f.payee_account_shared)} other people were paid on this account`,
    zh: `另有${whole(f.payee_account_shared)}人使用该账户收款`,
  }),
  runbook: {
    en: '1. Ask the bank in whose name the account stands. 2. Hold the payment to it, within the legal deadline, until the payee is verified. 3. Lay the claims of all payees side by side.',
    zh: '1. 向银行核实户名。2. 在法定时限内核实收款人后付款。3. 并列比对所有收款人的赔案。',
  },
  falsePositives: [
    'Parents who are paid for their children',
    'An employer or agent who is paid for others by agreement',
  ],
  references: [ACFE, MEASURES_CN],
  hits: [{ title: 'three others', features: { payee_account_shared: 3 } }],
  misses: [
    { title: 'spouse', features: { payee_account_shared: 1 } },
    { title: 'not known', features: { payee_account_shared: Number.NaN } },
  ],
})
