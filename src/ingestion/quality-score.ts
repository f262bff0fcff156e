/**
 * The data-quality score: 100 times the product of its parts, each to the power of its exponent.
 *
 * A product, not a mean: a file of which half cannot be read is no good file, however unique the other half. The exponent of a
 * part is the number of points that its first percent costs: a record lost or wrong costs most, for nothing downstream can make
 * up for it; a cell that is usually filled less; being late or different least, for both may be the truth.
 */
import type { Text } from '../util/text.ts'

export interface QualityPart {
  readonly part: 'validity' | 'completeness' | 'uniqueness' | 'consistency' | 'timeliness' | 'stability'
  readonly title: Text
  readonly exponent: number
  readonly meaning: Text
}

/** The parts of the score. */
export const QUALITY_PARTS: readonly QualityPart[] = [
  {
    part: 'validity',
    title: { en: 'Validity', zh: '有效性' },
    exponent: 5,
    meaning: {
      en: 'share of the records that could be read; the others stand in quarantine',
      zh: '可读取记录所占比例；其余在隔离区',
    },
  },
  {
    part: 'completeness',
    title: { en: 'Completeness', zh: '完整性' },
    exponent: 3,
    meaning: {
      en: 'how full the columns are, each against the median of the loads before and at most 1; not known for a first load',
      zh: '各列填充率与以往批次中位数之比（最高为1）；首批数据不计',
    },
  },
  {
    part: 'uniqueness',
    title: { en: 'Uniqueness', zh: '唯一性' },
    exponent: 2,
    meaning: {
      en: 'one less the share of rows whose key came again, beyond what is usual for the source',
      zh: '1减去超出该来源常态的重复主键行比例',
    },
  },
  {
    part: 'consistency',
    title: { en: 'Consistency', zh: '一致性' },
    exponent: 5,
    meaning: {
      en: 'one less the share of rows that the worst check of the source found fault with',
      zh: '1减去最差检查项发现问题的行比例',
    },
  },
  {
    part: 'timeliness',
    title: { en: 'Timeliness', zh: '及时性' },
    exponent: 1,
    meaning: {
      en: 'share of rows that became known within the days that the source promises; not known without a promise',
      zh: '在来源承诺天数内获知的行比例；无承诺则不计',
    },
  },
  {
    part: 'stability',
    title: { en: 'Stability', zh: '稳定性' },
    exponent: 1,
    meaning: {
      en: 'share of columns whose values have not drifted from the loads before; not known with fewer than three of them',
      zh: '与以往批次相比未发生漂移的列比例；不足三批则不计',
    },
  },
]

/** What the formula does, in a sentence. */
export const QUALITY_FORMULA: Text = {
  en: '100 × the product of the parts, each to the power of its exponent: the exponent is the number of points that the first percent costs. A part that cannot be measured counts as 1.',
  zh: '100 × 各部分按其指数取幂之积：指数即首个百分点所扣的分数。无法衡量的部分按1计。',
}

/** Shares by part; null where there is nothing to measure a part by. */
export type PartShares = Readonly<Record<QualityPart['part'], number | null>>

/** The score, 0 to 100. */
export function qualityScore(shares: PartShares): number {
  return (
    100 * QUALITY_PARTS.reduce((product, { part, exponent }) => product * (shares[part] ?? 1) ** exponent, 1)
  )
}
