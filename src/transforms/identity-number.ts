/** Numbers of identity papers, known by their shape and proved by their check digits. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { readCalendar } from './calendar-text.ts'
import { hongKongCheck, passesLuhn, passesTaiwan, residentCheck } from './check-digits.ts'
import { fold } from './fold.ts'

export const PAPERS = ['resident', 'hong_kong', 'taiwan', 'passport', 'luhn'] as const
export type Paper = (typeof PAPERS)[number]

export interface IdentityParameters extends Parameters {
  /** Papers that the column holds. Default the mainland's identity card alone. */
  readonly papers?: readonly Paper[]
  /**
   * `shape` keeps a number that has the right form and a wrong check digit, for columns where what was mistyped still tells who it
   * is. Default `valid`.
   */
  readonly accept?: 'valid' | 'shape'
}

const isDay = (digits: string) =>
  readCalendar(digits, {}) !== undefined && digits >= '18500101' && digits < '22000101'

/** What each paper's number is in its one spelling; undefined when it is no such number. */
const READERS: Readonly<Record<Paper, (text: string) => string | undefined>> = {
  resident(text) {
    const old = /^[1-9]\d{14}$/.test(text) ? `${text.slice(0, 6)}19${text.slice(6)}` : undefined
    const body = old ?? text.slice(0, 17)
    if (!/^[1-9]\d{16}$/.test(body) || !isDay(body.slice(6, 14))) return undefined
    const number = body + residentCheck(body)
    return old || text === number ? number : undefined
  },
  hong_kong(text) {
    const m = /^([A-Z]{1,2})(\d{6})\(?([\dA])\)?$/.exec(text)
    return m && hongKongCheck(m[1] + m[2]) === m[3] ? `${m[1]}${m[2]}(${m[3]})` : undefined
  },
  taiwan(text) {
    return /^[A-Z][1289A-D]\d{8}$/.test(text) && passesTaiwan(text) ? text : undefined
  },
  passport(text) {
    return /^(?=.*\d{5})[A-Z]{0,2}[A-Z\d]\d{6,8}$/.test(text) ? text : undefined
  },
  luhn(text) {
    return /^\d{6,12}$/.test(text) && passesLuhn(text) ? text : undefined
  },
}

const SHAPES: Readonly<Record<Paper, RegExp>> = {
  resident: /^[1-9]\d{16}[\dX]$|^[1-9]\d{14}$/,
  hong_kong: /^[A-Z]{1,2}\d{6}\(?[\dA]\)?$/,
  taiwan: /^[A-Z][1289A-D]\d{8}$/,
  passport: /^[A-Z\d]{7,9}$/,
  luhn: /^\d{6,12}$/,
}

const read = textFunction('read_identity', (raw, options) => {
  const { papers = ['resident'], accept } = options ? (JSON.parse(options) as IdentityParameters) : {}
  const text = fold(raw).toUpperCase().replace(/[\s-]/g, '')
  for (const paper of papers) {
    const number = READERS[paper](text)
    if (number) return number
  }
  return accept === 'shape' && papers.some((paper) => SHAPES[paper].test(text)) ? text : null
})

export const identityNumber = transform<IdentityParameters>({
  name: 'identity_number',
  meaning: {
    en: 'Number of an identity paper whose check digit and day of birth hold: mainland identity card (15 digits become 18), Hong Kong, Taiwan, passport by its shape, any number with a Luhn digit - those that the source declares',
    zh: '证件号码（校验位与出生日期须成立）：居民身份证（15 位升 18 位）、香港、台湾、护照（仅校验形式）、含 Luhn 校验位的号码，以来源声明为准',
  },
  gives: 'VARCHAR',
  code: 'invalid_identity_number',
  sql: (text, parameters) =>
    `case when ${text} is not null then ${read(text, Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : '')} end`,
  examples: [
    { raw: '11010519491231002X', value: '11010519491231002X' },
    { raw: '11010519491231002x', value: '11010519491231002X' },
    { raw: '110105 19491231 002X', value: '11010519491231002X' },
    { raw: '１１０１０５１９４９１２３１００２Ｘ', value: '11010519491231002X' },
    { raw: '110105491231002', value: '11010519491231002X' },
    { raw: '110105194912310021', value: null },
    { raw: '11010519490231002X', value: null },
    { raw: '110105194912310021', parameters: { accept: 'shape' }, value: '110105194912310021' },
    { raw: '1101051949123100', parameters: { accept: 'shape' }, value: null },
    { raw: 'A123456(3)', parameters: { papers: ['hong_kong'] }, value: 'A123456(3)' },
    { raw: 'A1234563', parameters: { papers: ['hong_kong'] }, value: 'A123456(3)' },
    { raw: 'A123456(4)', parameters: { papers: ['hong_kong'] }, value: null },
    { raw: 'A123456789', parameters: { papers: ['taiwan'] }, value: 'A123456789' },
    { raw: 'A123456788', parameters: { papers: ['taiwan'] }, value: null },
    { raw: 'e1234567 8', parameters: { papers: ['resident', 'passport'] }, value: 'E12345678' },
    { raw: '79927398713', parameters: { papers: ['luhn'] }, value: '79927398713' },
    { raw: '79927398710', parameters: { papers: ['luhn'] }, value: null },
    { raw: 'unknown', value: null },
  ],
})
