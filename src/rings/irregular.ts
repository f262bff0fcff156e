/**
 * Claims whose papers contradict each other: the hospital reports another visit than it bills, a treatment is billed in pieces,
 * parts are dearer than the garage's own usual price. One such claim is a slip; many between the same two providers are not.
 */
import { rowOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import { poissonTail } from './surprise.ts'

const DEFAULTS = {
  /** A bill is in pieces above this share of the bills of its line. */
  pieces: 0.97,
  /** Parts are dear above so many robust deviations, and at least by this difference of logarithms. */
  deviations: 2,
  dear: 0.1,
  /** Claims with parts that tell a garage's usual price. */
  leastParts: 8,
} as const

/** Marks as bits. */
export const MARK = { differs: 1, pieces: 2, dear: 4 } as const
export type Mark = keyof typeof MARK

export interface Irregular {
  /** Marks of each claim. */
  readonly marks: Uint8Array
  /** Share of the claims that could bear a mark and do, with one in two hundred more. */
  readonly rate: Readonly<Record<Mark, number>>
  /** Whether a claim could bear a mark: it has a report, treatments, parts. */
  readonly tells: (claim: number, mark: Mark) => boolean
}

const known = new WeakMap<RingBook['claims'], WeakMap<RingBook['providersOf'], Irregular>>()

/** The irregular claims of a book, looked for once. */
export function irregular(book: RingBook): Irregular {
  const byServed = known.get(book.claims) ?? new WeakMap<RingBook['providersOf'], Irregular>()
  known.set(book.claims, byServed)
  const found = byServed.get(book.providersOf)
  if (found) return found
  const { differs, pieces, partPrice } = book.claims
  const marks = new Uint8Array(book.claims.count)
  const limits = upperPieces(book)
  for (let c = 0; c < marks.length; c++) {
    if (differs[c] === 1) marks[c] |= MARK.differs
    if (pieces[c] > (limits.get(book.claims.line[c]) ?? Number.POSITIVE_INFINITY)) marks[c] |= MARK.pieces
  }
  markDear(book, marks)
  const tells = (claim: number, mark: Mark) =>
    mark === 'differs'
      ? differs[claim] >= 0
      : mark === 'pieces'
        ? pieces[claim] > 0
        : !Number.isNaN(partPrice[claim])
  const share = (mark: Mark) => {
    let able = 200
    let marked = 1
    for (let c = 0; c < marks.length; c++) {
      if (!tells(c, mark)) continue
      able++
      if (marks[c] & MARK[mark]) marked++
    }
    return marked / able
  }
  const result = {
    marks,
    rate: { differs: share('differs'), pieces: share('pieces'), dear: share('dear') },
    tells,
  }
  byServed.set(book.providersOf, result)
  return result
}

/** Number of pieces of a bill that few of its line exceed. */
function upperPieces({ claims }: RingBook): Map<string, number> {
  const counts = new Map<string, number[]>()
  for (let c = 0; c < claims.count; c++) {
    const pieces = claims.pieces[c]
    if (!(pieces > 0)) continue
    const list = counts.get(claims.line[c]) ?? []
    if (list.length === 0) counts.set(claims.line[c], list)
    list[pieces] = (list[pieces] ?? 0) + 1
  }
  return new Map(
    [...counts].map(([line, list]) => {
      let total = 0
      for (const count of list) total += count ?? 0
      let seen = 0
      let at = 0
      while (at < list.length && seen < DEFAULTS.pieces * total) seen += list[at++] ?? 0
      return [line, at - 1]
    }),
  )
}

const median = (values: Float64Array) => values.sort()[values.length >> 1]

/** Marks claims whose parts are dearer than the same garage's usual ones. */
function markDear(book: RingBook, marks: Uint8Array): void {
  const over = new Float64Array(book.claims.count).fill(Number.NaN)
  for (let p = 0; p < book.providers.id.length; p++) {
    if (book.providers.role[p] !== 'repairer') continue
    const claims = rowOf(book.servedBy, p).filter((c) => !Number.isNaN(book.claims.partPrice[c]))
    if (claims.length < DEFAULTS.leastParts) continue
    const usual = median(Float64Array.from(claims, (c) => book.claims.partPrice[c]))
    for (const c of claims) over[c] = book.claims.partPrice[c] - usual
  }
  const seen = over.filter((value) => !Number.isNaN(value))
  if (seen.length === 0) return
  const limit = Math.max(DEFAULTS.dear, DEFAULTS.deviations * 1.4826 * median(seen.map(Math.abs)))
  for (let c = 0; c < over.length; c++) if (over[c] > limit) marks[c] |= MARK.dear
}

/** How many of some claims bear a mark, how many would by the book's rate, and log10 of the chance of so many. */
export function marked(
  { marks, rate, tells }: Irregular,
  claims: ArrayLike<number>,
  mark: Mark,
): { readonly count: number; readonly of: number; readonly expected: number; readonly tail: number } {
  let count = 0
  let of = 0
  for (let i = 0; i < claims.length; i++) {
    if (!tells(claims[i], mark)) continue
    of++
    if (marks[claims[i]] & MARK[mark]) count++
  }
  const expected = rate[mark] * of
  return { count, of, expected, tail: count > 0 ? poissonTail(count, expected) : 0 }
}
