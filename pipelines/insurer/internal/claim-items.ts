/** Lines of invoices and records of claims. */
import {
  asAmount,
  asDate,
  asFeeCode,
  asReal,
  asText,
  asTimestamp,
  asWord,
  prompt,
  reference,
  required,
  source,
  steady,
  volume,
} from 'claimscope'
import { same } from '../vocabulary.ts'

export const claimItems = source({
  name: 'insurer/claim_items',
  title: { en: 'Lines of claims', zh: '赔案明细' },
  into: 'core.claim_item',
  description: {
    en: 'Diagnoses, procedures, drugs, parts, labour and other lines of claims, a file for each year of report',
    zh: '赔案的诊断、诊疗项目、药品、配件、工时等明细，每个报案年度一个文件',
  },
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/claim_items-*.csv',
  format: 'csv',
  columns: {
    item_id: required(asText('item_no')),
    claim_id: required(asText('claim_no')),
    item_kind: required(
      asWord('kind', same('diagnosis', 'procedure', 'drug', 'room', 'part', 'labour', 'crop', 'expense')),
    ),
    code: asFeeCode('code'),
    description: asText('description'),
    quantity: asReal('quantity'),
    amount: asAmount('amount'),
    provider_id: asText('provider_no'),
    service_date: asDate('service_date'),
    event_at: required(asTimestamp('service_date')),
    known_at: required(asTimestamp('entered_at')),
  },
  ignore: [],
  duplicates: 'ignore',
  checks: [
    reference('claim_id', 'core.claim', {
      name: 'claim_items_claim_known',
      meaning: { en: 'the claim is in the book', zh: '赔案在账册内' },
    }),
    {
      name: 'claim_items_amount',
      severity: 'warn',
      meaning: { en: 'a line is not negative', zh: '明细金额不为负' },
      sql: 'select item_id, amount from {rows} where amount < 0',
    },
    reference('provider_id', 'core.party'),
    prompt(90, { allow: 0.02 }),
    volume({ change: 0.7 }),
    steady(),
  ],
  sample: `item_no,claim_no,kind,code,description,quantity,amount,provider_no,service_date,entered_at
I1,CL23-0000001,part,P502,dent removal,1,580.00,R00087,2023-07-03,2023-07-07 15:06:00
I7285,CL24-0001705,procedure,X230,CT scan,1,645.73,H00010,2023/12/17,2024-01-02 15:18:00
`,
})
