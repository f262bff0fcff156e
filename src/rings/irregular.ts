/**
 * Claims whose papers contradict each other: the hospital reports another visit than it bills, or a treatment is billed in pieces.
 * One such claim is a slip; many between the same two providers are not.
 */
import type { RingBook } from './ring-book.ts'

const DEFAULTS = {
  /** A bill is in pieces above this share of the bills of its line. */
  pieces: 0.97,
} as const

/** Marks as bits. */
export const MARK = { differs: 1, pieces: 2 } as const
export type Mark = keyof typeof MARK

const known = new WeakMap<RingBook['claims'], Uint8Array>()

/** Marks of each claim of a book, looked for once. */
export function irregular({ claims }: RingBook): Uint8Array {
  const found = known.get(claims)
  if (found) return found
  const marks = new Uint8Array(claims.count)
  const limits = upperPieces(claims)
  for (let c = 0; c < marks.length; c++) {
    if (claims.differs[c] === 1) marks[c] |= MARK.differs
    if (claims.pieces[c] > (limits.get(claims.line[c]) ?? Number.POSITIVE_INFINITY)) marks[c] |= MARK.pieces
  }
  known.set(claims, marks)
  return marks
}

/** Whether a claim could bear a mark: it has a report, or treatments. */
export const canTell = ({ claims }: RingBook, claim: number, mark: Mark): boolean =>
  mark === 'differs' ? claims.differs[claim] >= 0 : claims.pieces[claim] > 0

/** Number of pieces of a bill that few of its line exceed. */
function upperPieces(claims: RingBook['claims']): Map<string, number> {
  const counts = new Map<string, number[]>()
  for (let c = 0; c < claims.count; c++) {
    const pieces = claims.pieces[c]
    if (!(pieces > 0)) continue
    const list = counts.get(claims.line[c]) ?? []
    if (list.length === 0) counts.set(claims.line[c], list)
    list[pieces] = (list[pieces] ?? 0) + 1
  }
  return new Map([...counts].map(([line, list]) => [line, quantile(list)]))
}

/** Smallest value at or below which the wanted share of the counted ones lies. */
function quantile(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + (count ?? 0), 0)
  let seen = 0
  let at = -1
  while (at + 1 < counts.length && seen < DEFAULTS.pieces * total) seen += counts[++at] ?? 0
  return at
}
