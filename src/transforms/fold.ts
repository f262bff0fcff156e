/** One spelling for what is the same character: full-width forms, ligatures, odd spaces, dashes and minus signs. */

/** Unicode's compatibility form (NFKC), its dashes and minus signs as `-`, its spaces as one space, no space at the ends. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212\uFE63]/g, '-')
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  ['〇零', '一壹弌', '二贰貳两兩', '三叁參叄', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap(
    (forms, value) => [...forms].map((form) => [form, value]),
  ),
)
const UNITS: Readonly<Record<string, number>> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }
const MYRIADS: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 }

/** A whole number in Chinese numerals, everyday or banker's (`二十五`, `壹万贰仟叁佰`); undefined when it is none. */
export function chineseInteger(text: string): number | undefined {
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const character of text) {
    if (character in DIGITS) {
      // 零 only marks a place that is empty; any other digit needs a unit behind it.
      if (digit !== undefined && digit !== 0) return undefined
      digit = DIGITS[character]
    } else if (character in UNITS) {
      section += (digit ?? (section === 0 && total === 0 ? 1 : Number.NaN)) * UNITS[character]
      digit = undefined
    } else if (character in MYRIADS) {
      const below = section + (digit ?? 0)
      const grown = character === '亿' || character === '億' ? (total + below) * 1e8 : total + below * 1e4
      total = grown
      section = 0
      digit = undefined
    } else return undefined
  }
  const value = total + section + (digit ?? 0)
  return text !== '' && Number.isSafeInteger(value) ? value : undefined
}

/** Digits one by one, as years are written: `二〇二四` is 2024; undefined when it is none. */
export function chineseDigits(text: string): number | undefined {
  if (text === '' || ![...text].every((character) => character in DIGITS)) return undefined
  return Number([...text].map((character) => DIGITS[character]).join(''))
}
