/** Numbers of bank accounts: cards by Luhn, IBAN by MOD 97. */
import { type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { passesLuhn, passesMod97 } from './check-digits.ts'
import { fold } from './fold.ts'

export interface AccountParameters extends Parameters {
  /** What the column holds: `card`, `iban`, or `any` of the two (default). */
  readonly kind?: 'card' | 'iban' | 'any'
}

const read = textFunction('read_account', (raw, options) => {
  const text = fold(raw).toUpperCase().replace(/[\s-]/g, '')
  if (options !== 'iban' && /^\d{12,19}$/.test(text) && passesLuhn(text)) return text
  if (options !== 'card' && /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(text) && passesMod97(text)) return text
  return null
})

export const bankAccount = transform<AccountParameters>({
  name: 'bank_account',
  meaning: {
    en: 'Number of a bank card (Luhn) or an IBAN (MOD 97), without spaces; a wrong check digit is refused',
    zh: '银行卡号（Luhn）或 IBAN（MOD 97），去空格，校验位错误则拒绝',
  },
  gives: 'VARCHAR',
  code: 'invalid_account',
  sql: (text, { kind }) => `case when ${text} is not null then ${read(text, kind)} end`,
  examples: [
    { raw: '4111 1111 1111 1111', value: '4111111111111111' },
    { raw: '６２２２０２１２３４５６７８９０１２８', value: '6222021234567890128' },
    { raw: '4111111111111112', value: null },
    { raw: 'GB82 WEST 1234 5698 7654 32', value: 'GB82WEST12345698765432' },
    { raw: 'de89370400440532013000', value: 'DE89370400440532013000' },
    { raw: 'GB83WEST12345698765432', value: null },
    { raw: 'GB82WEST12345698765432', parameters: { kind: 'card' }, value: null },
  ],
})
