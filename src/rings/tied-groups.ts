/** Groups out of the whole of who meets whom: communities, dense blocks, and bursts of claims by people who share something. */
import { buildCsr } from '../graph/csr.ts'
import { leiden } from '../graph/leiden.ts'
import type { RingOrigin } from '../schema/words.ts'
import { type Block, denseBlocks } from './dense-groups.ts'
import { rowOf, sizeOf } from './incidence.ts'
import { coresOf, type MeetingRows, sharedThings } from './meeting-rows.ts'
import { peel } from './peel.ts'
import { type RingBook, ROLE } from './ring-book.ts'
import type { Group, RingContext } from './typology.ts'

const DEFAULTS = {
  /** Higher gives smaller communities. */
  resolutions: [1, 3],
  /** Households of a group. */
  leastHouseholds: 3,
  mostHouseholds: 30,
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
  const place = new Int32Array(context.homes.length).fill(-1)
  const isNew = unknownAmong(context.cycles)
  const found = {
    communities: parts.flatMap((part) => communitiesOf(context, rows, part, place)).filter(isNew),
    dense: parts
      .flatMap((part) => denseBlocks(rows, part).flatMap((block) => held(context, rows, block, place)))
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

/** Rows that hang together, at least three of them; parts in the order of their first rows. */
function connected({ count, offsets, homes }: MeetingRows, people: number): Int32Array[] {
  const parent = new Int32Array(people)
  for (let home = 0; home < people; home++) parent[home] = home
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
  const partAt = new Int32Array(people).fill(-1)
  const partOf = new Int32Array(count)
  const sizes: number[] = []
  for (let r = 0; r < count; r++) {
    const head = root(homes[offsets[r]])
    if (partAt[head] < 0) partAt[head] = sizes.push(0) - 1
    partOf[r] = partAt[head]
    sizes[partOf[r]]++
  }
  const parts = sizes.map((size) => (size > 2 ? new Int32Array(size) : undefined))
  const filled = new Int32Array(sizes.length)
  for (let r = 0; r < count; r++) {
    const part = parts[partOf[r]]
    if (part) part[filled[partOf[r]]++] = r
  }
  return parts.filter((part) => part !== undefined)
}

/** Some rows by themselves: their households are numbered in the order in which they stand. */
interface Part {
  readonly homes: readonly number[]
  readonly offsets: Int32Array
  /** Household of each entry, by number. */
  readonly entries: Int32Array
}

/** `place` is -1 for every household, and is left so. */
function partOf(rows: MeetingRows, part: Int32Array, place: Int32Array): Part {
  const offsets = new Int32Array(part.length + 1)
  part.forEach((r, i) => {
    offsets[i + 1] = offsets[i] + rows.offsets[r + 1] - rows.offsets[r]
  })
  const entries = new Int32Array(offsets[part.length])
  const homes: number[] = []
  let at = 0
  for (const r of part)
    for (let k = rows.offsets[r]; k < rows.offsets[r + 1]; k++) {
      const home = rows.homes[k]
      if (place[home] < 0) place[home] = homes.push(home) - 1
      entries[at++] = place[home]
    }
  for (const home of homes) place[home] = -1
  return { homes, offsets, entries }
}

/** Communities of a part at several resolutions, without households that a single tie holds. */
function communitiesOf(
  context: RingContext,
  rows: MeetingRows,
  part: Int32Array,
  place: Int32Array,
): Group[] {
  const { homes, offsets, entries } = partOf(rows, part, place)
  const people = homes.length
  if (people < DEFAULTS.leastHouseholds) return []
  const right = new Int32Array(entries.length)
  const weights = new Float64Array(entries.length)
  for (let i = 0; i < part.length; i++) {
    right.fill(people + i, offsets[i], offsets[i + 1])
    weights.fill(1 / Math.log2(offsets[i + 1] - offsets[i] + 2), offsets[i], offsets[i + 1])
  }
  const graph = buildCsr(people + part.length, entries, right, weights)
  return DEFAULTS.resolutions.flatMap((resolution) => {
    const { label, sizes } = leiden(graph, { resolution })
    const isInside = new Uint8Array(entries.length)
    for (let i = 0; i < entries.length; i++) isInside[i] = label[entries[i]] === label[right[i]] ? 1 : 0
    const { ties, size } = peel(offsets, entries, people, isInside)
    const counts = new Int32Array(sizes.length)
    for (let h = 0; h < people; h++) if (ties[h] > 0) counts[label[h]]++
    const pieces = new Map<number, { readonly members: Set<number>; readonly kept: number[] }>()
    counts.forEach((count, piece) => {
      if (isGroup(count)) pieces.set(piece, { members: new Set(), kept: [] })
    })
    for (let h = 0; h < people; h++) if (ties[h] > 0) pieces.get(label[h])?.members.add(homes[h])
    for (let i = 0; i < part.length; i++) if (size[i] > 1) pieces.get(label[people + i])?.kept.push(part[i])
    return [...pieces.values()].map(({ members, kept }) => toGroup(context, rows, members, kept, 'community'))
  })
}

const isGroup = (households: number) =>
  households >= DEFAULTS.leastHouseholds && households <= DEFAULTS.mostHouseholds

/** A block without households that a single tie holds; nothing when too few are left. */
function held(context: RingContext, rows: MeetingRows, block: Block, place: Int32Array): Group[] {
  const inside = new Set(block.homes)
  const { homes, offsets, entries } = partOf(rows, Int32Array.from(block.rows), place)
  const { ties, size } = peel(
    offsets,
    entries,
    homes.length,
    Uint8Array.from(entries, (h) => (inside.has(homes[h]) ? 1 : 0)),
  )
  const members = new Set(homes.filter((_, h) => ties[h] > 0))
  const kept = block.rows.filter((_, i) => size[i] > 1)
  return isGroup(members.size) ? [toGroup(context, rows, members, kept, 'dense')] : []
}

/** The persons of the households who stand in the rows, with the claims and things that these are. */
function toGroup(
  { book, homes }: RingContext,
  rows: MeetingRows,
  members: ReadonlySet<number>,
  kept: readonly number[],
  origin: RingOrigin,
): Group {
  const names = kept.map((r) => rows.row[r])
  const claims = names.filter((name) => name < rows.claims)
  const things = names.filter((name) => name >= rows.claims).map((name) => name - rows.claims)
  const persons = new Set<number>()
  const concern = (list: Int32Array) => {
    for (const person of list) if (members.has(homes[person])) persons.add(person)
  }
  for (const claim of claims) concern(rowOf(book.personsOf, claim))
  for (const thing of things) concern(rowOf(book.usersOf, thing))
  return { persons: [...persons].sort((a, b) => a - b), claims, things, providers: [], origin }
}

/** Claims in quick succession by three or more households that share a thing. */
function burstsOf(context: RingContext): Group[] {
  const { book, homes } = context
  return sharedThings(context).flatMap((thing) => {
    if (sizeOf(book.usersOf, thing) < DEFAULTS.leastHouseholds) return []
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
