import { rule } from '../rule.ts'
import { MEDICAL_FUND_CN, NCCI } from './references.ts'
import { decimal, whole } from './show.ts'

export const providerAbovePeers = rule({
  id: 'provider_above_peers',
  title: { en: 'Bills far above its peers', zh: '账单远高于同类机构' },
  entity: 'provider',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['peer_amount_ratio', 'claim_count'],
  when: (f) => f.peer_amount_ratio >= 1.5 && f.claim_count >= 20,
  reason: (f) => ({
    en: `Typical amount ${decimal(f.peer_amount_ratio)} times that of its kind, over ${whole(f.claim_count)} claims`,
    zh: `${whole(f.claim_count)}笔赔案的典型金额为同类的${decimal(f.peer_amount_ratio)}倍`,
  }),
  runbook: {
    en: '1. Compare codes and quantities with peers of the same specialty. 2. Draw a sample of 30 claims and ask for the records. 3. Ask whether it treats the severe cases of the region.',
    zh: '1. 与同专科机构比较项目与数量。2. 抽样30笔调取病历。3. 核实是否收治区域重症。',
  },
  falsePositives: ['A referral centre for severe cases'],
  references: [NCCI, MEDICAL_FUND_CN],
  hits: [{ title: 'double over 60 claims', features: { peer_amount_ratio: 2, claim_count: 60 } }],
  misses: [
    { title: 'like its peers', features: { peer_amount_ratio: 1, claim_count: 60 } },
    { title: 'three claims', features: { peer_amount_ratio: 2, claim_count: 3 } },
  ],
})
