/** Check digits: what tells a number that was mistyped from one that was issued. */

const RESIDENT = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Check character of a mainland identity number (GB 11643, ISO 7064 MOD 11-2) for its first 17 digits. */
export function residentCheck(digits: string): string {
  const sum = RESIDENT.reduce((total, weight, i) => total + weight * (digits.charCodeAt(i) - 48), 0)
  return '10X98765432'.charAt(sum % 11)
}

/** Whether the last digit is Luhn's (ISO/IEC 7812) for those before it. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = (digits.charCodeAt(i) - 48) * (double ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

/** ISO 7064 MOD 97-10, as IBAN uses it: letters count from 10, the first four characters stand last. */
export function passesMod97(iban: string): boolean {
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Check character of a unified social credit code (GB 32100, ISO 7064 MOD 31-3) for its first 17 characters. */
export function creditCheck(code: string): string {
  const sum = CREDIT_WEIGHTS.reduce((total, weight, i) => total + weight * CREDIT.indexOf(code[i]), 0)
  return CREDIT.charAt((31 - (sum % 31)) % 31)
}

const VIN_VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'
const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]

/** Check character of a vehicle identification number (ISO 3779 as North America and China use it), its ninth. */
export function vinCheck(vin: string): string {
  const sum = VIN_WEIGHTS.reduce((total, weight, i) => total + weight * (VIN_VALUES.indexOf(vin[i]) % 10), 0)
  return '0123456789X'.charAt(sum % 11)
}

/** Check digit of a Hong Kong identity card: letters from A = 10, a missing first letter counts 36, weights 9 to 2. */
export function hongKongCheck(body: string): string {
  const sum = [...body.padStart(8, ' ')].reduce(
    (total, character, i) => total + (9 - i) * (character === ' ' ? 36 : Number.parseInt(character, 36)),
    0,
  )
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'A' : String(check)
}

const TAIWAN = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

/** Whether an identity number of Taiwan, or a residence permit in either of its forms, sums up. */
export function passesTaiwan(number: string): boolean {
  const letter = TAIWAN.indexOf(number[0]) + 10
  const second = /[A-D]/.test(number[1]) ? (TAIWAN.indexOf(number[1]) + 10) % 10 : Number(number[1])
  const digits = [Math.floor(letter / 10), letter % 10, second, ...[...number.slice(2)].map(Number)]
  const weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
  return digits.reduce((sum, digit, i) => sum + digit * weights[i], 0) % 10 === 0
}
