import { irregularPairs, irregularReasons } from '../irregular-pairs.ts'
import type { Typology } from '../typology.ts'

const MARKS = ['differs', 'pieces'] as const

/** A hospital and a physician who bill other than what was done, again and again: upcoding, unbundling. */
export const providerOverbilling: Typology = {
  id: 'provider_overbilling',
  title: { en: 'Upcoding or unbundling', zh: '高套编码或分解收费' },
  runbook: {
    en: "Lay each invoice beside the hospital's own report of the visit: diagnosis, nights, sum; ask patients what was done; look for panels billed test by test and treatments charged twice.",
    zh: '将每张账单与医院自身上报的就诊记录（诊断、住院天数、金额）逐项比对；询访患者；查找被拆分的检验组合与重复收费。',
  },
  leastMembers: 1,
  candidates: (context) => irregularPairs(context, MARKS),
  test: (_facts, group) => irregularReasons(group),
}
