import { dearPairs, dearReasons } from '../dear-pairs.ts'
import type { Typology } from '../typology.ts'

/** A garage and an adjuster who agree: where the two meet, parts are dearer than the same garage's with other adjusters. */
export const repairerAdjuster: Typology = {
  id: 'repairer_adjuster',
  title: { en: 'Repairer and adjuster in league', zh: '修理厂与查勘员串通' },
  runbook: {
    en: 'Have some of the cars inspected again by somebody else; compare invoices with parts delivered; see how cases are assigned.',
    zh: '另派人员复勘部分车辆；比对发票与配件进货；核查派案记录。',
  },
  leastMembers: 2,
  candidates: dearPairs,
  test: (_facts, group) => dearReasons(group),
}
