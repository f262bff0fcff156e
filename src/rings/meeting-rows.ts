/** Claims and things in which at least two households meet, with these households: what ties groups together. */
import type { Incidence } from './incidence.ts'
import { peel } from './peel.ts'
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

/** What is left when all that hangs by one tie is taken away: the rest is on no cycle. */
function coreRows(rows: MeetingRows, people: number): MeetingRows {
  const { ties, size } = peel(rows.offsets, rows.homes, people)
  let count = 0
  let entries = 0
  for (let r = 0; r < rows.count; r++)
    if (size[r] > 1) {
      count++
      entries += size[r]
    }
  const row = new Int32Array(count)
  const offsets = new Int32Array(count + 1)
  const homes = new Int32Array(entries)
  let [at, place] = [0, 0]
  for (let r = 0; r < rows.count; r++) {
    if (size[r] < 2) continue
    for (let i = rows.offsets[r]; i < rows.offsets[r + 1]; i++)
      if (ties[rows.homes[i]] > 0) homes[place++] = rows.homes[i]
    row[at++] = rows.row[r]
    offsets[at] = place
  }
  return { count, claims: rows.claims, row, offsets, homes }
}
