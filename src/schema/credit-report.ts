import { amount, date, integer, loaded, table, text } from './table.ts'

/** Credit reports. */
export const creditReport = table(
  'core.credit_report',
  'one row per credit report on a party',
  ['report_id'],
  loaded({
    report_id: text('identifier'),
    party_id: text('the person'),
    report_date: date('as of'),
    score: integer('credit score, 350 (worst) to 950 (best)').optional(),
    delinquency_count: integer('late payments in 24 months').optional(),
    debt_amount: amount('debt outstanding').optional(),
  }),
)
