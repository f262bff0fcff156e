/** Where the money of a group's members comes from: payments for claims of strangers into accounts that members hold. */
import { rowOf } from './incidence.ts'
import { ownersOf } from './ring-book.ts'
import type { Group, RingContext } from './typology.ts'

const DEFAULTS = {
  /** An account of more households belongs to a firm or an office. */
  mostOwners: 6,
} as const

export interface MoneyFlow {
  /** Accounts of members that were paid for claims in which nobody of the owners' households stands. */
  readonly accounts: number
  /** Those claims, what was paid on them, and the households that made them. */
  readonly claims: number
  readonly amount: number
  readonly payers: number
}

/** Follows the payments into the accounts of a group's members. */
export function moneyFlow({ book, homes }: RingContext, group: Group): MoneyFlow {
  const accounts = new Set<number>()
  for (const person of group.persons)
    for (const thing of rowOf(book.thingsOf, person))
      if (book.things.kind[thing] === 'account') accounts.add(thing)
  for (const thing of group.things) if (book.things.kind[thing] === 'account') accounts.add(thing)
  const claims = new Set<number>()
  const payers = new Set<number>()
  let used = 0
  for (const account of accounts) {
    const owners = new Set(ownersOf(book, account).map((person) => homes[person]))
    if (owners.size === 0 || owners.size > DEFAULTS.mostOwners) continue
    let strange = 0
    for (const claim of rowOf(book.paidInto, account)) {
      const there = rowOf(book.personsOf, claim)
      if (there.length === 0 || there.some((person) => owners.has(homes[person]))) continue
      strange++
      claims.add(claim)
      payers.add(homes[there[0]])
    }
    if (strange > 0) used++
  }
  let amount = 0
  for (const claim of claims) amount += book.claims.paid[claim]
  return { accounts: used, claims: claims.size, amount, payers: payers.size }
}
