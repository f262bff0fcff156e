/** A share: `35%` and `0.35` are the same. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'
import { plainNumber, signed } from './number-text.ts'

export interface PercentParameters extends Parameters {
  /** What a bare number is: a `share` (default) or a `percent`. */
  readonly bare?: 'share' | 'percent'
}

const DIVISORS: Readonly<Record<string, number>> = { '%': 100, '‰': 1000, 成: 10 }

const read = textFunction('read_share', (raw, options) => {
  const parts = signed(raw)
  if (!parts) return null
  const m = /^(.+?)\s?([%‰成])$/.exec(fold(parts.text))
  const number = plainNumber(m ? m[1] : parts.text)
  if (number === undefined) return null
  const divisor = m ? DIVISORS[m[2]] : options === 'percent' ? 100 : 1
  return `${parts.sign}${Number(number) / divisor}`
})

export const percent = transform<PercentParameters>({
  name: 'percent',
  meaning: {
    en: 'A share between 0 and 1 as a rule: percent, per mille and tenths (成) are turned into it, a bare number is a share unless the source says that it is a percentage',
    zh: '比例：百分数、千分数、成数折算为小数；无符号的数按比例，除非来源声明为百分数',
  },
  gives: 'DOUBLE',
  code: 'invalid_number',
  sql: (text, { bare }) => `case when ${text} is not null then try_cast(${read(text, bare)} as double) end`,
  examples: [
    { raw: '35%', value: '0.35' },
    { raw: '35％', value: '0.35' },
    { raw: '5‰', value: '0.005' },
    { raw: '3成', value: '0.3' },
    { raw: '0.35', value: '0.35' },
    { raw: '35', parameters: { bare: 'percent' }, value: '0.35' },
    { raw: '-2.5 %', value: '-0.025' },
    { raw: 'about a third', value: null },
    { raw: '%', value: null },
  ],
})
