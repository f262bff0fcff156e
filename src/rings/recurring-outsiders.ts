/**
 * Pools of people who turn up again and again in other people's accidents: those whom they ride with, and whom the same doctor
 * treats or the same lawyer represents.
 */
import { buildCsr } from '../graph/csr.ts'
import { leiden } from '../graph/leiden.ts'
import { type Incidence, rowOf } from './incidence.ts'
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

/** Who rides in, sees or is hit in claims that are none of his household's: those of whom that is told more than once, or injured. */
interface Outsiders {
  /** 1 for persons who stand so in at least two claims. */
  readonly isRecurring: Uint8Array
  /** The claims in rising order, and who does in each: first those who recur, then others who ride in it injured. */
  readonly claims: readonly number[]
  readonly members: readonly (readonly number[])[]
}

function outsiders({ book, homes }: RingContext): Outsiders {
  const { items, values } = book.personsOf
  const { claim, entry } = outsideEntries(book, homes)
  const times = new Uint8Array(book.persons.count)
  for (const i of entry) if (times[items[i]] < 2) times[items[i]]++
  const isRecurring = times.map((count) => (count > 1 ? 1 : 0))
  const claims: number[] = []
  const members: number[][] = []
  for (let k = 0; k < entry.length; ) {
    const here = claim[k]
    const recurring: number[] = []
    const injured: number[] = []
    for (; k < entry.length && claim[k] === here; k++) {
      const person = items[entry[k]]
      if (isRecurring[person]) recurring.push(person)
      else if (values[entry[k]] & ROLE.passenger && values[entry[k]] & INJURED) injured.push(person)
    }
    if (recurring.length + injured.length === 0) continue
    claims.push(here)
    members.push(injured.length === 0 ? recurring : [...recurring, ...injured])
  }
  return { isRecurring, claims, members }
}

/** Claims and entries of persons who stand in a claim on the road that is none of their household's. */
function outsideEntries({ claims, personsOf }: RingBook, homes: Int32Array) {
  const { offsets, items, values } = personsOf
  const claim = new Int32Array(items.length)
  const entry = new Int32Array(items.length)
  let count = 0
  for (let c = 0; c < claims.count; c++) {
    const from = offsets[c]
    const to = offsets[c + 1]
    if (to - from < 2 || to - from > DEFAULTS.largestClaim || !ROAD.has(claims.line[c])) continue
    for (let i = from; i < to; i++) {
      if ((values[i] & OUTSIDE) === 0 || (values[i] & INSIDE) !== 0) continue
      let own = false
      for (let k = from; k < to; k++)
        if ((values[k] & INSIDE) !== 0 && homes[items[k]] === homes[items[i]]) own = true
      if (own) continue
      claim[count] = c
      entry[count++] = i
    }
  }
  return { claim: claim.subarray(0, count), entry: entry.subarray(0, count) }
}

/** Pools, each with the claims that its people stand in. */
export function recurringOutsiders(context: RingContext): Group[] {
  const { book } = context
  const found = outsiders(context)
  const hubs = hubsOf(book, found.claims)
  const wanted: number[] = []
  const members: (readonly number[])[] = []
  found.claims.forEach((claim, i) => {
    if (!hubs.byClaim.has(claim) && !someOf(book.personsOf, claim, found.isRecurring)) return
    wanted.push(claim)
    members.push(found.members[i])
  })
  return communities(wanted, members, hubs).flatMap(({ claims, persons }): Group[] =>
    persons.some((person) => found.isRecurring[person] === 1)
      ? [
          {
            persons: persons.sort((a, b) => a - b),
            claims,
            things: [],
            providers: [],
            origin: 'community',
          },
        ]
      : [],
  )
}

function someOf({ offsets, items }: Incidence, row: number, isWanted: Uint8Array): boolean {
  for (let i = offsets[row]; i < offsets[row + 1]; i++) if (isWanted[items[i]]) return true
  return false
}

interface Hubs {
  readonly byClaim: ReadonlyMap<number, readonly number[]>
  /** Claims of each hub among those looked at. */
  readonly size: ReadonlyMap<number, number>
}

/** Doctors and lawyers at whom accidents with strangers in the car gather, of all that they do. */
function hubsOf(book: RingBook, seen: readonly number[]): Hubs {
  const { role, count } = book.providers
  const all = new Int32Array(count)
  const here = new Int32Array(count)
  const { offsets, items } = book.providersOf
  for (let c = 0; c < book.claims.count; c++)
    for (let i = offsets[c]; i < offsets[c + 1]; i++) all[items[i]]++
  for (const claim of seen) for (let i = offsets[claim]; i < offsets[claim + 1]; i++) here[items[i]]++
  const size = new Map<number, number>()
  for (const name of ['physician', 'lawyer']) {
    const [total, gathered] = [all, here].map((counts) =>
      counts.reduce((sum, n, p) => (role[p] === name ? sum + n : sum), 0),
    )
    for (let p = 0; p < count; p++) {
      if (role[p] !== name || here[p] < 2) continue
      if (poissonTail(here[p], (all[p] * gathered) / total) <= DEFAULTS.chance) size.set(p, here[p])
    }
  }
  const byClaim = new Map<number, number[]>()
  if (size.size > 0)
    for (const claim of seen) {
      const hubs = Array.from(rowOf(book.providersOf, claim)).filter((provider) => size.has(provider))
      if (hubs.length > 0) byClaim.set(claim, hubs)
    }
  return { byClaim, size }
}

/** Communities of at least two persons, with their claims, and hubs. A hub weighs less the more claims it has. */
function communities(
  claims: readonly number[],
  members: readonly (readonly number[])[],
  hubs: Hubs,
): { readonly claims: number[]; readonly persons: number[] }[] {
  const persons = [...new Set(members.flat())]
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
    for (const person of members[i]) tie(i, personAt.get(person), 1)
    for (const hub of hubs.byClaim.get(claim) ?? [])
      tie(i, hubAt.get(hub), 1 / Math.log2(1 + (hubs.size.get(hub) ?? 1)))
  })
  const graph = buildCsr(claims.length + persons.length + hubAt.size, left, right, weights)
  const { label, sizes } = leiden(graph, { resolution: DEFAULTS.resolution })
  const found = Array.from(sizes, () => ({ claims: [] as number[], persons: [] as number[] }))
  claims.forEach((claim, i) => {
    found[label[i]].claims.push(claim)
  })
  persons.forEach((person, i) => {
    found[label[claims.length + i]].persons.push(person)
  })
  return found.filter((community) => community.persons.length > 1)
}
