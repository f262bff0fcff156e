/**
 * Pools of people who turn up again and again in other people's accidents: those whom they ride with, and whom the same doctor
 * treats or the same lawyer represents.
 */
import { buildCsr } from '../graph/csr.ts'
import { leiden } from '../graph/leiden.ts'
import { rowOf } from './incidence.ts'
import { INJURED, type RingBook, ROLE } from './ring-book.ts'
import { poissonTail } from './surprise.ts'
import type { Group, RingContext } from './typology.ts'

const DEFAULTS = {
  /** Claims of more persons say little about who knows whom. */
  largestClaim: 15,
  /** log10 of the chance that so many accidents with strangers in the car gather at one doctor or lawyer, at most. */
  chance: -1.5,
  /** Higher gives smaller pools. */
  resolution: 1,
} as const

const OUTSIDE = ROLE.passenger | ROLE.witness | ROLE.counterparty
const INSIDE = ROLE.driver | ROLE.claimant | ROLE.other
const ROAD: ReadonlySet<string> = new Set(['auto', 'accident'])

/** Who rides in, sees or is hit in a claim that is none of his household's. */
interface Outsiders {
  /** Claims of others, by person who stands in at least two. */
  readonly recurring: ReadonlyMap<number, readonly number[]>
  /** Injured passengers from outside, by claim. */
  readonly injured: ReadonlyMap<number, readonly number[]>
}

function outsiders({ book, homes }: RingContext): Outsiders {
  const claims = new Map<number, number[]>()
  const injured = new Map<number, number[]>()
  const { offsets, items, values } = book.personsOf
  for (let c = 0; c < book.claims.count; c++) {
    const [from, to] = [offsets[c], offsets[c + 1]]
    if (to - from < 2 || to - from > DEFAULTS.largestClaim || !ROAD.has(book.claims.line[c])) continue
    for (let i = from; i < to; i++) {
      if ((values[i] & OUTSIDE) === 0 || (values[i] & INSIDE) !== 0) continue
      let own = false
      for (let k = from; k < to; k++)
        if ((values[k] & INSIDE) !== 0 && homes[items[k]] === homes[items[i]]) own = true
      if (own) continue
      push(claims, items[i], c)
      if (values[i] & ROLE.passenger && values[i] & INJURED) push(injured, c, items[i])
    }
  }
  for (const [person, list] of claims) if (list.length < 2) claims.delete(person)
  return { recurring: claims, injured }
}

function push<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** Pools, each with the claims that its people stand in. */
export function recurringOutsiders(context: RingContext): Group[] {
  const { book } = context
  const { recurring, injured } = outsiders(context)
  const seen = new Set([...injured.keys(), ...[...recurring.values()].flat()])
  const hubs = hubsOf(book, seen)
  const wanted = [...seen]
    .filter(
      (claim) =>
        hubs.byClaim.has(claim) || rowOf(book.personsOf, claim).some((person) => recurring.has(person)),
    )
    .sort((a, b) => a - b)
  const members = new Map(
    wanted.map((claim) => [
      claim,
      new Set([
        ...rowOf(book.personsOf, claim).filter((person) => recurring.get(person)?.includes(claim)),
        ...(injured.get(claim) ?? []),
      ]),
    ]),
  )
  return communities(wanted, members, hubs).flatMap(({ claims, persons }): Group[] =>
    [...persons].some((person) => recurring.has(person))
      ? [
          {
            persons: [...persons].sort((a, b) => a - b),
            claims,
            things: [],
            providers: [],
            origin: 'community',
          },
        ]
      : [],
  )
}

interface Hubs {
  readonly byClaim: ReadonlyMap<number, readonly number[]>
  /** Claims of each hub among those looked at. */
  readonly size: ReadonlyMap<number, number>
}

/** Doctors and lawyers at whom accidents with strangers in the car gather. */
function hubsOf(book: RingBook, seen: ReadonlySet<number>): Hubs {
  const counts = new Map<number, { seen: number; all: number }>()
  const totals = new Map<string, { seen: number; all: number }>()
  for (let c = 0; c < book.claims.count; c++) {
    if (!ROAD.has(book.claims.line[c])) continue
    for (const provider of rowOf(book.providersOf, c)) {
      const role = book.providers.role[provider]
      if (role !== 'physician' && role !== 'lawyer') continue
      const count = counts.get(provider) ?? { seen: 0, all: 0 }
      const total = totals.get(role) ?? { seen: 0, all: 0 }
      for (const entry of [count, total]) {
        entry.all++
        if (seen.has(c)) entry.seen++
      }
      counts.set(provider, count)
      totals.set(role, total)
    }
  }
  const size = new Map<number, number>()
  for (const [provider, count] of counts) {
    const total = totals.get(book.providers.role[provider])
    const expected = total ? (count.all * total.seen) / total.all : 0
    if (count.seen > 1 && poissonTail(count.seen, expected) <= DEFAULTS.chance) size.set(provider, count.seen)
  }
  const byClaim = new Map<number, number[]>()
  for (const claim of seen)
    for (const provider of rowOf(book.providersOf, claim))
      if (size.has(provider)) push(byClaim, claim, provider)
  return { byClaim, size }
}

/** Communities of persons, their claims and hubs. A hub weighs less the more claims it has. */
function communities(
  claims: readonly number[],
  members: ReadonlyMap<number, ReadonlySet<number>>,
  hubs: Hubs,
): { readonly claims: number[]; readonly persons: Set<number> }[] {
  const persons = [...new Set(claims.flatMap((claim) => [...(members.get(claim) ?? [])]))]
  const personAt = new Map(persons.map((person, i) => [person, claims.length + i]))
  const hubAt = new Map([...hubs.size.keys()].map((hub, i) => [hub, claims.length + persons.length + i]))
  const left: number[] = []
  const right: number[] = []
  const weights: number[] = []
  const tie = (claim: number, node: number | undefined, weight: number) => {
    if (node === undefined) return
    left.push(claim)
    right.push(node)
    weights.push(weight)
  }
  claims.forEach((claim, i) => {
    for (const person of members.get(claim) ?? []) tie(i, personAt.get(person), 1)
    for (const hub of hubs.byClaim.get(claim) ?? [])
      tie(i, hubAt.get(hub), 1 / Math.log2(1 + (hubs.size.get(hub) ?? 1)))
  })
  const graph = buildCsr(claims.length + persons.length + hubAt.size, left, right, weights)
  const { label, sizes } = leiden(graph, { resolution: DEFAULTS.resolution })
  const found = Array.from(sizes, () => ({ claims: [] as number[], persons: new Set<number>() }))
  claims.forEach((claim, i) => {
    found[label[i]].claims.push(claim)
  })
  persons.forEach((person, i) => {
    found[label[claims.length + i]].persons.add(person)
  })
  return found.filter((community) => community.persons.size > 1)
}
