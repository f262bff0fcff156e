/** A part of a large book that can be rewired by itself: whole lines of whole regions, taken at random. */
import type { Random } from '../../util/random.ts'
import { type Incidence, sizeOf, transposed } from '../incidence.ts'
import type { RingBook } from '../ring-book.ts'

export interface BookSample {
  readonly book: RingBook
  readonly homes: Int32Array
  /** Its claims of all claims, above 0 to 1. */
  readonly share: number
}

/** Lines and regions of together at least `claims` claims, with everybody in them; the book itself when it has no more. */
export function sampleBook(book: RingBook, homes: Int32Array, claims: number, random: Random): BookSample {
  const { count } = book.claims
  if (count <= claims) return { book, homes, share: 1 }
  const { stratum } = book.claims
  const places = new Map<number, number>()
  const sizes: number[] = []
  const placeOf = new Int32Array(count)
  for (let claim = 0; claim < count; claim++) {
    let place = places.get(stratum[claim])
    if (place === undefined) {
      place = sizes.push(0) - 1
      places.set(stratum[claim], place)
    }
    sizes[place]++
    placeOf[claim] = place
  }
  const isChosen = new Uint8Array(sizes.length)
  let size = 0
  for (const [, place] of random.shuffle([...places].sort(([a], [b]) => a - b))) {
    if (size >= claims) break
    isChosen[place] = 1
    size += sizes[place]
  }
  return {
    ...partOf(
      book,
      homes,
      rowsWhere(count, (claim) => isChosen[placeOf[claim]] === 1),
    ),
    share: size / count,
  }
}

/** Some rows of a relation and who is in them, numbered anew from 0. */
function partOf(book: RingBook, homes: Int32Array, claims: Int32Array): Omit<BookSample, 'share'> {
  const inClaims = new Uint8Array(book.persons.count)
  for (const claim of claims) each(book.personsOf, claim, (person) => (inClaims[person] = 1))
  // A thing goes with the first of those who use it, and takes the others along.
  const things = rowsWhere(book.things.kind.length, (thing) => {
    const at = book.usersOf.offsets[thing]
    return at < book.usersOf.offsets[thing + 1] && inClaims[book.usersOf.items[at]] === 1
  })
  for (const thing of things) each(book.usersOf, thing, (person) => (inClaims[person] = 1))
  const persons = rowsWhere(book.persons.count, (person) => inClaims[person] === 1)
  const served = new Uint8Array(book.providers.count)
  for (const claim of claims) each(book.providersOf, claim, (provider) => (served[provider] = 1))
  const providers = rowsWhere(served.length, (provider) => served[provider] === 1)

  const claimAt = numbers(book.claims.count, claims)
  const personAt = numbers(book.persons.count, persons)
  const providerAt = numbers(served.length, providers)
  const personsOf = part(book.personsOf, claims, personAt)
  const usersOf = part(book.usersOf, things, personAt)
  const providersOf = part(book.providersOf, claims, providerAt)
  // A household is the smallest person of it who is here.
  const heads = new Map<number, number>()
  const homeAt = Int32Array.from(persons, (person, i) => {
    const head = heads.get(homes[person]) ?? i
    heads.set(homes[person], head)
    return head
  })
  return {
    homes: homeAt,
    book: {
      ...book,
      persons: { ...rowsOf(book.persons, persons), count: persons.length },
      claims: { ...rowsOf(book.claims, claims), count: claims.length },
      things: rowsOf(book.things, things),
      providers: { ...rowsOf(book.providers, providers), count: providers.length },
      personsOf,
      claimsOf: transposed(personsOf, persons.length),
      usersOf,
      thingsOf: transposed(usersOf, persons.length),
      paidInto: part(book.paidInto, things, claimAt),
      providersOf,
      servedBy: transposed(providersOf, providers.length),
    },
  }
}

function each(table: Incidence, row: number, visit: (item: number) => void): void {
  for (let i = table.offsets[row]; i < table.offsets[row + 1]; i++) visit(table.items[i])
}

function rowsWhere(count: number, wanted: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(count)
  let found = 0
  for (let row = 0; row < count; row++) if (wanted(row)) rows[found++] = row
  return rows.slice(0, found)
}

/** New number of each old one, -1 for those left out. */
function numbers(count: number, rows: Int32Array): Int32Array {
  const at = new Int32Array(count).fill(-1)
  for (let i = 0; i < rows.length; i++) at[rows[i]] = i
  return at
}

/** Rows of a relation, with their items numbered anew; items left out are gone. */
function part(table: Incidence, rows: Int32Array, itemAt: Int32Array): Incidence {
  const most = rows.reduce((sum, row) => sum + sizeOf(table, row), 0)
  const offsets = new Int32Array(rows.length + 1)
  const items = new Int32Array(most)
  const values = new Int32Array(most)
  let kept = 0
  for (let i = 0; i < rows.length; i++) {
    for (let at = table.offsets[rows[i]]; at < table.offsets[rows[i] + 1]; at++) {
      const item = itemAt[table.items[at]]
      if (item < 0) continue
      items[kept] = item
      values[kept++] = table.values[at]
    }
    offsets[i + 1] = kept
  }
  return { offsets, items: items.slice(0, kept), values: values.slice(0, kept) }
}

/** Some rows of columns: whatever is a list of one value a row. */
function rowsOf<T extends object>(columns: T, rows: Int32Array): T {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      Array.isArray(column)
        ? Array.from(rows, (row) => column[row])
        : column instanceof Float64Array
          ? taken(new Float64Array(rows.length), column, rows)
          : column instanceof Float32Array
            ? taken(new Float32Array(rows.length), column, rows)
            : column instanceof Int32Array
              ? taken(new Int32Array(rows.length), column, rows)
              : column instanceof Int8Array
                ? taken(new Int8Array(rows.length), column, rows)
                : column,
    ]),
  ) as T
}

function taken<T extends { [at: number]: number }>(target: T, column: T, rows: Int32Array): T {
  for (let i = 0; i < rows.length; i++) target[i] = column[rows[i]]
  return target
}
