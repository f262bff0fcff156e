/** Money paid out, from the finance system. */
import {
  asAmount,
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

export const payments = source({
  name: 'insurer/payments',
  title: { en: 'Payments', zh: '赔款' },
  into: 'core.payment',
  description: {
    en: 'Payments on claims with the account that was paid, a file for each year of report',
    zh: '赔款及收款账户，每个报案年度一个文件',
  },
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
    reference('claim_id', 'core.claim', {
      name: 'payments_claim_known',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
    }),
    {
      name: 'payments_amount',
      severity: 'stop',
      meaning: { en: 'a payment is above zero', zh: '赔款大于零' },
      sql: 'select payment_id, amount from {rows} where amount <= 0',
    },
    reference('payee_id', 'core.party'),
    prompt(7),
    fresh(14, { beside: 'book' }),
    volume({ change: 0.7 }),
    steady(),
  ],
  sample: `付款流水号,报案号,收款人编号,收款账号,金额,付款时间,录入时间,经办人
F1,CL23-0000001,K0001291,6299994618398291871,"3,337.00",2023-07-16 10:20:00,2023-07-17 08:05:00,U6
F2,CL23-0000002,R00031,,7564.00,2023/7/24 15:41,2023-07-25 09:00:00,U3
`,
})
