/** Figures of rings in their units. */
import { count, decimal, money, percent } from '../format.ts'
import { say } from '../language.ts'

export type Unit = 'share' | 'amount' | 'days' | 'count' | 'probability'

export function figureOf(unit: Unit, value: number | null): string {
  if (value === null) return '–'
  switch (unit) {
    case 'amount':
      return money(value)
    case 'days':
      return say({ en: `${count(value)} ${value === 1 ? 'day' : 'days'}`, zh: `${count(value)} 天` })
    case 'count':
      return Number.isInteger(value) ? count(value) : decimal(value, 1)
    default:
      return percent(value)
  }
}
