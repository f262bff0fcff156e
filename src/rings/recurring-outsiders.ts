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
  const times = new Uint8Array(book.persons.count)
  const injured = new Map<number, number[]>()
  const { items, values } = book.personsOf
  eachOutsider(book, homes, (i, c) => {
    if (times[items[i]] < 2) times[items[i]]++
    if (values[i] & ROLE.passenger && values[i] & INJURED) push(injured, c, items[i])
  })
  const claims = new Map<number, number[]>()
  eachOutsider(book, homes, (i, c) => {
    if (times[items[i]] > 1) push(claims, items[i], c)
  })
  return { recurring: claims, injured }
}

/** Calls for every entry of a person who stands in a claim on the road that is none of his household's. */
function eachOutsider(
  { claims, personsOf }: RingBook,
  homes: Int32Array,
  call: (entry: number, claim: number) => void,
): void {
  const { offsets, items, values } = personsOf
  for (let c = 0; c < claims.count; c++) {
    const from = offsets[c]
    const to = offsets[c + 1]
    if (to - from < 2 || to - from > DEFAULTS.largestClaim || !ROAD.has(claims.line[c])) continue
    for (let i = from; i < to; i++) {
      if ((values[i] & OUTSIDE) === 0 || (values[i] & INSIDE) !== 0) continue
      let own = false
      for (let k = from; k < to; k++)
        if ((values[k] & INSIDE) !== 0 && homes[items[k]] === homes[items[i]]) own = true
      if (!own) call(i, c)
    }
  }
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
  const count = book.providers.count
  const all = new Int32Array(count)
  const here = new Int32Array(count)
  const { offsets, items } = book.providersOf
  for (let c = 0; c < book.claims.count; c++)
    if (ROAD.has(book.claims.line[c])) for (let i = offsets[c]; i < offsets[c + 1]; i++) all[items[i]]++
  for (const claim of seen) for (const provider of rowOf(book.providersOf, claim)) here[provider]++
  const size = new Map<number, number>()
  for (const role of ['physician', 'lawyer']) {
    const [total, gathered] = [all, here].map((counts) =>
      counts.reduce((sum, n, p) => (book.providers.role[p] === role ? sum + n : sum), 0),
    )
    for (let p = 0; p < count; p++) {
      if (book.providers.role[p] !== role || here[p] < 2) continue
      if (poissonTail(here[p], (all[p] * gathered) / total) <= DEFAULTS.chance) size.set(p, here[p])
    }
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
