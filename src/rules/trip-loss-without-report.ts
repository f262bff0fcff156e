import { rule } from '../rule.ts'
import { ACFE, COALITION } from './references.ts'
import { percent } from './show.ts'

export const tripLossWithoutReport = rule({
  id: 'trip_loss_without_report',
  title: { en: 'High travel loss without a report', zh: '旅行高额损失无报案' },
  entity: 'claim',
  line: 'travel',
  severity: 'medium',
  status: 'stable',
  weight: 0.6,
  reads: ['has_police_report', 'claimed_sum_insured_ratio'],
  when: (f) => f.has_police_report === 0 && f.claimed_sum_insured_ratio >= 0.4,
  reason: (f) => ({
    en: `${percent(f.claimed_sum_insured_ratio)} of the limit, and nobody was told at the place`,
    zh: `索赔限额的${percent(f.claimed_sum_insured_ratio)}，当地无报案记录`,
  }),
  runbook: {
    en: '1. Ask carrier, hotel or police at the place. 2. Ask for proof that the things were owned. 3. Compare with the bags that were checked in.',
    zh: '1. 向承运人、酒店或当地警方核实。2. 索取物品权属证明。3. 与托运行李记录比对。',
  },
  falsePositives: [
    'Places where a report cannot be had',
    'Delay and cancellation, where there is nothing to report',
  ],
  references: [COALITION, ACFE],
  hits: [
    { title: 'all baggage, no report', features: { has_police_report: 0, claimed_sum_insured_ratio: 0.9 } },
  ],
  misses: [
    { title: 'carrier confirms', features: { has_police_report: 1, claimed_sum_insured_ratio: 0.9 } },
    { title: 'a small loss', features: { has_police_report: 0, claimed_sum_insured_ratio: 0.1 } },
  ],
})
