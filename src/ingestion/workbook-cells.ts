/** What a cell of a workbook says, as text: numbers with the digits that are stored, dates by the format that shows them as dates. */

/** Formats that are part of the standard and show a date or a time (ECMA-376, 18.8.30). */
const DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
  55, 56, 57, 58,
])
/** Those of them that show a time of day alone. */
const TIMES = new Set([18, 19, 20, 21, 32, 33, 45, 46, 47])

export type Shown = 'number' | 'date' | 'time'

/** How numbers in a format are shown. */
export function shownAs(id: number, code: string | undefined): Shown {
  if (code === undefined) return TIMES.has(id) ? 'time' : DATES.has(id) ? 'date' : 'number'
  const letters = code
    .split(';')[0]
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (letters.includes('general') || !/[ymdhs]/.test(letters)) return 'number'
  return /[yd]/.test(letters) || !/[hs]/.test(letters) ? 'date' : 'time'
}

const DAY = 86_400_000
/** Last day that a workbook can name, 9999-12-31. */
const LAST = 2_958_465

/** A stored number as text; undefined when it is none, or beyond every number. */
export function numberText(stored: string, shown: Shown, is1904: boolean): string | undefined {
  const text = stored.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined
  const value = Number(text)
  if (!Number.isFinite(value)) return undefined
  if (shown === 'number' || value < 0 || value > LAST) return plain(text)
  if (shown === 'time' && value < 1) return timeOf(Math.round(value * DAY))
  // The year 1900 has a 29th of February there, day 60; days before it count from one day later.
  const origin = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, value < 60 ? 31 : 30)
  const iso = new Date(origin + Math.round(value * DAY)).toISOString()
  const time = timeOf(Math.round(value * DAY) % DAY)
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`
}

function timeOf(ms: number): string {
  return new Date(ms % DAY).toISOString().slice(11, 23).replace('.000', '')
}

/** A number without an exponent, digit for digit; very large and very small ones stay as they are. */
function plain(text: string): string {
  const parts = /^([+-]?)(\d*)\.?(\d*)e([+-]?\d+)$/i.exec(text)
  if (!parts) return text
  const [, sign, whole, fraction, power] = parts
  const exponent = Number(power)
  if (Math.abs(exponent) > 40) return text
  const digits = whole + fraction
  const point = whole.length + exponent
  const padded =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits + '0'.repeat(point - digits.length)
        : `${digits.slice(0, point)}.${digits.slice(point)}`
  return `${sign === '-' ? '-' : ''}${padded.replace(/^0+(?=\d)/, '')}`
}

/** Characters that XML cannot hold are spelled `_x000D_` there. */
export function cellText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}

/** `BC7` as column number from 0; -1 when it is no reference. */
export function columnOf(reference: string): number {
  let column = 0
  let i = 0
  for (; i < reference.length && i < 4; i++) {
    const c = reference.charCodeAt(i) & 0xdf
    if (c < 65 || c > 90) break
    column = column * 26 + c - 64
  }
  return i === 0 || column > 16_384 ? -1 : column - 1
}

/** Column number from 0 as letters. */
export function lettersOf(column: number): string {
  let letters = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}
