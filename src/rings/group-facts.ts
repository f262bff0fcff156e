/** What a group looks like in numbers: who meets whom, what is shared, when, by whom served, what is known. */
import { rowOf } from './incidence.ts'
import { INJURED, type RingBook, ROLE } from './ring-book.ts'
import type { Group, RingContext } from './typology.ts'

const DEFAULTS = {
  /** A claim is early when the loss falls within so many days of the policy's first day. */
  earlyDays: 30,
  /** Share of fraud in a line of which nothing is known. */
  fraudRate: 0.01,
} as const

export interface GroupFacts {
  readonly persons: number
  readonly households: number
  readonly claims: number
  /** Line of most claims, and its share. */
  readonly line: string
  readonly lineShare: number
  /** Pairs of households that meet in at least two claims. */
  readonly repeatedPairs: number
  /** Things shared by at least two households, and the households beyond the first, summed. */
  readonly sharedThings: number
  readonly sharingHouseholds: number
  /** Kinds of the shared things, the most frequent first. */
  readonly sharedKinds: readonly string[]
  /** Persons in at least two claims, and of these those in different roles. */
  readonly recurring: number
  readonly rotating: number
  /** Passengers, counted by claim; of these injured; persons who ride in at least two claims. */
  readonly passengerSeats: number
  readonly injuredSeats: number
  readonly recurringPassengers: number
  /** Days from the first to the last loss. */
  readonly spanDays: number
  readonly earlyClaims: number
  readonly frauds: number
  readonly cleared: number
  /** Frauds that the lines of its claims would give by themselves. */
  readonly expectedFrauds: number
  /** Provider (no agent) of most claims of a group of persons, -1 when none, and in how many. */
  readonly topProvider: number
  readonly topProviderClaims: number
  /** Largest share of persons with one employer, of those with a known one against all persons. */
  readonly employerShare: number
  /** Largest share of claims at one place on one day. */
  readonly sameDayShare: number
  readonly amount: number
  readonly atStake: number
  readonly firstAt: number
  readonly lastAt: number
}

function most<K>(counts: ReadonlyMap<K, number>): [K | undefined, number] {
  let best: K | undefined
  let top = 0
  for (const [key, count] of counts)
    if (count > top) {
      best = key
      top = count
    }
  return [best, top]
}

const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1)

const known = new WeakMap<RingBook, WeakMap<Group, GroupFacts>>()

/** The facts of a group, counted once: several typologies look at the same one. */
export function groupFacts(context: RingContext, group: Group): GroupFacts {
  const ofBook = known.get(context.book) ?? new WeakMap<Group, GroupFacts>()
  known.set(context.book, ofBook)
  const facts = ofBook.get(group) ?? countFacts(context, group)
  ofBook.set(group, facts)
  return facts
}

function countFacts({ book, homes }: RingContext, group: Group): GroupFacts {
  const members = new Set(group.persons)
  const meetings = new Map<number, number>()
  const seats = new Map<number, { claims: number; roles: number; rides: number }>()
  const lines = new Map<string, number>()
  const places = new Map<number, number>()
  const served = new Map<number, number>()
  let passengerSeats = 0
  let injuredSeats = 0
  let frauds = 0
  let cleared = 0
  let expectedFrauds = 0
  let early = 0
  let amount = 0
  let atStake = 0
  let firstAt = Number.POSITIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  for (const c of group.claims) {
    add(lines, book.claims.line[c])
    const place = book.claims.place[c]
    if (place >= 0) add(places, place)
    if (book.claims.outcome[c] === 1) frauds++
    else if (book.claims.outcome[c] === 0) cleared++
    expectedFrauds += book.fraudRates.get(book.claims.line[c]) ?? DEFAULTS.fraudRate
    const age = book.claims.policyDays[c]
    if (age >= 0 && age <= DEFAULTS.earlyDays) early++
    amount += book.claims.amount[c]
    atStake += Math.max(0, book.claims.amount[c] - book.claims.paid[c])
    firstAt = Math.min(firstAt, book.claims.lossAt[c])
    lastAt = Math.max(lastAt, book.claims.lossAt[c])
    for (const provider of rowOf(book.providersOf, c))
      if (book.providers.role[provider] !== 'agent' && group.providers.length === 0) add(served, provider)
    const present = new Set<number>()
    for (let i = book.personsOf.offsets[c]; i < book.personsOf.offsets[c + 1]; i++) {
      const person = book.personsOf.items[i]
      const roles = book.personsOf.values[i]
      if (!members.has(person)) continue
      present.add(homes[person])
      const seat = seats.get(person) ?? { claims: 0, roles: 0, rides: 0 }
      seat.claims++
      seat.roles |= roles & (ROLE.driver | ROLE.passenger | ROLE.witness | ROLE.counterparty)
      if (roles & ROLE.passenger) {
        seat.rides++
        passengerSeats++
        if (roles & INJURED) injuredSeats++
      }
      seats.set(person, seat)
    }
    const there = [...present].sort((a, b) => a - b)
    for (let i = 0; i < there.length; i++)
      for (let j = i + 1; j < there.length; j++) add(meetings, there[i] * homes.length + there[j])
  }
  const kinds = new Map<string, number>()
  let sharedThings = 0
  let sharingHouseholds = 0
  for (const t of group.things) {
    const users = new Set<number>()
    for (const person of rowOf(book.usersOf, t)) if (members.has(person)) users.add(homes[person])
    if (users.size < 2) continue
    sharedThings++
    sharingHouseholds += users.size - 1
    add(kinds, book.things.kind[t])
  }
  const employers = new Map<number, number>()
  for (const person of group.persons)
    if (book.persons.employer[person] >= 0) add(employers, book.persons.employer[person])
  const [line, lineClaims] = most(lines)
  const [provider, providerClaims] = most(served)
  const count = group.claims.length
  return {
    persons: group.persons.length,
    households: new Set(group.persons.map((person) => homes[person])).size,
    claims: count,
    line: line ?? '',
    lineShare: count ? lineClaims / count : 0,
    repeatedPairs: [...meetings.values()].filter((times) => times > 1).length,
    sharedThings,
    sharingHouseholds,
    sharedKinds: [...kinds].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([kind]) => kind),
    recurring: [...seats.values()].filter((seat) => seat.claims > 1).length,
    rotating: [...seats.values()].filter((seat) => seat.claims > 1 && (seat.roles & (seat.roles - 1)) !== 0)
      .length,
    passengerSeats,
    injuredSeats,
    recurringPassengers: [...seats.values()].filter((seat) => seat.rides > 1).length,
    spanDays: count ? (lastAt - firstAt) / 86_400_000 : 0,
    earlyClaims: early,
    frauds,
    cleared,
    expectedFrauds,
    topProvider: provider ?? -1,
    topProviderClaims: providerClaims,
    employerShare: group.persons.length ? most(employers)[1] / group.persons.length : 0,
    sameDayShare: count ? most(places)[1] / count : 0,
    amount,
    atStake,
    firstAt,
    lastAt,
  }
}
