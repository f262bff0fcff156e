import { rule } from '../rule.ts'
import { IAIS, MEASURES_CN } from './references.ts'
import { percent, whole } from './show.ts'

export const partyResemblesListed = rule({
  id: 'party_resembles_listed',
  title: { en: 'A party resembles a name on a watch list', zh: '涉案人员与关注名单相似' },
  entity: 'claim',
  line: 'any',
  severity: 'high',
  status: 'experimental',
  weight: 0.5,
  reads: ['listed_probability', 'listed_parties'],
  when: (f) => f.listed_probability >= 0.5 && f.listed_parties >= 1,
  reason: (f) => ({
    en: `${whole(f.listed_parties)} of its parties may be on a watch list, the likeliest with ${percent(Math.min(0.99, f.listed_probability))}: a resemblance, not an identity`,
    zh: `${whole(f.listed_parties)}名涉案人员可能在关注名单上，最高概率${percent(Math.min(0.99, f.listed_probability))}：仅为相似，并非同一人的认定`,
  }),
  runbook: {
    en: '1. Compare full name, date of birth and number with the entry at its origin. 2. If any of them contradicts, note it and go on. 3. If they agree on a sanctions list, pay nothing and ask compliance. 4. On other lists read why the person is listed: a debt is no fraud.',
    zh: '1. 与名单原始条目核对全名、出生日期和证件号码。2. 任何一项不符即记录并继续理赔。3. 若为制裁名单且相符，暂停付款并报合规部门。4. 其他名单请查明列入原因：欠债不等于欺诈。',
  },
  falsePositives: [
    'A namesake: a common name without a date of birth on either side',
    'A relative of the same name who lives at the same address',
    'A person who was taken off the list since',
  ],
  references: [IAIS, MEASURES_CN],
  hits: [
    {
      title: 'the claimant, by name and date of birth',
      features: { listed_probability: 0.99, listed_parties: 1 },
    },
  ],
  misses: [{ title: 'a namesake', features: { listed_probability: 0.2, listed_parties: 0 } }],
})
