/** Codes of fees, parts and procedures in one spelling. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

export interface FeeParameters extends Parameters {
  /** Digits that a code of digits alone is filled up to with zeros in front, as a spreadsheet has cut them off. */
  readonly digits?: number
  /** Most characters of a code; default 24. */
  readonly longest?: number
}

const read = textFunction('read_fee_code', (raw, options) => {
  const { digits = 0, longest = 24 } = options ? (JSON.parse(options) as FeeParameters) : {}
  const text = fold(raw).toUpperCase().replace(/\s/g, '')
  // `1234.0` is a code of digits that a spreadsheet took for a number.
  const code = /^\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text
  if (!/^[A-Z\d][A-Z\d./\-_]*$/.test(code) || code.length > longest) return null
  return /^\d+$/.test(code) ? code.padStart(digits, '0') : code
})

export const feeCode = transform<FeeParameters>({
  name: 'fee_code',
  meaning: {
    en: 'Code of a fee, part or procedure: capitals without spaces, the leading zeros that a spreadsheet cut off put back when the source says how many digits there are',
    zh: '收费、配件或项目编码：大写去空格；来源声明位数时补回被表格软件截去的前导零',
  },
  gives: 'VARCHAR',
  code: 'invalid_code',
  sql: (text, parameters) =>
    `case when ${text} is not null then ${read(text, Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : '')} end`,
  examples: [
    { raw: ' p502 ', value: 'P502' },
    { raw: 'Ｘ２３０', value: 'X230' },
    { raw: '310607005', value: '310607005' },
    { raw: '1234.0', parameters: { digits: 6 }, value: '001234' },
    { raw: '99-213', value: '99-213' },
    { raw: '=SUM(A1)', value: null },
    { raw: 'dent removal?', value: null },
  ],
})
