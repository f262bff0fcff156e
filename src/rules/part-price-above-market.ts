import { rule } from '../rule.ts'
import { COALITION, GUIDELINES_CN } from './references.ts'
import { decimal } from './show.ts'

export const partPriceAboveMarket = rule({
  id: 'part_price_above_market',
  title: { en: 'Part priced far above the market', zh: '配件价格远高于市场' },
  entity: 'claim',
  line: 'auto',
  severity: 'high',
  status: 'stable',
  weight: 1,
  reads: ['max_price_ratio'],
  when: (f) => f.max_price_ratio >= 1.6,
  reason: (f) => ({
    en: `A part costs ${decimal(f.max_price_ratio)} times its market price`,
    zh: `配件价格为市场价的${decimal(f.max_price_ratio)}倍`,
  }),
  runbook: {
    en: '1. Ask the supplier for the invoice of the part. 2. Compare all recent estimates of the repairer. 3. Inspect whether the part was fitted.',
    zh: '1. 向供应商核实配件发票。2. 比对该修理厂近期全部估损单。3. 查验是否实际更换。',
  },
  falsePositives: ['Original part against an aftermarket price', 'A shortage of the part'],
  references: [COALITION, GUIDELINES_CN],
  hits: [{ title: 'more than double', features: { max_price_ratio: 2.3 } }],
  misses: [
    { title: 'market price', features: { max_price_ratio: 1.05 } },
    { title: 'price not known', features: { max_price_ratio: Number.NaN } },
  ],
})
