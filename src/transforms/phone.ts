/** Telephone numbers as E.164, by libphonenumber. */
import { createRequire } from 'node:module'
import type { CountryCode, PhoneNumber } from 'libphonenumber-js'
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { fold } from './fold.ts'

const require = createRequire(import.meta.url)

export interface PhoneParameters extends Parameters {
  /** ISO 3166 code of the country of numbers that name none. */
  readonly region: string
  /** `valid` asks for a range that is assigned; `possible` (default) for a length that the country knows. */
  readonly accept?: 'possible' | 'valid'
}

type Parse = (text: string, region: CountryCode) => PhoneNumber | undefined
let parse: Parse | undefined

/** The numbering plans take a while to load, so they are loaded for the first number. */
const loaded = (): Parse =>
  (require('libphonenumber-js/max') as { parsePhoneNumberFromString: Parse }).parsePhoneNumberFromString

const read = textFunction('read_phone', (raw, options) => {
  const { region, accept } = JSON.parse(options) as PhoneParameters
  const text = fold(raw)
  // Nearly all numbers of a Chinese book: eleven digits from 13 to 19.
  if (region === 'CN' && accept !== 'valid' && /^1[3-9]\d{9}$/.test(text)) return `+86${text}`
  if (/[^\d+().\-/ x#extp:]/i.test(text)) return null
  parse ??= loaded()
  const number = parse(text, region as CountryCode)
  const isGood = number && (accept === 'valid' ? number.isValid() : number.isPossible())
  return isGood ? number.number + (number.ext ? `;ext=${number.ext}` : '') : null
})

export const phone = transform<PhoneParameters>({
  name: 'phone',
  meaning: {
    en: 'A telephone number in E.164; a number without a country code belongs to the declared country',
    zh: '电话号码统一为 E.164；无国家代码者按来源声明的国家',
  },
  gives: 'VARCHAR',
  code: 'invalid_phone',
  sql: (text, parameters) =>
    `case when ${text} is not null then ${read(text, JSON.stringify(parameters))} end`,
  examples: [
    { raw: '13912345678', parameters: { region: 'CN' }, value: '+8613912345678' },
    { raw: '139 1234-5678', parameters: { region: 'CN' }, value: '+8613912345678' },
    { raw: '１３９１２３４５６７８', parameters: { region: 'CN' }, value: '+8613912345678' },
    { raw: '0086 139 1234 5678', parameters: { region: 'CN' }, value: '+8613912345678' },
    { raw: '(010) 6552-9988', parameters: { region: 'CN' }, value: '+861065529988' },
    { raw: '010-65529988 ext. 12', parameters: { region: 'CN' }, value: '+861065529988;ext=12' },
    { raw: '0412 345 678', parameters: { region: 'AU' }, value: '+61412345678' },
    { raw: '+61 412 345 678', parameters: { region: 'CN' }, value: '+61412345678' },
    { raw: '+852 2123 4567', parameters: { region: 'CN' }, value: '+85221234567' },
    { raw: '12345', parameters: { region: 'CN', accept: 'valid' }, value: null },
    { raw: '139123456789012', parameters: { region: 'CN' }, value: null },
    { raw: 'call me', parameters: { region: 'CN' }, value: null },
  ],
})
