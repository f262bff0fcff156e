/** Money paid out, from the finance system. */
import { asAmount, asText, asTimestamp, required, source } from 'claimscope'

export const payments = source({
  name: 'insurer/payments',
  into: 'core.payment',
  description: 'Payments on claims with the account that was paid, a file for each year of report',
  publisher: 'finance system',
  origin: 'internal',
  files: 'internal/payments-*.csv',
  format: 'csv',
  columns: {
    payment_id: required(asText('付款流水号')),
    claim_id: required(asText('报案号')),
    payee_id: asText('收款人编号'),
    bank_account: asText('收款账号'),
    amount: required(asAmount('金额')),
    paid_at: required(asTimestamp('付款时间')),
    event_at: required(asTimestamp('付款时间')),
    known_at: required(asTimestamp('录入时间')),
  },
  ignore: ['经办人'],
  duplicates: 'ignore',
  checks: [
    {
      name: 'payments_claim_known',
      severity: 'warn',
      meaning: 'the claim is in the book',
      sql: 'select payment_id, claim_id from {rows} r where not exists (from core.claim c where c.claim_id = r.claim_id)',
    },
    {
      name: 'payments_amount',
      severity: 'stop',
      meaning: 'a payment is above zero',
      sql: 'select payment_id, amount from {rows} where amount <= 0',
    },
  ],
  sample: `付款流水号,报案号,收款人编号,收款账号,金额,付款时间,录入时间,经办人
F1,CL23-0000001,K0001291,6299994618398291871,"3,337.00",2023-07-16 10:20:00,2023-07-17 08:05:00,U6
F2,CL23-0000002,R00031,,7564.00,2023/7/24 15:41,2023-07-25 09:00:00,U3
`,
})
