/** Numbers as people and systems write them, read without guessing where the decimals begin. */
import { chineseInteger, fold } from './fold.ts'

/** The mark before the decimals. Without it both are read where only one can be meant: `1.234,56`, but not `1,234`. */
export type DecimalMark = '.' | ','

const PLAIN = /^\d+(\.\d*)?$|^\.\d+$/
const SCIENTIFIC = /^(\d+(\.\d*)?|\.\d+)e[+-]?\d{1,3}$/i

/**
 * A number without sign as plain digits with a point, exactly as many decimals as it had; undefined when it is none.
 * Groups of three (`1,234,567`), of four (`123,4567`) or Indian ones (`12,34,567`) must be whole.
 */
export function plainNumber(text: string, decimal: DecimalMark = '.'): string | undefined {
  const other = decimal === '.' ? ',' : '.'
  const spaceless = text.replace(/(?<=\d)[ '’](?=\d{3}(\D|$))/g, other)
  const clash = (m: DecimalMark) => spaceless.lastIndexOf(m) > spaceless.lastIndexOf(m === '.' ? ',' : '.')
  // Both marks: the last one is that of the decimals, whatever is usual.
  const both = spaceless.includes('.') && spaceless.includes(',')
  const spaced = spaceless !== text && text.includes(other)
  const mark: DecimalMark = both || spaced ? (clash('.') && !spaced ? '.' : ',') : decimal
  if (spaced && text.includes(decimal)) return undefined
  const source = spaced ? text.replace(/[ '’]/g, '.') : spaceless
  const group = mark === '.' ? ',' : '.'
  const at = source.lastIndexOf(mark)
  if (at >= 0 && source.indexOf(mark) !== at) return undefined
  const whole = at < 0 ? source : source.slice(0, at)
  const rest = at < 0 ? '' : source.slice(at + 1)
  if (!/^\d*$/.test(rest)) return SCIENTIFIC.test(text) && mark === '.' ? text : undefined
  const digits = whole.includes(group) ? ungrouped(whole, group) : whole
  if (digits === undefined) return undefined
  const number = at < 0 ? digits : `${digits}.${rest}`
  return PLAIN.test(number) || (SCIENTIFIC.test(number) && at < 0) ? number : undefined
}

function ungrouped(whole: string, mark: string): string | undefined {
  const groups = whole.split(mark)
  const [first, ...others] = groups
  if (!groups.every((group) => /^\d+$/.test(group))) return undefined
  const last = others[others.length - 1]
  const even = (width: number) => first.length <= width && others.every((group) => group.length === width)
  const indian =
    last.length === 3 && first.length <= 2 && others.slice(0, -1).every((group) => group.length === 2)
  return even(3) || even(4) || indian ? groups.join('') : undefined
}

/** Takes a sign off: before, behind (`123-`), or as brackets. */
export function signed(raw: string): { readonly text: string; readonly sign: '' | '-' } | undefined {
  let text = fold(raw)
  let negative = false
  const brackets = /^\((.+)\)$/.exec(text)
  if (brackets) {
    text = brackets[1].trim()
    negative = true
  }
  const before = /^([+-])\s?(.+)$/.exec(text)
  const behind = before ? null : /^(.+?)\s?([+-])$/.exec(text)
  const sign = before?.[1] ?? behind?.[2]
  if (sign && negative) return undefined
  if (sign) text = before?.[2] ?? behind?.[1] ?? ''
  return { text, sign: negative || sign === '-' ? '-' : '' }
}

/** Moves the decimal point of a plain number to the right, exactly. */
export function shifted(number: string, places: number): string {
  if (places === 0 || /e/i.test(number)) return places === 0 ? number : String(Number(number) * 10 ** places)
  const [whole, rest = ''] = number.split('.')
  const digits = rest.padEnd(places, '0')
  return `${whole}${digits.slice(0, places)}${digits.length > places ? `.${digits.slice(places)}` : ''}`
}

/** A sum in banker's numerals: `壹万贰仟叁佰元伍角整`; undefined when it is none. */
export function chineseSum(text: string): string | undefined {
  const m =
    /^(?:人民币|人民幣)?([^元圆圓块角分整正]+)[元圆圓块](?:([^角分整正]+)角)?(?:([^角分整正]+)分)?[整正]?$/.exec(
      text,
    )
  if (!m) return undefined
  const whole = chineseInteger(m[1])
  const tenths = m[2] === undefined ? 0 : chineseInteger(m[2])
  // 零 may stand for the tenths that are not there.
  const cents = m[3] === undefined ? 0 : chineseInteger(m[3])
  if (whole === undefined || tenths === undefined || cents === undefined || tenths > 9 || cents > 9)
    return undefined
  return `${whole}.${tenths}${cents}`
}
