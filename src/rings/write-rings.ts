/** Writes rings and their members. */
import type { Warehouse } from '../warehouse/index.ts'
import type { NamedRing } from './find-rings.ts'
import { rowOf } from './incidence.ts'
import type { PreviousRing } from './previous-rings.ts'
import type { RingNames } from './ring-names.ts'
import type { RingContext, RingReason } from './typology.ts'

interface Member {
  readonly ring_id: string
  readonly node_id: string
  readonly node_kind: string
  readonly centrality: number
  readonly reason: string
}

/** Said of a ring that the search finds no more; it stays listed, below every line that raises an alert. */
const NO_LONGER_FOUND: RingReason = {
  text: {
    en: 'no longer found: what tied it has been settled, corrected or moved elsewhere',
    zh: '本次未再发现：其关联已处理、更正或转移',
  },
  log_odds: -4,
}

/** Rewrites `graph.ring`, `graph.ring_member` and `graph.ring_origin`; quiet rings are written again as they were. */
export async function writeRings(
  warehouse: Warehouse,
  rings: readonly NamedRing[],
  quiet: readonly PreviousRing[],
  context: RingContext,
  names: RingNames,
): Promise<void> {
  await warehouse.execute(
    'delete from graph.ring; delete from graph.ring_member; delete from graph.ring_origin',
  )
  if (rings.length > 0) await writeFound(warehouse, rings, context, names)
  if (quiet.length > 0) await writeQuiet(warehouse, quiet)
}

async function writeFound(
  warehouse: Warehouse,
  rings: readonly NamedRing[],
  context: RingContext,
  names: RingNames,
): Promise<void> {
  const { claims } = context.book
  const money = (value: number) => Math.round(value * 100) / 100
  const sum = (of: Float64Array, list: readonly number[]) => list.reduce((total, c) => total + of[c], 0)
  await warehouse.append('graph.ring', {
    ring_id: rings.map((r) => r.identity.id),
    typology: rings.map((r) => r.typology),
    score: Float64Array.from(rings, (r) => r.score),
    p_value: rings.map((r) => r.significance?.pValue ?? null),
    member_count: Int32Array.from(rings, (r) => r.group.persons.length + r.group.providers.length),
    claim_count: Int32Array.from(rings, (r) => r.group.claims.length),
    line: rings.map((r) => r.facts.line || 'unknown'),
    claimed_amount: Float64Array.from(rings, (r) => money(r.facts.amount)),
    at_stake_amount: Float64Array.from(rings, (r) => money(r.facts.atStake)),
    paid_amount: Float64Array.from(rings, (r) => money(sum(claims.paid, r.group.claims))),
    first_at: rings.map((r) => moment(r.facts.firstAt, context)),
    last_at: rings.map((r) => moment(r.facts.lastAt, context)),
    known_at: rings.map((r) =>
      moment(
        r.group.claims.reduce((latest, c) => Math.max(latest, claims.knownAt[c]), Number.NEGATIVE_INFINITY),
        context,
      ),
    ),
    reasons: rings.map((r) => JSON.stringify(r.reasons)),
    explanation: rings.map((r) => r.explanation ?? null),
    checks: rings.map((r) => JSON.stringify(r.checks.map(({ id, holds, text }) => ({ id, holds, text })))),
    change: rings.map((r) => r.identity.change),
    found_by: rings.map((r) => r.group.origin ?? 'pattern'),
  })
  await writeMembers(
    warehouse,
    rings.flatMap((ring) => membersOf(ring, context, names)),
  )
  const origins = rings.flatMap((ring) =>
    ring.identity.origins.map((origin) => ({ ring_id: ring.identity.id, ...origin })),
  )
  await warehouse.append('graph.ring_origin', {
    ring_id: origins.map((o) => o.ring_id),
    from_ring_id: origins.map((o) => o.from),
    shared: Int32Array.from(origins, (o) => o.shared),
    joined: Int32Array.from(origins, (o) => o.joined),
    gone: Int32Array.from(origins, (o) => o.gone),
  })
}

async function writeMembers(
  warehouse: Warehouse,
  members: readonly (Omit<Member, 'reason'> & { readonly reason: string | null })[],
): Promise<void> {
  await warehouse.append('graph.ring_member', {
    ring_id: members.map((m) => m.ring_id),
    node_id: members.map((m) => m.node_id),
    node_kind: members.map((m) => m.node_kind),
    centrality: Float64Array.from(members, (m) => m.centrality),
    reason: members.map((m) => m.reason),
  })
}

async function writeQuiet(warehouse: Warehouse, quiet: readonly PreviousRing[]): Promise<void> {
  await warehouse.db
    .insertInto('graph.ring')
    .values(
      quiet.map(({ row }) => {
        const told = JSON.parse(row.reasons) as RingReason[]
        const reasons = told.some(({ text }) => text.en === NO_LONGER_FOUND.text.en)
          ? told
          : [...told, NO_LONGER_FOUND]
        const logOdds = reasons.reduce((sum, reason) => sum + reason.log_odds, 0)
        return {
          ...row,
          reasons: JSON.stringify(reasons),
          score: 1 / (1 + Math.exp(-logOdds)),
          change: 'quiet' as const,
        }
      }),
    )
    .execute()
  await writeMembers(
    warehouse,
    quiet.flatMap(({ nodes }) => nodes),
  )
}

const moment = (at: number, { book }: RingContext) => new Date(Number.isFinite(at) ? at : book.asOf)

/** All nodes of a ring; an edge of the ring passes through both of its ends. */
function membersOf(ring: NamedRing, { book }: RingContext, names: RingNames): Member[] {
  const { group } = ring
  const persons = new Set(group.persons)
  const providers = new Set(group.providers)
  const through = new Map<string, { edges: number; claims: number; things: number }>()
  const touch = (node: string, what: 'claims' | 'things' | undefined) => {
    const entry = through.get(node) ?? { edges: 0, claims: 0, things: 0 }
    entry.edges++
    if (what) entry[what]++
    through.set(node, entry)
  }
  let edges = 0
  const tie = (entity: string, other: string, what: 'claims' | 'things') => {
    edges++
    touch(`entity:${entity}`, what)
    touch(other, undefined)
  }
  for (const claim of group.claims) {
    const node = `claim:${names.claim(claim)}`
    for (const person of rowOf(book.personsOf, claim))
      if (persons.has(person)) tie(names.entity(book.persons.entity[person]), node, 'claims')
    for (const provider of rowOf(book.providersOf, claim))
      if (providers.has(provider)) tie(names.entity(book.providers.entity[provider]), node, 'claims')
  }
  for (const thing of group.things)
    for (const person of rowOf(book.usersOf, thing))
      if (persons.has(person))
        tie(names.entity(book.persons.entity[person]), names.thing(book.things.number[thing]), 'things')
  return [...through]
    .map(([node_id, entry]) => ({
      ring_id: ring.identity.id,
      node_id,
      node_kind: node_id.slice(0, node_id.indexOf(':')),
      centrality: edges ? entry.edges / edges : 0,
      reason: reasonOf(entry),
    }))
    .sort((a, b) => b.centrality - a.centrality || (a.node_id < b.node_id ? -1 : 1))
}

function reasonOf({ edges, claims, things }: { edges: number; claims: number; things: number }): string {
  if (claims + things === 0) return `ties ${edges} members`
  const parts = []
  if (claims > 0) parts.push(`in ${claims} claim${claims > 1 ? 's' : ''}`)
  if (things > 0) parts.push(`shares ${things} thing${things > 1 ? 's' : ''}`)
  return parts.join(', ')
}
