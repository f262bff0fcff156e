/** The unified social credit code of a Chinese organisation (GB 32100). */
import { transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { creditCheck } from './check-digits.ts'
import { fold } from './fold.ts'

const read = textFunction('read_credit_code', (raw) => {
  const text = fold(raw).toUpperCase().replace(/[\s-]/g, '')
  const isShape = /^[1-9A-HJ-NP-RTUWXY][1-9]\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text)
  return isShape && creditCheck(text) === text[17] ? text : null
})

export const creditCode = transform({
  name: 'credit_code',
  meaning: {
    en: 'Unified social credit code of an organisation, its check character right',
    zh: '统一社会信用代码（校验码须正确）',
  },
  gives: 'VARCHAR',
  code: 'invalid_credit_code',
  sql: (text) => `case when ${text} is not null then ${read(text)} end`,
  examples: [
    { raw: '91350100M000100Y43', value: '91350100M000100Y43' },
    { raw: '91350100m000100y43', value: '91350100M000100Y43' },
    { raw: '91350100M000100Y44', value: null },
    { raw: '1234', value: null },
  ],
})
