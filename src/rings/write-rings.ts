/** Writes rings and their members. */
import type { Warehouse } from '../warehouse/index.ts'
import type { FoundRing } from './find-rings.ts'
import { rowOf } from './incidence.ts'
import type { RingContext } from './typology.ts'

interface Member {
  readonly ring_id: string
  readonly node_id: string
  readonly node_kind: string
  readonly centrality: number
  readonly reason: string
}

/** Rewrites `graph.ring` and `graph.ring_member`. */
export async function writeRings(
  warehouse: Warehouse,
  rings: readonly FoundRing[],
  context: RingContext,
): Promise<void> {
  await warehouse.execute('delete from graph.ring; delete from graph.ring_member')
  if (rings.length === 0) return
  const { claims } = context.book
  const money = (value: number) => Math.round(value * 100) / 100
  await warehouse.append('graph.ring', {
    ring_id: rings.map((r) => r.id),
    typology: rings.map((r) => r.typology),
    score: Float64Array.from(rings, (r) => r.score),
    member_count: Int32Array.from(rings, (r) => r.group.persons.length + r.group.providers.length),
    claim_count: Int32Array.from(rings, (r) => r.group.claims.length),
    line: rings.map((r) => r.facts.line || 'unknown'),
    claimed_amount: Float64Array.from(rings, (r) => money(r.facts.amount)),
    at_stake_amount: Float64Array.from(rings, (r) => money(r.facts.atStake)),
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
  })
  const members = rings.flatMap((ring) => membersOf(ring, context))
  await warehouse.append('graph.ring_member', {
    ring_id: members.map((m) => m.ring_id),
    node_id: members.map((m) => m.node_id),
    node_kind: members.map((m) => m.node_kind),
    centrality: Float64Array.from(members, (m) => m.centrality),
    reason: members.map((m) => m.reason),
  })
}

const moment = (at: number, { book }: RingContext) => new Date(Number.isFinite(at) ? at : book.asOf)

/** All nodes of a ring; an edge of the ring passes through both of its ends. */
function membersOf(ring: FoundRing, { book }: RingContext): Member[] {
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
    const node = `claim:${book.claims.id[claim]}`
    for (const person of rowOf(book.personsOf, claim))
      if (persons.has(person)) tie(book.persons.id[person], node, 'claims')
    for (const provider of rowOf(book.providersOf, claim))
      if (providers.has(provider)) tie(book.providers.id[provider], node, 'claims')
  }
  for (const thing of group.things)
    for (const person of rowOf(book.usersOf, thing))
      if (persons.has(person)) tie(book.persons.id[person], book.things.id[thing], 'things')
  return [...through]
    .map(([node_id, entry]) => ({
      ring_id: ring.id,
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
