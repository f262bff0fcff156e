/** Codes of diagnoses and procedures: ICD-10, ICD-9-CM and ICD-9-CM-3, dots where they belong. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

export interface IcdParameters extends Parameters {
  /** `10`, `9` (diagnoses), `9p` (procedures); default ICD-10. */
  readonly version?: '10' | '9' | '9p'
}

/** Shape of a code without its dot, and where the dot goes. */
const SHAPES: Readonly<Record<string, { readonly shape: RegExp; readonly dot: (code: string) => number }>> = {
  // The Chinese clinical edition adds up to four characters behind the dot, `I63.902`, and an x for what it splits further.
  '10': { shape: /^[A-Z]\d[\dAB](?:[\dA-Z]{1,4}|\d{1,3}X\d{3})?$/, dot: () => 3 },
  '9': { shape: /^(?:\d{3}\d{0,2}|V\d{2}\d{0,2}|E\d{3}\d?)$/, dot: (code) => (code[0] === 'E' ? 4 : 3) },
  '9p': { shape: /^\d{2}\d{0,2}$/, dot: () => 2 },
}
const MARKS = /[+*†]$/

const read = textFunction('read_icd', (raw, options) => {
  const { shape, dot } = SHAPES[options] ?? SHAPES['10']
  const text = fold(raw).toUpperCase().replace(MARKS, '')
  const place = text.indexOf('.')
  const code = text.replace('.', '')
  if (!shape.test(code)) return null
  const at = dot(code)
  if (place >= 0 && place !== at) return null
  return code.length > at ? `${code.slice(0, at)}.${code.slice(at)}` : code
})

export const icd = transform<IcdParameters>({
  name: 'icd',
  meaning: {
    en: 'Code of a diagnosis or procedure in the shape of its classification (ICD-10 by default, ICD-9-CM): capitals, the dot in its place, no dagger or asterisk',
    zh: '疾病或手术编码，按所声明版本（默认 ICD-10，可 ICD-9-CM）规范：大写、小数点归位、去剑号星号',
  },
  gives: 'VARCHAR',
  code: 'invalid_icd',
  sql: (text, { version }) => `case when ${text} is not null then ${read(text, version)} end`,
  examples: [
    { raw: 'i639', value: 'I63.9' },
    { raw: 'I63.902', value: 'I63.902' },
    { raw: 'Ｉ６３．９', value: 'I63.9' },
    { raw: 'I10', value: 'I10' },
    { raw: 'S72.0x001', value: 'S72.0X001' },
    { raw: 'A17.0†', value: 'A17.0' },
    { raw: '25000', parameters: { version: '9' }, value: '250.00' },
    { raw: 'v5861', parameters: { version: '9' }, value: 'V58.61' },
    { raw: 'E8120', parameters: { version: '9' }, value: 'E812.0' },
    { raw: '4311', parameters: { version: '9p' }, value: '43.11' },
    { raw: '2500', value: null },
    { raw: 'I6.39', value: null },
    { raw: '25.000', parameters: { version: '9' }, value: null },
    { raw: 'headache', value: null },
  ],
})
