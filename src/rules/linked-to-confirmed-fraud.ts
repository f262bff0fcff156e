import { rule } from '../rule.ts'
import { IAIS, MEASURES_CN } from './references.ts'
import { whole } from './show.ts'

export const linkedToConfirmedFraud = rule({
  id: 'linked_to_confirmed_fraud',
  title: { en: 'Shares something with people of a confirmed fraud', zh: '与已确认欺诈案件人员关联' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'stable',
  weight: 0.9,
  reads: ['linked_confirmed_fraud'],
  when: (f) => f.linked_confirmed_fraud >= 1,
  reason: (f) => ({
    en: `${whole(f.linked_confirmed_fraud)} claim(s) with confirmed fraud of people who share a phone, account, address or e-mail`,
    zh: `与共用电话、账户、地址或邮箱者的${whole(f.linked_confirmed_fraud)}笔已确认欺诈案件关联`,
  }),
  runbook: {
    en: '1. Open the network and look at what is shared, and since when. 2. Read the earlier file. 3. A shared address alone is weak.',
    zh: '1. 在关系图中查看共享信息及起始时间。2. 查阅既往案卷。3. 仅共用地址关联较弱。',
  },
  falsePositives: ['Neighbours in a tower block', 'A number that was given to somebody else'],
  references: [IAIS, MEASURES_CN],
  hits: [{ title: 'one', features: { linked_confirmed_fraud: 1 } }],
  misses: [{ title: 'none', features: { linked_confirmed_fraud: 0 } }],
})
