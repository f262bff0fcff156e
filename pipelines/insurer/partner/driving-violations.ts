/** Offences of drivers. */
import {
  asInteger,
  asText,
  asTimestamp,
  fresh,
  prompt,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'

export const drivingViolations = source({
  name: 'insurer/driving_violations',
  title: { en: 'Driving offences', zh: '交通违法' },
  into: 'core.driving_violation',
  description: { en: 'Driving offences of customers with penalty points', zh: '客户的交通违法及扣分' },
  publisher: 'traffic authorities',
  origin: 'partner',
  files: 'partner/driving_violations*.csv',
  format: 'csv',
  columns: {
    violation_id: required(asText('违法编号')),
    party_id: required(asText('驾驶人编号')),
    violated_at: required(asTimestamp('违法时间')),
    code: required(asText('违法代码')),
    points: asInteger('记分'),
    event_at: required(asTimestamp('违法时间')),
    known_at: required(asTimestamp('接收时间')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'driving_violations_points',
      severity: 'warn',
      meaning: { en: 'points lie between 0 and 12', zh: '扣分在0到12之间' },
      sql: 'select violation_id, points from {rows} where points not between 0 and 12',
    },
    reference('party_id', 'core.party'),
    prompt(45),
    fresh(31, { beside: 'book' }),
    volume(),
    steady(),
  ],
  sample: `违法编号,驾驶人编号,违法时间,违法代码,记分,接收时间
W1,K0000002,2022-09-14 18:22:00,speeding,3,2022-09-30 18:22:00
W2,K0000007,2023/1/5 08:10,parking,0,2023-01-09 08:10:00
`,
})
