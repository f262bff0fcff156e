/** The covers of policies. */
import {
  asAmount,
  asInteger,
  asShare,
  asText,
  asTimestamp,
  asWord,
  range,
  reference,
  required,
  source,
} from 'claimscope'
import { COVERS } from '../vocabulary.ts'

export const coverages = source({
  name: 'insurer/coverages',
  title: { en: 'Covers', zh: '承保险别' },
  into: 'core.coverage',
  description: {
    en: 'Covers of policies with limit, deductible and waiting time',
    zh: '保单险别的限额、免赔额和等待期',
  },
  publisher: 'policy system',
  origin: 'internal',
  files: 'internal/coverages*.csv',
  format: 'csv',
  columns: {
    coverage_id: required(asText('险别编号')),
    policy_id: required(asText('保单号')),
    cover: required(asWord('险别名称', COVERS)),
    limit_amount: asAmount('保额'),
    deductible_amount: asAmount('免赔额'),
    payout_ratio: asShare('赔付比例'),
    waiting_days: asInteger('等待期天数'),
    event_at: required(asTimestamp('起保日期')),
    known_at: required(asTimestamp('录入时间')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'coverages_ratio',
      severity: 'warn',
      meaning: { en: 'the share paid lies between 0 and 1', zh: '赔付比例在0到1之间' },
      sql: 'select coverage_id, payout_ratio from {rows} where payout_ratio < 0 or payout_ratio > 1',
    },
    reference('policy_id', 'core.policy', {
      name: 'coverages_policy_known',
      meaning: { en: 'the policy is in the book', zh: '保单在账册内' },
    }),
    range('limit_amount', { from: 0 }),
  ],
  sample: `险别编号,保单号,险别名称,保额,免赔额,赔付比例,等待期天数,起保日期,录入时间
CV000000011,PL00000001,住院医疗,100000,100,0.8,30,2022-07-01,2022-06-28 13:27:00
CV000000012,PL00000001,门诊医疗,"30,000",100,0.8,15,2022/7/1,2022-06-28 13:27:00
`,
})
