import { expect, test } from 'vitest'
import { rowOf } from '../../../src/rings/incidence.ts'
import { sampleBook } from '../../../src/rings/null/sample-book.ts'
import { random } from '../../../src/util/random.ts'
import { chanceBook } from '../chance-book.ts'

const whole = chanceBook({ persons: 400, claims: 200, things: 100, seed: 9 })
const homes = Int32Array.from({ length: 400 }, (_, p) => p - (p % 2))

test('a small book is its own sample', () => {
  expect(sampleBook(whole, homes, 200, random(1))).toEqual({ book: whole, homes, share: 1 })
})

test('a sample holds whole lines of whole regions, and everybody in their claims', () => {
  const { book, homes: there, share } = sampleBook(whole, homes, 60, random(1))
  expect(share).toBe(0.5)
  expect(book.claims.count).toBe(100)
  // In this book every claim has a claimant of its own, of the claim's number.
  const kept = [...book.claims.claimant]
  const strata = new Set(book.claims.stratum)
  for (let claim = 0; claim < whole.claims.count; claim++)
    expect(kept.includes(claim)).toBe(strata.has(whole.claims.stratum[claim]))
  kept.forEach((old, claim) => {
    expect([...rowOf(book.personsOf, claim)].map((person) => book.persons.entity[person])).toEqual([
      ...rowOf(whole.personsOf, old),
    ])
  })
  const home = (person: number) => homes[book.persons.entity[person]]
  for (let person = 1; person < book.persons.count; person++)
    expect(there[person] === there[person - 1]).toBe(home(person) === home(person - 1))
})
