/** What ring finding reads, as of a moment: persons, claims, who stands in them, what persons share; in typed arrays. */
import type { Warehouse } from '../warehouse/index.ts'
import { type Incidence, incidence } from './incidence.ts'
import { type ClaimRows, type PersonRows, readRows } from './ring-rows.ts'

/** Roles as bits, so that several fit one number. */
export const ROLE = { driver: 1, passenger: 2, witness: 4, counterparty: 8, claimant: 16, other: 32 } as const

/** Things that persons share. */
export interface Things {
  readonly id: readonly string[]
  readonly kind: readonly string[]
}

/** Organisations and professionals in claims. */
export interface Providers {
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
  /** Thing to persons and back. */
  readonly usersOf: Incidence
  readonly thingsOf: Incidence
  /** Claim to providers and back. */
  readonly providersOf: Incidence
  readonly servedBy: Incidence
}

export const INJURED = 64

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
    usersOf: incidence(rows.things.id.length, uses.thing, uses.person),
    thingsOf: incidence(persons.count, uses.person, uses.thing),
    providersOf: incidence(claims.count, serves.claim, serves.provider),
    servedBy: incidence(rows.providers.id.length, serves.provider, serves.claim),
  }
}
