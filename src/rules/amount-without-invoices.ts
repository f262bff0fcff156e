import { rule } from '../rule.ts'
import { ACFE, GUIDELINES_CN } from './references.ts'
import { percent } from './show.ts'

export const amountWithoutInvoices = rule({
  id: 'amount_without_invoices',
  title: { en: 'Amount claimed beyond the invoices', zh: '索赔金额超出票据' },
  entity: 'claim',
  line: 'any',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['item_gap_ratio', 'item_count'],
  when: (f) => f.item_gap_ratio >= 0.15 && f.item_count >= 1,
  reason: (f) => ({
    en: `${percent(f.item_gap_ratio)} of the amount stands on no line of the claim`,
    zh: `${percent(f.item_gap_ratio)}的金额无明细支持`,
  }),
  runbook: {
    en: '1. Ask for the missing invoices. 2. Pay what is proven; explain the rest.',
    zh: '1. 补充缺失票据。2. 先行赔付已证实部分，其余说明理由。',
  },
  falsePositives: ['Invoices that come later', 'Taxes and fees outside the lines'],
  references: [ACFE, GUIDELINES_CN],
  hits: [{ title: 'a third without lines', features: { item_gap_ratio: 0.33, item_count: 4 } }],
  misses: [
    { title: 'lines add up', features: { item_gap_ratio: 0.0, item_count: 4 } },
    { title: 'no lines yet', features: { item_gap_ratio: Number.NaN, item_count: 0 } },
  ],
})
