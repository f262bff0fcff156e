/**
 * How far two reviewers agree beyond chance.
 *
 * Reference: Cohen (1960), A Coefficient of Agreement for Nominal Scales.
 */
import type { LinkageVerdict, Verdict } from './verdict.ts'

export interface Agreement {
  readonly reviewers: readonly [string, string]
  readonly pairs: number
  readonly agreed: number
  /** Null where it is not defined: no pair in common, or both gave one and the same verdict throughout. */
  readonly kappa: number | null
  /** 95 % interval of it. */
  readonly low: number | null
  readonly high: number | null
}

export const pairKey = (pair: { readonly partyIdL: string; readonly partyIdR: string }): string =>
  `${pair.partyIdL}\u0000${pair.partyIdR}`

/** The verdicts in force: the last of each reviewer on each pair, in the order they were given. */
export function verdictsInForce(entries: readonly LinkageVerdict[]): LinkageVerdict[] {
  const last = new Map<string, LinkageVerdict>()
  for (const entry of entries) {
    const key = `${entry.reviewer}\u0000${pairKey(entry)}`
    last.delete(key)
    last.set(key, entry)
  }
  return [...last.values()]
}

/** Agreement of every two reviewers who judged a pair in common, by name. `verdicts` are those in force. */
export function agreements(verdicts: readonly LinkageVerdict[]): Agreement[] {
  const byReviewer = new Map<string, Map<string, Verdict>>()
  for (const verdict of verdicts) {
    const own = byReviewer.get(verdict.reviewer) ?? new Map<string, Verdict>()
    byReviewer.set(verdict.reviewer, own.set(pairKey(verdict), verdict.verdict))
  }
  const names = [...byReviewer.keys()].sort()
  return names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b) => {
      const [left, right] = [byReviewer.get(a), byReviewer.get(b)]
      const both = [...(left ?? [])].flatMap(([pair, verdict]) => {
        const other = right?.get(pair)
        return other === undefined ? [] : ([[verdict, other]] as const)
      })
      return both.length === 0 ? [] : [{ reviewers: [a, b] as const, ...kappa(both) }]
    }),
  )
}

/** Kappa over pairs of verdicts, with its large-sample interval. */
export function kappa(both: readonly (readonly [string, string])[]): Omit<Agreement, 'reviewers'> {
  const n = both.length
  const agreed = both.filter(([a, b]) => a === b).length
  const share = (side: 0 | 1, word: string) => both.filter((pair) => pair[side] === word).length / n
  const words = new Set(both.flat())
  let chance = 0
  for (const word of words) chance += share(0, word) * share(1, word)
  const none = { pairs: n, agreed, kappa: null, low: null, high: null }
  if (n < 2 || chance >= 1) return none
  const observed = agreed / n
  const value = (observed - chance) / (1 - chance)
  const margin = (1.96 * Math.sqrt((observed * (1 - observed)) / n)) / (1 - chance)
  return {
    pairs: n,
    agreed,
    kappa: value,
    low: Math.max(-1, value - margin),
    high: Math.min(1, value + margin),
  }
}
