/** Groups out of the whole of who meets whom: communities, dense blocks, and bursts of claims by people who share something. */
import { buildCsr } from '../graph/csr.ts'
import { leiden } from '../graph/leiden.ts'
import type { RingOrigin } from '../schema/words.ts'
import { denseBlocks } from './dense-groups.ts'
import { rowOf } from './incidence.ts'
import { coresOf, type MeetingRows, sharedThings } from './meeting-rows.ts'
import { type RingBook, ROLE } from './ring-book.ts'
import type { Group, RingContext } from './typology.ts'

const DEFAULTS = {
  /** Higher gives smaller communities. */
  resolutions: [1, 3],
  /** Households of a group. */
  leastHouseholds: 3,
  mostHouseholds: 30,
  /** Rows in which a household meets others, for it to hold the group together. */
  leastTies: 2,
  /** Days between claims of one burst, and its claims. */
  burstGap: 10,
  burstClaims: 4,
} as const

interface Found {
  readonly communities: readonly Group[]
  readonly dense: readonly Group[]
  readonly bursts: readonly Group[]
}

const known = new WeakMap<RingContext, Found>()

/** The groups of a context, looked for once. */
export function tiedGroups(context: RingContext): Found {
  const kept = known.get(context)
  if (kept) return kept
  // What lies on no cycle hangs together by single ties: no group.
  const rows = coresOf(context)
  const parts = connected(rows, context.homes.length)
  const isNew = unknownAmong(context.cycles)
  const found = {
    communities: parts.flatMap((part) => communitiesOf(context, rows, part)).filter(isNew),
    dense: parts
      .flatMap((part) =>
        denseBlocks(rows, part).flatMap(({ homes, rows: kept }) =>
          toGroup(context, rows, homes, kept, 'dense'),
        ),
      )
      .filter(isNew),
    bursts: burstsOf(context).filter(isNew),
  }
  known.set(context, found)
  return found
}

/** Whether less than half of a group's persons stand in any of the given groups: another view of the same people is no news. */
function unknownAmong(groups: readonly Group[]): (group: Group) => boolean {
  const seen = new Set(groups.flatMap((group) => group.persons))
  return ({ persons }) => 2 * persons.filter((person) => seen.has(person)).length < persons.length
}

/** Rows that hang together, of at least three households. */
function connected({ count, offsets, homes }: MeetingRows, people: number): number[][] {
  const parent = Int32Array.from({ length: people }, (_, h) => h)
  const root = (home: number): number => {
    let at = home
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  for (let r = 0; r < count; r++)
    for (let i = offsets[r] + 1; i < offsets[r + 1]; i++) {
      const [a, b] = [root(homes[offsets[r]]), root(homes[i])]
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b)
    }
  const parts = new Map<number, number[]>()
  for (let r = 0; r < count; r++) {
    const head = root(homes[offsets[r]])
    const part = parts.get(head)
    if (part) part.push(r)
    else parts.set(head, [r])
  }
  return [...parts.values()].filter((part) => part.length > 2)
}

/** Communities of a part at several resolutions, without households that a single tie holds. */
function communitiesOf(context: RingContext, rows: MeetingRows, part: readonly number[]): Group[] {
  const homes = [
    ...new Set(part.flatMap((r) => Array.from(rows.homes.subarray(rows.offsets[r], rows.offsets[r + 1])))),
  ]
  if (homes.length < DEFAULTS.leastHouseholds) return []
  const place = new Map(homes.map((home, i) => [home, i]))
  const left: number[] = []
  const right: number[] = []
  const weights: number[] = []
  part.forEach((r, i) => {
    const size = rows.offsets[r + 1] - rows.offsets[r]
    for (let k = rows.offsets[r]; k < rows.offsets[r + 1]; k++) {
      left.push(place.get(rows.homes[k]) as number)
      right.push(homes.length + i)
      weights.push(1 / Math.log2(size + 2))
    }
  })
  const graph = buildCsr(homes.length + part.length, left, right, weights)
  return DEFAULTS.resolutions.flatMap((resolution) => {
    const { label, sizes } = leiden(graph, { resolution })
    const pieces = Array.from(sizes, () => ({ homes: [] as number[], rows: [] as number[] }))
    homes.forEach((home, i) => {
      pieces[label[i]].homes.push(home)
    })
    part.forEach((row, i) => {
      pieces[label[homes.length + i]].rows.push(row)
    })
    return pieces.flatMap((piece) => toGroup(context, rows, piece.homes, piece.rows, 'community'))
  })
}

/** The persons of the households who hold the group together, their claims and things; none when too few are left. */
function toGroup(
  { book, homes }: RingContext,
  rows: MeetingRows,
  among: readonly number[],
  within: readonly number[],
  origin: RingOrigin,
): Group[] {
  let members = new Set(among)
  let kept = within
  for (let before = -1; before !== members.size; ) {
    before = members.size
    const ties = new Map<number, number>()
    kept = kept.filter((r) => {
      const there = Array.from(rows.homes.subarray(rows.offsets[r], rows.offsets[r + 1])).filter((home) =>
        members.has(home),
      )
      if (there.length < 2) return false
      for (const home of there) ties.set(home, (ties.get(home) ?? 0) + 1)
      return true
    })
    members = new Set([...members].filter((home) => (ties.get(home) ?? 0) >= DEFAULTS.leastTies))
  }
  if (members.size < DEFAULTS.leastHouseholds || members.size > DEFAULTS.mostHouseholds) return []
  const names = kept.map((r) => rows.row[r])
  const claims = names.filter((name) => name < rows.claims)
  const things = names.filter((name) => name >= rows.claims).map((name) => name - rows.claims)
  const persons = new Set<number>()
  const concern = (list: Int32Array) => {
    for (const person of list) if (members.has(homes[person])) persons.add(person)
  }
  for (const claim of claims) concern(rowOf(book.personsOf, claim))
  for (const thing of things) concern(rowOf(book.usersOf, thing))
  return [{ persons: [...persons].sort((a, b) => a - b), claims, things, providers: [], origin }]
}

/** Claims in quick succession by three or more households that share a thing. */
function burstsOf(context: RingContext): Group[] {
  const { book, homes } = context
  return sharedThings(context).flatMap((thing) => {
    const users = rowOf(book.usersOf, thing)
    const claims = [...new Set(Array.from(users).flatMap((person) => ownClaims(book, person)))]
      .filter((claim) => !Number.isNaN(book.claims.lossAt[claim]))
      .sort((a, b) => book.claims.lossAt[a] - book.claims.lossAt[b] || a - b)
    return runs(book, claims).flatMap((run): Group[] => {
      const persons = Array.from(users).filter((person) =>
        run.some((claim) => rowOf(book.claimsOf, person).includes(claim)),
      )
      return new Set(persons.map((person) => homes[person])).size < DEFAULTS.leastHouseholds
        ? []
        : [{ persons, claims: run, things: [thing], providers: [], origin: 'burst' }]
    })
  })
}

/** Claims that a person makes or drives in. */
function ownClaims({ claimsOf }: RingBook, person: number): number[] {
  const found: number[] = []
  for (let i = claimsOf.offsets[person]; i < claimsOf.offsets[person + 1]; i++)
    if (claimsOf.values[i] & (ROLE.claimant | ROLE.driver | ROLE.other)) found.push(claimsOf.items[i])
  return found
}

function runs({ claims }: RingBook, sorted: readonly number[]): number[][] {
  const gap = DEFAULTS.burstGap * 86_400_000
  const found: number[][] = []
  for (const claim of sorted) {
    const run = found.at(-1)
    const last = run?.at(-1)
    if (run && last !== undefined && claims.lossAt[claim] - claims.lossAt[last] <= gap) run.push(claim)
    else found.push([claim])
  }
  return found.filter((run) => run.length >= DEFAULTS.burstClaims).map((run) => run.sort((a, b) => a - b))
}
