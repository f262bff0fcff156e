/** What an identity number says by itself. */

/** Region, date of birth, order and check digit of a Chinese one. */
const CHINESE = /^\d{6}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/

/** An identity number without the marks it is written with; null when nothing is left. */
export const plainNumber = (text: string | null): string | null =>
  text === null ? null : text.replace(/[^0-9A-Za-z]/g, '').toUpperCase() || null

/** The day of birth in a Chinese identity number, `1984-03-09`; null in any other. */
export function bornByNumber(idNumber: string | null): string | null {
  const parts = CHINESE.exec(plainNumber(idNumber) ?? '')
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : null
}
