import { expect, test } from 'vitest'
import { type Incidence, incidence, rowOf, sizeOf } from '../../../src/rings/incidence.ts'
import { rewirer } from '../../../src/rings/null/rewire.ts'
import { type RingBook, ROLE } from '../../../src/rings/ring-book.ts'
import { random } from '../../../src/util/random.ts'
import { chanceBook } from '../chance-book.ts'

const book = chanceBook({ persons: 300, claims: 150, things: 60, seed: 2 })
const homes = Int32Array.from({ length: 300 }, (_, p) => p - (p % 2))
const sizes = (table: Incidence) =>
  Array.from({ length: table.offsets.length - 1 }, (_, row) => sizeOf(table, row))
const lists = (table: Incidence) =>
  Array.from({ length: table.offsets.length - 1 }, (_, row) => [...rowOf(table, row)])

/** Households of each row, and rows of each household. */
function households(table: Incidence) {
  const rows = lists(table).map((row) => new Set(row.map((person) => homes[person])))
  const of = new Map<number, number>()
  for (const row of rows) for (const home of row) of.set(home, (of.get(home) ?? 0) + 1)
  return { sizes: rows.map((row) => row.size), of }
}

test('everybody keeps the number of his claims and things, every claim and thing that of its households', () => {
  const rewired = rewirer(book, homes).people(random(1))
  expect(households(rewired.personsOf)).toEqual(households(book.personsOf))
  expect(households(rewired.usersOf)).toEqual(households(book.usersOf))
  expect(sizes(rewired.claimsOf)).toEqual(sizes(book.claimsOf))
  expect(sizes(rewired.thingsOf)).toEqual(sizes(book.thingsOf))
  const stayed = lists(rewired.personsOf).filter((row, claim) => {
    const others = rowOf(book.personsOf, claim).filter(
      (_, i) => book.personsOf.values[book.personsOf.offsets[claim] + i] !== ROLE.driver,
    )
    return others.every((person) => row.includes(person))
  })
  expect(stayed.length).toBeLessThan(0.1 * book.claims.count)
})

test('whose claim it is stays, and people meet people of their region', () => {
  const rewired = rewirer(book, homes).people(random(1))
  const region = (claim: number) => book.claims.stratum[claim]
  const regions = (of: RingBook, person: number) => [...rowOf(of.claimsOf, person)].map(region).sort()
  for (let claim = 0; claim < book.claims.count; claim++) {
    const driver = rowOf(book.personsOf, claim).find(
      (_, i) => book.personsOf.values[book.personsOf.offsets[claim] + i] === ROLE.driver,
    )
    expect([...rowOf(rewired.personsOf, claim)]).toContain(driver)
  }
  for (let person = 0; person < 300; person++) expect(regions(rewired, person)).toEqual(regions(book, person))
})

test('providers are handed round among claims of a region, a hospital with its physicians; people stay', () => {
  const role = ['hospital', 'physician', 'adjuster', 'adjuster', 'hospital', 'physician']
  const [claims, served] = [[] as number[], [] as number[]]
  for (let claim = 0; claim < 150; claim++)
    for (const provider of [...(claim % 3 ? [0, 1] : [4, 5]), claim % 4 > 1 ? 2 : 3]) {
      claims.push(claim)
      served.push(provider)
    }
  const withProviders: RingBook = {
    ...book,
    providers: { count: 6, entity: Int32Array.from(role.keys()), role },
    providersOf: incidence(150, claims, served),
    servedBy: incidence(6, served, claims),
  }
  const rewired = rewirer(withProviders, homes).providers(random(1))
  expect(sizes(rewired.servedBy)).toEqual(sizes(withProviders.servedBy))
  expect(rewired.personsOf).toBe(book.personsOf)
  for (const row of lists(rewired.providersOf)) expect(row.includes(0)).toBe(row.includes(1))
  expect(lists(rewired.providersOf)).not.toEqual(lists(withProviders.providersOf))
})
