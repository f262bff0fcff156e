/** What ring finding reads, as of a moment: persons, claims, who stands in them, what persons share; in typed arrays. */
import type { Warehouse } from '../warehouse/index.ts'
import { type Incidence, incidence } from './incidence.ts'
import { type ClaimRows, type PersonRows, readRows } from './ring-rows.ts'

/** Roles as bits, so that several fit one number. */
export const ROLE = { driver: 1, passenger: 2, witness: 4, counterparty: 8, claimant: 16, other: 32 } as const

/** Things that persons share. */
interface Things {
  readonly id: readonly string[]
  readonly kind: readonly string[]
}

/** Organisations and professionals in claims. */
interface Providers {
  /** Entity. */
  readonly id: readonly string[]
  readonly role: readonly string[]
}

/** The book as of a moment. Positions are numbers from 0; an `Incidence` lists the right side of each left one. */
export interface RingBook {
  readonly asOf: number
  readonly persons: PersonRows
  readonly claims: ClaimRows
  readonly things: Things
  readonly providers: Providers
  /** Claim to persons and back; the value is the role bits, plus 64 when injured. */
  readonly personsOf: Incidence
  readonly claimsOf: Incidence
  /** Accounts to the claims that were paid into them. */
  readonly paidInto: Incidence
  /** Share of a claim's line that is known to be fraud: what is expected of it before anything is seen. */
  readonly fraudRate: (claim: number) => number
  /** Thing to persons and back; the value is 1 when the person gave it as his own, not only in a claim. */
  readonly usersOf: Incidence
  readonly thingsOf: Incidence
  /** Claim to providers and back. */
  readonly providersOf: Incidence
  readonly servedBy: Incidence
}

export const INJURED = 64

/** Known frauds of each line against its claims, with one fraud in a hundred claims added. */
function fraudRates(claims: ClaimRows): (claim: number) => number {
  const seen = new Map<string, { frauds: number; claims: number }>()
  for (let c = 0; c < claims.count; c++) {
    const entry = seen.get(claims.line[c]) ?? { frauds: 1, claims: 100 }
    entry.claims++
    if (claims.outcome[c] === 1) entry.frauds++
    seen.set(claims.line[c], entry)
  }
  return (claim) => {
    const entry = seen.get(claims.line[claim])
    return entry ? entry.frauds / entry.claims : 0.01
  }
}

/** Reads the book as of a moment from `core` and `graph.edge`. */
export async function readRingBook(warehouse: Warehouse, asOf: Date): Promise<RingBook> {
  const rows = await readRows(warehouse, asOf)
  const { persons, claims, stands, uses, serves } = rows
  return {
    asOf: asOf.getTime(),
    persons,
    claims,
    things: rows.things,
    providers: rows.providers,
    personsOf: incidence(claims.count, stands.claim, stands.person, stands.roles),
    claimsOf: incidence(persons.count, stands.person, stands.claim, stands.roles),
    usersOf: incidence(rows.things.id.length, uses.thing, uses.person, uses.own),
    thingsOf: incidence(persons.count, uses.person, uses.thing),
    paidInto: incidence(rows.things.id.length, rows.pays.thing, rows.pays.claim),
    fraudRate: fraudRates(claims),
    providersOf: incidence(claims.count, serves.claim, serves.provider),
    servedBy: incidence(rows.providers.id.length, serves.provider, serves.claim),
  }
}

/** Persons who gave a thing as their own, not only used it in a claim. */
export function ownersOf(book: RingBook, thing: number): number[] {
  const owners: number[] = []
  for (let i = book.usersOf.offsets[thing]; i < book.usersOf.offsets[thing + 1]; i++)
    if (book.usersOf.values[i] === 1) owners.push(book.usersOf.items[i])
  return owners
}
