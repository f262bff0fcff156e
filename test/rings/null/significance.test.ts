import { expect, test } from 'vitest'
import { type Candidate, candidatesOf } from '../../../src/rings/candidates.ts'
import { rewirer } from '../../../src/rings/null/rewire.ts'
import { rewireBeside } from '../../../src/rings/null/rewire-beside.ts'
import { contextOf, rewiredClasses } from '../../../src/rings/null/rewired-classes.ts'
import { significance } from '../../../src/rings/null/significance.ts'
import { tightness } from '../../../src/rings/null/tightness.ts'
import { identityFarm } from '../../../src/rings/typologies/identity-farm.ts'
import { stagedAccident } from '../../../src/rings/typologies/staged-accident.ts'
import type { RingContext, Typology } from '../../../src/rings/typology.ts'
import { random } from '../../../src/util/random.ts'
import { chanceBook } from '../chance-book.ts'

const PERSONS = 600
const homes = Int32Array.from({ length: PERSONS }, (_, p) => p)

/** p-values of all groups that some typologies find in a few rewired books, each against books rewired from it. */
async function pValuesOf(typologies: readonly Typology[]): Promise<number[]> {
  const by = rewirer(chanceBook({ persons: PERSONS, claims: 200, things: 150, seed: 5 }), homes)
  const pValues: number[] = []
  for (const seed of [1, 2, 3, 4, 5]) {
    const context = contextOf(by.people(random(seed)), homes, seed)
    const candidates = typologies.flatMap((typology) => candidatesOf(context, typology))
    const { of } = await significance(context, candidates, { books: 25, seed })
    for (const one of of) if (one) pValues.push(one.pValue)
  }
  return pValues
}

/** Largest distance between the shares of the values and those of a uniform (Kolmogorov and Smirnov). */
function distance(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.max(...sorted.map((p, i) => Math.max((i + 1) / sorted.length - p, p - i / sorted.length)))
}

test('on rewired books p-values are uniform', async () => {
  const pValues = await pValuesOf([stagedAccident])
  expect(pValues.length).toBeGreaterThan(120)
  // The line of a test that errs once in twenty.
  expect(distance(pValues)).toBeLessThan(1.36 / Math.sqrt(pValues.length))
})

test('where many groups are tied alike p-values are too large, never too small', async () => {
  const pValues = await pValuesOf([identityFarm])
  expect(pValues.length).toBeGreaterThan(120)
  for (const line of [0.02, 0.05, 0.1, 0.2, 0.5]) {
    const share = pValues.filter((p) => p <= line).length / pValues.length
    expect(share).toBeLessThanOrEqual(line + 2 * Math.sqrt((line * (1 - line)) / pValues.length))
  }
})

/** A book of chance to which a crew is added that meets in five claims. */
function withCrew(): { readonly context: RingContext; readonly crew: readonly number[] } {
  const crew = [3, 50, 200, 410]
  const book = chanceBook({
    persons: PERSONS,
    claims: 200,
    things: 150,
    seed: 5,
    meetings: [crew, crew, crew, crew, crew],
  })
  return { context: contextOf(book, homes, 1), crew }
}

test('a crew among strangers is tighter than all that chance gives', async () => {
  const { context, crew } = withCrew()
  const candidates = candidatesOf(context, stagedAccident)
  const { of, books } = await significance(context, candidates, { books: 25, seed: 1 })
  const held = (candidate: Candidate) =>
    crew.filter((person) => candidate.group.persons.includes(person)).length
  const at = candidates.reduce(
    (best, candidate, i) => (held(candidate) > held(candidates[best]) ? i : best),
    0,
  )
  expect(books).toBe(25)
  expect(held(candidates[at])).toBeGreaterThan(2)
  expect(of[at]?.asTight).toBe(0)
  expect(of[at]?.chance).toBeLessThan(0.1)
  expect(Math.max(...of.map((one) => one?.chance ?? 0))).toBeGreaterThan(0.5)
})

test('a tie more makes a group tighter, a household that hangs by one thread does not', () => {
  const { context, crew } = withCrew()
  const claims = Array.from({ length: 5 }, (_, i) => context.book.claims.count - 1 - i)
  const group = (persons: readonly number[], count: number) => ({
    persons,
    claims: claims.slice(0, count),
    things: [],
    providers: [],
  })
  expect(tightness(context, group(crew, 3))).toBeGreaterThan(tightness(context, group(crew, 2)))
  expect(tightness(context, group(crew, 0))).toBe(0)
})

test('the same seed rewires alike', async () => {
  const { context } = withCrew()
  const candidates = candidatesOf(context, stagedAccident)
  const once = await significance(context, candidates, { books: 3, seed: 7 })
  expect(await significance(context, candidates, { books: 3, seed: 7 })).toEqual(once)
})

test('rewired on a thread of their own books give the same groups', async () => {
  const book = chanceBook({ persons: PERSONS, claims: 200, things: 150, seed: 5 })
  const rewiring = { sample: { book, homes, share: 1 }, books: 2, seed: 3 }
  const begun: number[] = []
  const beside = await rewireBeside(rewiring, (done) => begun.push(done))
  expect(beside).toEqual(rewiredClasses(rewiring))
  expect(beside[0].get('staged_accident people')?.length).toBeGreaterThan(1)
  expect(begun).toEqual([0, 1])
})
