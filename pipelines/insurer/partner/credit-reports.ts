/** Credit reports on customers. */
import {
  asAmount,
  asDate,
  asInteger,
  asText,
  asTimestamp,
  prompt,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'

export const creditReports = source({
  name: 'insurer/credit_reports',
  title: { en: 'Credit reports', zh: '信用报告' },
  into: 'core.credit_report',
  description: {
    en: 'Credit score, late payments and debt of customers',
    zh: '客户的信用分、逾期还款和负债',
  },
  publisher: 'credit bureau',
  origin: 'partner',
  files: 'partner/credit_reports*.csv',
  format: 'csv',
  columns: {
    report_id: required(asText('report_no')),
    party_id: required(asText('customer_no')),
    report_date: required(asDate('report_date')),
    score: asInteger('score'),
    delinquency_count: asInteger('late_payments_24m'),
    debt_amount: asAmount('debt'),
    event_at: required(asTimestamp('report_date')),
    known_at: required(asTimestamp('received_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    {
      name: 'credit_reports_score',
      severity: 'warn',
      meaning: { en: 'a score lies between 350 and 950', zh: '信用分在350到950之间' },
      sql: 'select report_id, score from {rows} where score not between 350 and 950',
    },
    reference('party_id', 'core.party'),
    prompt(7),
    volume(),
    steady(),
  ],
  sample: `report_no,customer_no,report_date,score,late_payments_24m,debt,received_at
CR1,K0000001,2022-05-20,702,0,12400,2022-05-21 10:00:00
CR2,K0000002,2022/9/3,611,2,"38,100",2022-09-05 10:00:00
`,
})
