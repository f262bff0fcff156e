/** What ring finding reads, as of a moment: persons, claims, who stands in them, what persons share; in typed arrays. */
import type { Warehouse } from '../warehouse/index.ts'
import { type Incidence, relation, transposed } from './incidence.ts'
import { numberMembers, type Persons, type Providers, sharedBy } from './number-members.ts'
import { type ClaimRows, readClaims, readEntities, readKinds, readStands, readUses } from './ring-rows.ts'
import { SERVING, type Stage } from './ring-sql.ts'

/** Roles as bits, so that several fit one number. */
export const ROLE = { driver: 1, passenger: 2, witness: 4, counterparty: 8, claimant: 16, other: 32 } as const

/** Things that persons share. */
interface Things {
  /** Number of each by name. */
  readonly number: Int32Array
  readonly kind: readonly string[]
}

/** The book as of a moment. Positions are numbers from 0; an `Incidence` lists the right side of each left one, in rising order. */
export interface RingBook {
  readonly asOf: number
  readonly persons: Persons
  readonly claims: ClaimRows
  readonly things: Things
  readonly providers: Providers
  /** Claim to persons and back; the value is the role bits, plus 64 when injured. */
  readonly personsOf: Incidence
  readonly claimsOf: Incidence
  /** Accounts to the claims that were paid into them. */
  readonly paidInto: Incidence
  /** Share of each line that is known to be fraud: what is expected of a claim before anything is seen. */
  readonly fraudRates: ReadonlyMap<string, number>
  /** Thing to persons and back; the value is 1 when the person gave it as his own, not only in a claim. */
  readonly usersOf: Incidence
  readonly thingsOf: Incidence
  /** Claim to providers and back. */
  readonly providersOf: Incidence
  readonly servedBy: Incidence
}

export const INJURED = 64

/** Known frauds of each line against its claims, with one fraud in a hundred claims added. */
function fraudRates(claims: ClaimRows): ReadonlyMap<string, number> {
  const seen = new Map<string, { frauds: number; claims: number }>()
  for (let c = 0; c < claims.count; c++) {
    let entry = seen.get(claims.line[c])
    if (!entry) {
      entry = { frauds: 1, claims: 100 }
      seen.set(claims.line[c], entry)
    }
    entry.claims++
    if (claims.outcome[c] === 1) entry.frauds++
  }
  return new Map([...seen].map(([line, entry]) => [line, entry.frauds / entry.claims]))
}

/** Reads the book from its staged tables, which stay, for the names: see `dropRows`. */
export async function readRingBook(warehouse: Warehouse, asOf: Date, stage: Stage): Promise<RingBook> {
  const claims = await readClaims(warehouse, stage)
  const relations = await readRelations(warehouse, stage, claims.count)
  return { asOf: asOf.getTime(), claims, fraudRates: fraudRates(claims), ...relations }
}

async function readRelations(
  warehouse: Warehouse,
  stage: Stage,
  claims: number,
): Promise<Omit<RingBook, 'asOf' | 'claims' | 'fraudRates'>> {
  const stands = await readStands(warehouse, stage)
  const uses = await readUses(warehouse, stage)
  const kind = await readKinds(warehouse, stage)
  const { persons, providers, personAt, providerAt } = numberMembers(
    await readEntities(warehouse, stage),
    stands,
    uses.entity,
  )
  const { claim, entity, bits } = stands
  const concerned = new Int32Array(entity.length)
  const serving = new Int32Array(entity.length)
  for (let i = 0; i < entity.length; i++) {
    const isServing = bits[i] >= SERVING
    concerned[i] = isServing ? -1 : personAt[entity[i]]
    serving[i] = isServing ? providerAt(entity[i], bits[i] - SERVING) : -1
  }
  const personsOf = relation(claims, claim, concerned, bits)
  const providersOf = relation(claims, claim, serving)
  const { number, thing, paid, usersOf } = sharedBy({
    ...uses,
    personAt,
    personsOf,
    things: kind.length,
  })
  return {
    persons,
    providers,
    things: { number, kind: Array.from(number, (at) => kind[at]) },
    personsOf,
    claimsOf: transposed(personsOf, persons.count),
    usersOf,
    thingsOf: transposed(usersOf, persons.count),
    paidInto: relation(number.length, thing, paid),
    providersOf,
    servedBy: transposed(providersOf, providers.count),
  }
}

/** Persons who gave a thing as their own, not only used it in a claim. */
export function ownersOf(book: RingBook, thing: number): number[] {
  const owners: number[] = []
  for (let i = book.usersOf.offsets[thing]; i < book.usersOf.offsets[thing + 1]; i++)
    if (book.usersOf.values[i] === 1) owners.push(book.usersOf.items[i])
  return owners
}
