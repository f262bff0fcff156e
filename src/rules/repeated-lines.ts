import { rule } from '../rule.ts'
import { MEDICAL_FUND_CN, NCCI } from './references.ts'
import { percent, whole } from './show.ts'

export const repeatedLines = rule({
  id: 'repeated_lines',
  title: { en: 'Same lines billed again', zh: '重复收费' },
  entity: 'claim',
  line: 'health',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['repeated_item_share', 'item_count'],
  when: (f) => f.repeated_item_share >= 0.4 && f.item_count >= 4,
  reason: (f) => ({
    en: `${percent(f.repeated_item_share)} of ${whole(f.item_count)} lines repeat another one`,
    zh: `${whole(f.item_count)}项明细中${percent(f.repeated_item_share)}重复`,
  }),
  runbook: {
    en: '1. Compare the dates of service of the repeated lines. 2. Ask for orders and nursing notes.',
    zh: '1. 比对重复项目的服务日期。2. 调取医嘱与护理记录。',
  },
  falsePositives: ['Daily items of a stay: bed, nursing, infusion'],
  references: [NCCI, MEDICAL_FUND_CN],
  hits: [{ title: 'half of eight', features: { repeated_item_share: 0.5, item_count: 8 } }],
  misses: [
    { title: 'all different', features: { repeated_item_share: 0, item_count: 8 } },
    { title: 'two lines', features: { repeated_item_share: 1, item_count: 2 } },
  ],
})
