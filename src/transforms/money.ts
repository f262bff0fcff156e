/** Money: signs, currencies, separators, units of ten thousand, banker's numerals; one currency out. */
import { cheapFirst, type Parameters, transform } from '../transform.ts'
import { textFunction } from '../warehouse/index.ts'
import { chineseSum, type DecimalMark, plainNumber, shifted, signed } from './number-text.ts'

export interface MoneyParameters extends Parameters {
  /** The mark before the decimals; default a point. */
  readonly decimal?: DecimalMark
  /** The currency of the column, ISO 4217. A sum that names another one is refused, unless `rates` has it. */
  readonly currency?: string
  /** What one unit of another currency is worth in `currency`. */
  readonly rates?: Readonly<Record<string, number>>
  /** Power of ten of the unit that the column is kept in: 4 for 万元. A unit that a text names itself comes first. */
  readonly exponent?: number
}

/** What a sign may mean. Without a declared currency any of them is taken off. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '¥': ['CNY', 'JPY'],
  $: ['USD', 'AUD', 'CAD', 'HKD', 'NZD', 'SGD', 'TWD'],
  US$: ['USD'],
  A$: ['AUD'],
  HK$: ['HKD'],
  NT$: ['TWD'],
  '€': ['EUR'],
  '£': ['GBP'],
  RMB: ['CNY'],
  人民币: ['CNY'],
  人民幣: ['CNY'],
  元: ['CNY', 'HKD', 'TWD'],
  圆: ['CNY', 'JPY'],
  圓: ['CNY', 'TWD', 'JPY'],
  块: ['CNY'],
  美元: ['USD'],
  欧元: ['EUR'],
  港元: ['HKD'],
  港币: ['HKD'],
  日元: ['JPY'],
  英镑: ['GBP'],
  澳元: ['AUD'],
}
const CODES = [
  'CNY',
  'USD',
  'EUR',
  'GBP',
  'JPY',
  'HKD',
  'TWD',
  'AUD',
  'CAD',
  'NZD',
  'SGD',
  'CHF',
  'KRW',
  'INR',
]
const WORDS = [...Object.keys(SIGNS), ...CODES].sort((a, b) => b.length - a.length)
const EXPONENTS: Readonly<Record<string, number>> = {
  百: 2,
  千: 3,
  万: 4,
  萬: 4,
  百万: 6,
  千万: 7,
  亿: 8,
  億: 8,
}

const read = textFunction('read_money', (raw, options) => {
  const parameters = options ? (JSON.parse(options) as MoneyParameters) : {}
  const parts = signed(raw)
  if (!parts) return null
  const words = parts.text.toUpperCase()
  const capital = chineseSum(words)
  const { text, currencies } = capital ? { text: capital, currencies: ['CNY'] } : withoutCurrency(words)
  if (currencies === null) return null
  // A sign may stand between the currency and the digits.
  const inner = capital ? { text, sign: '' } : signed(text)
  if (!inner || (inner.sign && parts.sign)) return null
  const unit = /^(.*?)\s?(百万|千万|百|千|万|萬|亿|億)$/.exec(inner.text)
  const exponent = unit ? EXPONENTS[unit[2]] : capital ? 0 : (parameters.exponent ?? 0)
  const number = plainNumber(unit ? unit[1] : inner.text, parameters.decimal)
  const rate = rateOf(currencies, parameters)
  if (number === undefined || rate === undefined) return null
  const value = shifted(number, exponent)
  const sign = parts.sign || inner.sign
  return rate === 1 ? `${sign}${value}` : `${sign}${(Number(value) * rate).toFixed(4)}`
})

/** The rate into the declared currency; undefined when the sum is in another one and there is none. */
function rateOf(named: readonly string[], { currency, rates }: MoneyParameters): number | undefined {
  if (named.length === 0 || currency === undefined || named.includes(currency)) return 1
  const known = named.filter((code) => rates?.[code] !== undefined)
  return known.length === 1 ? rates?.[known[0]] : undefined
}

/** Takes signs and names of a currency off both ends; null currencies when the two ends contradict each other. */
function withoutCurrency(words: string): { text: string; currencies: readonly string[] | null } {
  const before = WORDS.find((word) => words.startsWith(word) && words !== word)
  const rest = before ? words.slice(before.length).trim() : words
  const behind = WORDS.find((word) => rest.endsWith(word) && rest !== word)
  const text = behind ? rest.slice(0, -behind.length).trim() : rest
  const meanings = [before, behind].flatMap((word) => (word ? [SIGNS[word] ?? [word]] : []))
  if (meanings.length < 2) return { text, currencies: meanings[0] ?? [] }
  const common = meanings[0].filter((code) => meanings[1].includes(code))
  return { text, currencies: common.length > 0 ? common : null }
}

/** SQL that reads `1,234.56`, the commonest writing beside a plain number; NULL for any other. */
const grouped = (text: string) =>
  `case when regexp_full_match(${text}, '-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?') then try_cast(replace(${text}, ',', '') as decimal(14,2)) end`

export const money = transform<MoneyParameters>({
  name: 'money',
  meaning: {
    en: 'A sum of money with two decimals: separators, signs and names of currencies, 万 and 亿, banker’s numerals, brackets or a trailing minus for what is negative; another currency than the declared one is refused or converted by the declared rates',
    zh: '金额（两位小数）：可带千分位、货币符号或名称、万/亿单位、中文大写、括号或尾随负号；与声明币种不同者拒绝，或按声明汇率折算',
  },
  gives: 'DECIMAL(14,2)',
  code: 'invalid_amount',
  sql: (text, parameters) => {
    const options = Object.keys(parameters).length > 0 ? JSON.stringify(parameters) : ''
    const dear = `try_cast(${read(text, options)} as decimal(14,2))`
    return parameters.decimal === ',' || parameters.exponent
      ? `case when ${text} is not null then ${dear} end`
      : cheapFirst(text, `try_cast(${text} as decimal(14,2))`, `coalesce(${grouped(text)}, ${dear})`)
  },
  examples: [
    { raw: '1234.56', value: '1234.56' },
    { raw: '1,234.56', value: '1234.56' },
    { raw: '1.234,56', value: '1234.56' },
    { raw: '1 234,56', value: '1234.56' },
    { raw: "1'234.56", value: '1234.56' },
    { raw: '1.234', parameters: { decimal: ',' }, value: '1234.00' },
    { raw: '12,5', parameters: { decimal: ',' }, value: '12.50' },
    { raw: '￥1,234.56', value: '1234.56' },
    { raw: '¥ -12.50', value: '-12.50' },
    { raw: 'RMB 1234', value: '1234.00' },
    { raw: 'CNY1,234.5', value: '1234.50' },
    { raw: '1234元', value: '1234.00' },
    { raw: '1.5万元', value: '15000.00' },
    { raw: '2.3亿', value: '230000000.00' },
    { raw: '12.5', parameters: { exponent: 4 }, value: '125000.00' },
    { raw: '(123.45)', value: '-123.45' },
    { raw: '123-', value: '-123.00' },
    { raw: '壹万贰仟叁佰元整', value: '12300.00' },
    { raw: '人民币叁拾元零伍分', value: '30.05' },
    { raw: '１２３．４５', value: '123.45' },
    { raw: '$10', parameters: { currency: 'CNY' }, value: null },
    { raw: 'USD 10', parameters: { currency: 'CNY', rates: { USD: 7.1 } }, value: '71.00' },
    { raw: '$10', parameters: { currency: 'AUD' }, value: '10.00' },
    { raw: '12,5', value: null },
    { raw: '12..5', value: null },
    { raw: '#REF!', value: null },
    { raw: '--', value: null },
    { raw: '(-5)', value: null },
    { raw: '元', value: null },
    { raw: '', value: null },
  ],
})
