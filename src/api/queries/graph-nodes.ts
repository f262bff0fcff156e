/** Nodes and the edges among them, masked, for drawing. */
import { type SqlBool, sql } from 'kysely'
import type { NodeKind } from '../../schema/words.ts'
import { maskLabel, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { GraphEdge, GraphNode } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

export const DEFAULTS = {
  /** Edges drawn at most, the strongest. */
  edges: 3000,
} as const

interface NodeRow {
  node_id: string
  node_kind: NodeKind
  label: string | null
  degree: number
  party_type: string | null
  risk: number | null
}

/** Nodes by their ids; claims of lines that the user may not see are left out. */
export async function graphNodes(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  centrality: ReadonlyMap<string, number> = new Map(),
): Promise<GraphNode[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<NodeRow>`
    with here as (select * from graph.node where node_id in (${sql.join([...ids])})),
    entity_risk as (
      select e.source_id as node_id, max(r.probability) as risk
      from graph.edge e join score.risk r on r.entity = 'claim' and 'claim:' || r.entity_id = e.target_id
      where e.source_id in (select node_id from here where node_kind = 'entity')
      group by e.source_id
    )
    select h.node_id, h.node_kind, h.label, h.degree, p.party_type, coalesce(r.probability, x.risk) as risk
    from here h
    left join core.party p on h.node_kind = 'entity' and 'entity:' || p.party_id = h.node_id
    left join core.claim c on h.node_kind = 'claim' and 'claim:' || c.claim_id = h.node_id
    left join score.risk r on r.entity = 'claim' and r.entity_id = c.claim_id
    left join entity_risk x on x.node_id = h.node_id
    where ${inLines('c.line', user.lines)}`.execute(view.warehouse.db)
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.node_id) ?? 0) - (place.get(b.node_id) ?? 0))
    .map((row) => ({
      id: pseudonyms.seal(row.node_id),
      kind: row.node_kind,
      label: maskLabel(row.node_kind, labelOf(row), row.party_type) ?? '',
      degree: row.degree,
      centrality: centrality.get(row.node_id) ?? null,
      risk: row.risk,
    }))
}

/** Edges between nodes of the set; evidence from claims of other lines than the user's is left out. */
export async function graphEdges(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
): Promise<GraphEdge[]> {
  if (ids.length === 0) return []
  const list = sql.join([...ids])
  const lines =
    user.lines === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(e.claim_id = '' or exists (
          select 1 from core.claim c where c.claim_id = e.claim_id and ${inLines('c.line', user.lines)}))`
  const rows = await view.warehouse.db
    .selectFrom('graph.edge as e')
    .selectAll()
    .where(sql<SqlBool>`e.source_id in (${list}) and e.target_id in (${list})`)
    .where(lines)
    .orderBy(sql`e.weight desc, e.source_id, e.target_id, e.link, e.claim_id`)
    .limit(DEFAULTS.edges)
    .execute()
  return rows.map((row) => ({
    source: pseudonyms.seal(row.source_id),
    target: pseudonyms.seal(row.target_id),
    link: row.link,
    weight: row.weight,
    claimId: row.claim_id === '' ? null : row.claim_id,
    knownAt: row.known_at.toISOString(),
  }))
}

/** What is shown of a node without a label: what follows the kind in its id. */
function labelOf(row: NodeRow): string {
  return row.label ?? row.node_id.slice(row.node_id.indexOf(':') + 1)
}
