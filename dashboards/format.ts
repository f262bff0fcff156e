/** Figures and dates as people read them, in the page's language. */
import { language } from './language.ts'

const locale = () => (language.value === 'zh' ? 'zh-CN' : 'en')
const cache = new Map<string, Intl.NumberFormat>()

function format(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()}/${name}`
  let made = cache.get(key)
  if (!made) {
    made = new Intl.NumberFormat(locale(), options)
    cache.set(key, made)
  }
  return made
}

const known = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value)

/** A whole number with separators; a dash when not known. */
export const count = (value: number | null | undefined) =>
  known(value) ? format('count', { maximumFractionDigits: 0 }).format(value) : '–'
/** Money, compact: `1.2M`, `12万`. The full sum belongs in a title. */
export const money = (value: number | null | undefined) =>
  known(value)
    ? format('money', { notation: 'compact', maximumFractionDigits: 1, useGrouping: 'always' }).format(value)
    : '–'
/** Money in full. */
export const moneyFull = (value: number | null | undefined) =>
  known(value) ? format('full', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value) : '–'
/** A share as per cent: one decimal under 10 %; what is nearly all is not rounded to all. */
export const percent = (value: number | null | undefined) =>
  known(value) && value > 0.99 && value < 1
    ? '>99%'
    : known(value)
      ? format(Math.abs(value) < 0.1 ? 'percent1' : 'percent', {
          style: 'percent',
          maximumFractionDigits: Math.abs(value) < 0.1 ? 1 : 0,
        }).format(value)
      : '–'
/** A change as signed per cent: unlike a share, it may well be all of it or more. */
export const change = (value: number) =>
  `${value >= 0 ? '+' : '−'}${format('change', { style: 'percent', maximumFractionDigits: 0 }).format(Math.abs(value))}`
/** A number with the given decimals. */
export const decimal = (value: number | null | undefined, digits = 2) =>
  known(value)
    ? format(`d${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
    : '–'
/** With its sign. */
export const signed = (value: number, digits = 2) =>
  `${value >= 0 ? '+' : '−'}${decimal(Math.abs(value), digits)}`

/** A day, ISO. */
export const day = (iso: string | null | undefined) => (iso ? iso.slice(0, 10) : '–')
/** A moment to the minute, local time. */
export function moment(iso: string | null | undefined): string {
  if (!iso) return '–'
  const d = new Date(iso)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}
