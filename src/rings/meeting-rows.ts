/** Claims and things in which at least two households meet, with these households: what ties groups together. */
import { type Incidence, incidence, rowOf, sizeOf } from './incidence.ts'
import type { RingBook } from './ring-book.ts'
import type { RingContext } from './typology.ts'
import { isWeak } from './weak-things.ts'

const DEFAULTS = {
  /** Claims of more persons (group contracts) say little about who knows whom. */
  largestClaim: 15,
} as const

/** Rows of households. `row` names the claim, or the thing when it is at least `claims`. */
export interface MeetingRows {
  readonly count: number
  /** Number of claims of the book: things are counted from there. */
  readonly claims: number
  readonly row: Int32Array
  readonly offsets: Int32Array
  readonly homes: Int32Array
}

/** The rows of a book. Weak things tie nobody. */
function meetingRows(book: RingBook, homes: Int32Array): MeetingRows {
  const claims = book.claims.count
  const found = collector(book.personsOf.items.length + book.usersOf.items.length)
  for (let c = 0; c < claims; c++) {
    const { offsets } = book.personsOf
    const size = offsets[c + 1] - offsets[c]
    if (size > 1 && size <= DEFAULTS.largestClaim) found.take(book.personsOf, c, homes, c)
  }
  for (let t = 0; t < book.things.kind.length; t++)
    if (!isWeak(book.things.kind[t])) found.take(book.usersOf, t, homes, claims + t)
  return { ...found.done(), claims }
}

function collector(most: number) {
  const members = new Int32Array(most)
  const row = new Int32Array(most)
  const offsets = new Int32Array(most + 1)
  let at = 0
  let count = 0
  return {
    take({ offsets: from, items }: Incidence, position: number, homes: Int32Array, name: number) {
      const start = at
      const end = from[position + 1]
      for (let i = from[position]; i < end; i++) {
        const home = homes[items[i]]
        let k = start
        while (k < at && members[k] !== home) k++
        if (k === at) members[at++] = home
      }
      if (at - start < 2) at = start
      else {
        row[count++] = name
        offsets[count] = at
      }
    },
    done: () => ({
      count,
      row: row.slice(0, count),
      offsets: offsets.slice(0, count + 1),
      homes: members.slice(0, at),
    }),
  }
}

/** Rows are the same for all who look at a book with its households, and are looked for once. */
const known = new WeakMap<RingBook, { readonly homes: Int32Array; readonly rows: MeetingRows }>()
const cores = new WeakMap<MeetingRows, MeetingRows>()

/** The rows of a context. */
export function meetingsOf({ book, homes }: Pick<RingContext, 'book' | 'homes'>): MeetingRows {
  const found = known.get(book)
  if (found?.homes === homes) return found.rows
  const rows = meetingRows(book, homes)
  known.set(book, { homes, rows })
  return rows
}

/** Those of them that lie on cycles. */
export function coresOf(context: Pick<RingContext, 'book' | 'homes'>): MeetingRows {
  const rows = meetingsOf(context)
  const core = cores.get(rows) ?? coreRows(rows, context.homes.length)
  cores.set(rows, core)
  return core
}

/** Things that at least two households share, without the weak ones. */
export function sharedThings(context: RingContext): number[] {
  const { count, row, claims } = meetingsOf(context)
  const things: number[] = []
  for (let r = 0; r < count; r++) if (row[r] >= claims) things.push(row[r] - claims)
  return things
}

/** Row of every entry of `homes`. */
export function rowOfEntry({ count, offsets, homes }: MeetingRows): Int32Array {
  const of = new Int32Array(homes.length)
  for (let r = 0; r < count; r++) of.fill(r, offsets[r], offsets[r + 1])
  return of
}

/** What is left when households with one tie and rows with one household are taken away until none is left: the rest is on no cycle. */
function coreRows(rows: MeetingRows, people: number): MeetingRows {
  const byHome = incidence(people, rows.homes, rowOfEntry(rows))
  const ties = Int32Array.from({ length: people }, (_, h) => sizeOf(byHome, h))
  const size = Int32Array.from({ length: rows.count }, (_, r) => rows.offsets[r + 1] - rows.offsets[r])
  const stack: number[] = []
  for (let h = 0; h < people; h++) if (ties[h] === 1) stack.push(h)
  for (let home = stack.pop(); home !== undefined; home = stack.pop()) {
    if (ties[home] !== 1) continue
    ties[home] = 0
    for (const row of rowOf(byHome, home)) {
      if (size[row] < 2) continue
      size[row]--
      if (size[row] > 1) continue
      // One household is left: the row ties nobody any more.
      size[row] = 0
      for (let i = rows.offsets[row]; i < rows.offsets[row + 1]; i++) {
        const other = rows.homes[i]
        if (ties[other] > 0 && --ties[other] === 1) stack.push(other)
      }
    }
  }
  return restricted(rows, ties, size)
}

/** The rows that are left, with the households that are left. */
function restricted(rows: MeetingRows, ties: Int32Array, size: Int32Array): MeetingRows {
  const row: number[] = []
  const offsets: number[] = [0]
  const homes: number[] = []
  for (let r = 0; r < rows.count; r++) {
    if (size[r] < 2) continue
    row.push(rows.row[r])
    for (let i = rows.offsets[r]; i < rows.offsets[r + 1]; i++)
      if (ties[rows.homes[i]] > 0) homes.push(rows.homes[i])
    offsets.push(homes.length)
  }
  return {
    count: row.length,
    claims: rows.claims,
    row: Int32Array.from(row),
    offsets: Int32Array.from(offsets),
    homes: Int32Array.from(homes),
  }
}
