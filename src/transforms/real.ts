/** A real number, its groups and decimals however they are marked. */
import { cheapFirst, type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { type DecimalMark, plainNumber, signed } from './number-text.ts'

/** The mark before the decimals; default a point. */
export interface NumberParameters extends Parameters {
  readonly decimal?: DecimalMark
}

/** Reads any number that `real` takes. */
export const readNumber = textFunction('read_number', (text, options) => {
  const parts = signed(text)
  const number = parts && plainNumber(parts.text, options === ',' ? ',' : '.')
  return parts && number ? `${parts.sign}${number}` : null
})

export const real = transform<NumberParameters>({
  name: 'real',
  meaning: {
    en: 'A number with a point or the declared mark before its decimals; separators of thousands, full-width digits and signs in any place are read',
    zh: '数值：以小数点（或来源声明的符号）分隔小数，可带千分位、全角数字，正负号位置不限',
  },
  gives: 'DOUBLE',
  code: 'invalid_number',
  sql: (text, { decimal }) => {
    const dear = `try_cast(${readNumber(text, decimal)} as double)`
    return decimal === ','
      ? `case when ${text} is not null then ${dear} end`
      : cheapFirst(text, `try_cast(${text} as double)`, dear)
  },
  examples: [
    { raw: '12.5', value: '12.5' },
    { raw: '-.5', value: '-0.5' },
    { raw: '1e3', value: '1000.0' },
    { raw: '1,234.5', value: '1234.5' },
    { raw: '12,34,567', value: '1234567.0' },
    { raw: '1.234,5', value: '1234.5' },
    { raw: '1.234', value: '1.234' },
    { raw: '1.234', parameters: { decimal: ',' }, value: '1234.0' },
    { raw: '0,5', parameters: { decimal: ',' }, value: '0.5' },
    { raw: '1 234,5', value: '1234.5' },
    { raw: '１２．５', value: '12.5' },
    { raw: '12,5', value: null },
    { raw: '1,23', value: null },
    { raw: '12..5', value: null },
    { raw: '1O00', value: null },
    { raw: 'N/A', value: null },
    { raw: '--', value: null },
    { raw: '', value: null },
  ],
})
