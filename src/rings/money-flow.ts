/** How money flows around a group: payments for claims of strangers into its accounts, and for its claims to strangers. */
import { type Incidence, incidence, rowOf } from './incidence.ts'
import { ownersOf, type RingBook } from './ring-book.ts'
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
  /** Claims of the group that were paid into accounts of people who neither stand in them nor belong to it. */
  readonly outward: number
}

const payments = new WeakMap<RingBook, Incidence>()

/** Accounts that each claim was paid into. */
function accountsOf(book: RingBook): Incidence {
  const found = payments.get(book)
  if (found) return found
  const { offsets, items } = book.paidInto
  const accounts = new Int32Array(items.length)
  for (let account = 0; account + 1 < offsets.length; account++)
    accounts.fill(account, offsets[account], offsets[account + 1])
  const table = incidence(book.claims.count, items, accounts)
  payments.set(book, table)
  return table
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
  const ownersAt = (account: number): Set<number> | undefined => {
    const owners = new Set(ownersOf(book, account).map((person) => homes[person]))
    return owners.size === 0 || owners.size > DEFAULTS.mostOwners ? undefined : owners
  }
  let used = 0
  for (const account of accounts) {
    const owners = ownersAt(account)
    if (!owners) continue
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
  const members = new Set(group.persons.map((person) => homes[person]))
  const outward = group.claims.filter((claim) => {
    const there = new Set(rowOf(book.personsOf, claim).map((person) => homes[person]))
    return rowOf(accountsOf(book), claim).some((account) => {
      const owners = ownersAt(account)
      return owners !== undefined && ![...owners].some((home) => there.has(home) || members.has(home))
    })
  }).length
  return { accounts: used, claims: claims.size, amount, payers: payers.size, outward }
}
