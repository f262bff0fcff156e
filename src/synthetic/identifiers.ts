/**
 * Numbers with right check digits in ranges that are given to nobody: county codes ending in 99 (identity numbers),
 * mobile prefixes 160, 161, 163, 164 and area code 05 (telephones), issuer 629999 and 9999 (accounts), maker code 9ZZ (vehicles).
 */
import { isoDay } from './calendar.ts'
import { mix } from './draw.ts'

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a mainland identity number (GB 11643, ISO 7064 MOD 11-2) for its first 17 digits. */
export function idCheck(digits: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * (ID_WEIGHTS[i] as number)
  return '10X98765432'.charAt(sum % 11)
}

/** An 18-character identity number; the seventeenth digit is odd for men. */
export function chineseId(regionCode: string, birthDay: number, male: boolean, h: number): string {
  const sequence = Math.floor((h % 1000) / 2) * 2 + (male ? 1 : 0)
  const body = `${regionCode.slice(0, 4)}99${isoDay(birthDay).replaceAll('-', '')}${String(sequence % 1000).padStart(3, '0')}`
  return body + idCheck(body)
}

/** Check digit that makes a number pass the Luhn test. */
export function luhn(digits: string): string {
  let sum = 0
  for (let i = digits.length - 1, double = true; i >= 0; i--, double = !double) {
    let d = digits.charCodeAt(i) - 48
    if (double && (d *= 2) > 9) d -= 9
    sum += d
  }
  return String((10 - (sum % 10)) % 10)
}

const digits = (h: number, length: number) => String(h).padStart(length, '0').slice(-length)

/** A licence number of the English-speaking part: eight digits and their Luhn digit. */
export function licenceNumber(h: number): string {
  const body = digits(h, 8)
  return body + luhn(body)
}

export function bankAccount(country: 'cn' | 'au', h: number, g: number): string {
  const body =
    country === 'cn' ? `629999${digits(h, 9)}${digits(g, 3)}` : `9999${digits(h, 9)}${digits(g, 2)}`
  return body + luhn(body)
}

export function mobile(country: 'cn' | 'au', h: number): string {
  const tail = digits(h, 8)
  if (country === 'cn') return `16${'0134'.charAt(h >>> 30)}${tail}`
  return `05${tail.slice(0, 2)} ${tail.slice(2, 5)} ${tail.slice(5)}`
}

const PLATE = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

export function plate(prefix: string, h: number): string {
  let text = ''
  for (let i = 0; i < 5; i++) text += PLATE.charAt(mix(h, i, 1) % PLATE.length)
  return prefix ? `${prefix}${text}` : `${text.slice(0, 3)}${digits(h, 3)}`
}

const VIN = '0123456789ABCDEFGHJKLMNPRSTUVWXYZ'
const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Check character of a vehicle identification number (ISO 3779 as North America uses it), its ninth. */
export function vinCheck(vin: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (VIN_VALUES.indexOf(vin.charAt(i)) % 10) * (VIN_WEIGHTS[i] as number)
  return '0123456789X'.charAt(sum % 11)
}

export function vin(h: number): string {
  let tail = ''
  for (let i = 0; i < 13; i++) tail += VIN.charAt(mix(h, i, 2) % 33)
  const body = `9ZZ${tail.slice(0, 5)}0${tail.slice(5)}`
  return `${body.slice(0, 8)}${vinCheck(body)}${body.slice(9)}`.slice(0, 17)
}
