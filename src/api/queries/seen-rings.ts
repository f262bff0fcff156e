/**
 * Rings as somebody kept to some lines of business sees them. A ring belongs to its main line. One that also rests on claims or
 * ties outside his lines is shown in the part that he may see: its members, claims, amounts and moments are those of the part, and
 * what was found over the whole (p-value, change, explanation, reasons, checks) is withheld. The score is told: it is a judgement
 * on the whole and says so.
 */
import { type Selectable, sql } from 'kysely'
import { lineMask, type ResidentGraph } from '../../graph/index.ts'
import type { RingsSeen } from '../../operations/index.ts'
import type { Database } from '../../schema/database.ts'
import type { Line } from '../../schema/words.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { residentGraph } from './resident.ts'
import { type RingSums, ringSums } from './ring-sums.ts'

const DEFAULTS = {
  /** Ties of nodes with more are looked up from their other end. */
  longest: 5000,
} as const

export interface SeenRing {
  /** Of the whole ring. */
  readonly score: number
  /** Nothing of it lies outside the lines. */
  readonly isWhole: boolean
  /** Members that are seen, with their share of the ties that are seen. */
  readonly members: ReadonlyMap<string, number>
  /** Members that are not. */
  readonly hidden: readonly string[]
  /** Entities among those seen. */
  readonly entities: number
  readonly sums: RingSums
}

/** Rings of these lines by id; rings of which no claim can be seen are not in it. */
export function seenRings(view: View, lines: readonly Line[]): Promise<ReadonlyMap<string, SeenRing>> {
  return view.once(`rings seen by ${[...lines].sort().join()}`, async () => {
    const [graph, members] = await Promise.all([residentGraph(view), membersIn(view, lines)])
    const sums = await ringSums(view, [...members.keys()], lines)
    const found = new Map<string, SeenRing>()
    for (const [ringId, rows] of members) {
      const own = sums.get(ringId)
      const [{ score }] = rows
      if (own) found.set(ringId, { score, ...partSeen(graph, rows, lineMask(graph, lines)), sums: own })
    }
    return found
  })
}

interface MemberRow {
  readonly ring_id: string
  readonly node_id: string
  readonly node_kind: string
  readonly is_outside: boolean
  readonly score: number
}

async function membersIn(view: View, lines: readonly Line[]): Promise<Map<string, MemberRow[]>> {
  const { rows } = await sql<MemberRow>`
    select m.ring_id, m.node_id, m.node_kind, r.score,
      m.node_kind = 'claim' and (c.line is null or not ${inLines('c.line', lines)}) as is_outside
    from graph.ring r join graph.ring_member m using (ring_id)
    left join core.claim c on m.node_kind = 'claim' and c.claim_id = substr(m.node_id, 7)
    where ${inLines('r.line', lines)} order by m.ring_id, m.node_id`.execute(view.warehouse.db)
  const members = new Map<string, MemberRow[]>()
  for (const row of rows) {
    const list = members.get(row.ring_id)
    if (list) list.push(row)
    else members.set(row.ring_id, [row])
  }
  return members
}

/** What is left of a ring without its claims of other lines and the ties that only those show. */
function partSeen(
  graph: ResidentGraph,
  rows: readonly MemberRow[],
  mask: number,
): Omit<SeenRing, 'score' | 'sums'> {
  const ties = tiesAmong(graph, rows)
  const left = new Set(rows.filter((row) => !row.is_outside).map((row) => row.node_id))
  const held = ties.filter(({ lines }) => (lines & mask) !== 0)
  const before = countOf(ties)
  const isCut = left.size < rows.length
  for (let size = -1; size !== left.size; ) {
    size = left.size
    const now = countOf(held.filter(({ a, b }) => left.has(a) && left.has(b)))
    for (const { node_id, node_kind } of rows) {
      const ends = now.get(node_id) ?? 0
      const had = before.get(node_id) ?? 0
      // Of a thing that two shared and of which one is seen alone, the other would be betrayed.
      const holds = node_kind === 'claim' || ends > (node_kind === 'entity' ? 0 : 1)
      if (!holds && (had === 0 ? isCut : ends < had)) left.delete(node_id)
    }
  }
  const shown = held.filter(({ a, b }) => left.has(a) && left.has(b))
  const through = countOf(shown)
  const members = new Map(
    [...left].map((node) => [node, shown.length > 0 ? (through.get(node) ?? 0) / shown.length : 0]),
  )
  const hidden = rows.filter((row) => !left.has(row.node_id)).map((row) => row.node_id)
  return {
    isWhole: hidden.length === 0 && held.length === ties.length,
    members,
    hidden,
    entities: [...left].filter((node) => node.startsWith('entity:')).length,
  }
}

interface Tie {
  readonly a: string
  readonly b: string
  readonly lines: number
}

function tiesAmong(graph: ResidentGraph, rows: readonly MemberRow[]): Tie[] {
  const { ids, offsets, targets, ties, tieLines } = graph
  const places = new Map<number, string>()
  for (const { node_id } of rows) {
    const place = ids.find(node_id)
    if (place >= 0) places.set(place, node_id)
  }
  const isLong = (v: number) => offsets[v + 1] - offsets[v] > DEFAULTS.longest
  const found: Tie[] = []
  for (const [v, a] of places) {
    if (isLong(v)) continue
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      const b = places.get(u)
      // A tie stands in the rows of both of its ends.
      if (b !== undefined && (v < u || isLong(u))) found.push({ a, b, lines: tieLines[ties[i]] })
    }
  }
  return found
}

function countOf(ties: readonly Tie[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { a, b } of ties) {
    counts.set(a, (counts.get(a) ?? 0) + 1)
    counts.set(b, (counts.get(b) ?? 0) + 1)
  }
  return counts
}

type RingRow = Pick<
  Selectable<Database['graph.ring']>,
  | 'ring_id'
  | 'typology'
  | 'score'
  | 'line'
  | 'p_value'
  | 'change'
  | 'explanation'
  | 'member_count'
  | 'claim_count'
  | 'claimed_amount'
  | 'at_stake_amount'
  | 'paid_amount'
  | 'first_at'
  | 'last_at'
> & { readonly is_whole: boolean }

/** The rings as a table `r`, each as somebody kept to these lines sees it: what is filtered and sorted by is what is shown. */
export async function ringsAsSeen(view: View, lines: readonly Line[] | null) {
  if (lines === null) return sql<RingRow>`(select *, true as is_whole from graph.ring)`.as('r')
  const seen = [...(await seenRings(view, lines))]
  const column = <T>(of: (ring: SeenRing) => T) => seen.map(([, ring]) => of(ring))
  return sql<RingRow>`(
    select r.ring_id, r.typology, r.score, r.line, s.is_whole,
      case when s.is_whole then r.p_value end as p_value, case when s.is_whole then r.change end as change,
      case when s.is_whole then r.explanation end as explanation, s.member_count, s.claim_count, s.claimed_amount,
      s.at_stake_amount, s.paid_amount, make_timestamp(s.first_us::bigint) as first_at, make_timestamp(s.last_us::bigint) as last_at
    from graph.ring r join (
      select unnest(${seen.map(([id]) => id)}::varchar[]) as ring_id, unnest(${column((ring) => ring.isWhole)}::boolean[]) as is_whole,
        unnest(${column((ring) => ring.entities)}::integer[]) as member_count,
        unnest(${column(({ sums }) => sums.claims)}::integer[]) as claim_count,
        unnest(${column(({ sums }) => sums.claimed)}::double[]) as claimed_amount,
        unnest(${column(({ sums }) => sums.at_stake)}::double[]) as at_stake_amount,
        unnest(${column(({ sums }) => sums.paid)}::double[]) as paid_amount,
        unnest(${column(({ sums }) => sums.first_at.getTime() * 1000)}::double[]) as first_us,
        unnest(${column(({ sums }) => sums.last_at.getTime() * 1000)}::double[]) as last_us
    ) s using (ring_id))`.as('r')
}

/** True for members (`m`, of `graph.ring_member`) that somebody kept to these lines may know of. */
export async function memberIsSeen(view: View, lines: readonly Line[] | null) {
  if (lines === null) return sql<boolean>`true`
  const hidden = [...(await seenRings(view, lines))].flatMap(([ringId, ring]) =>
    ring.hidden.map((node) => `${ringId} ${node}`),
  )
  return sql<boolean>`concat(m.ring_id, ' ', m.node_id) not in (select unnest(${hidden}::varchar[]))`
}

/** What somebody kept to these lines sees of rings that alerts are raised on; null for all lines. */
export async function ringsInAlerts(view: View, lines: readonly Line[] | null): Promise<RingsSeen | null> {
  if (lines === null) return null
  const seen = [...(await seenRings(view, lines))]
  return {
    whole: seen.filter(([, { isWhole }]) => isWhole).map(([id]) => id),
    partial: new Map(
      seen
        .filter(([, { isWhole }]) => !isWhole)
        .map(([id, { score, sums }]) => [id, Math.round(score * sums.at_stake * 100) / 100]),
    ),
  }
}
