/** How likely chance is, in words. */
import type { RingSummary } from '../../src/api/schemas/index.ts'
import { count } from '../format.ts'
import { say } from '../language.ts'
import { words } from '../words.ts'

/** `1 in 400`: how many books it takes to see it once; null where nothing was tested or chance does it more often than not. */
export function oneIn(p: number): number {
  const n = 1 / Math.max(p, 1e-9)
  if (n < 10) return Math.round(n)
  const digits = 10 ** (Math.floor(Math.log10(n)) - 1)
  return Math.round(n / digits) * digits
}

/** A sentence for everybody: "Chance makes 1 of 400 groups of its kind as tightly tied", as books rewired at random show. */
export function chanceWords(p: number | null): string {
  if (p === null) return words('chanceNo')
  if (p > 0.4) {
    const often = Math.round(p * 10)
    return say({
      en: `Chance makes ${often} of 10 groups of its kind as tightly tied: the ties alone say nothing.`,
      zh: `随机重连的账册中，同类群体每 10 个约有 ${often} 个同样紧密：仅凭关联不足为据。`,
    })
  }
  const books = count(oneIn(p))
  return say({
    en: `Chance makes 1 of ${books} groups of its kind as tightly tied.`,
    zh: `随机重连的账册中，同类群体每 ${books} 个才有 1 个同样紧密。`,
  })
}

/** Of a ring, as far as the user may know it. */
export function chanceOfRing({ pValue, isPartial }: Pick<RingSummary, 'pValue' | 'isPartial'>): string {
  return isPartial ? words('partialChance') : chanceWords(pValue)
}

/** The same for a cell of a table. */
export function chanceShort(p: number | null): string {
  if (p === null) return '–'
  if (p > 0.4) return say({ en: `${Math.round(p * 10)} in 10`, zh: `10 中 ${Math.round(p * 10)}` })
  const books = count(oneIn(p))
  return say({ en: `1 in ${books}`, zh: `${books} 分之 1` })
}
