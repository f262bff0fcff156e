/** Nodes and the edges among them, masked, for drawing. */
import { type SqlBool, sql } from 'kysely'
import type { Database } from '../../schema/database.ts'
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
    with wanted as materialized (select unnest(${[...ids]}::varchar[]) as node_id),
    here as materialized (
      select n.node_id, n.node_kind, n.label, n.degree, substr(n.node_id, instr(n.node_id, ':') + 1) as key
      from graph.node n join wanted using (node_id)
    ), entity_risk as (
      select e.source_id as node_id, max(r.probability) as risk
      from here h join graph.edge e on e.source_id = h.node_id and starts_with(e.target_id, 'claim:')
      join score.risk r on r.entity = 'claim' and r.entity_id = substr(e.target_id, 7)
      where h.node_kind = 'entity' group by e.source_id
    )
    select h.node_id, h.node_kind, h.label, h.degree, p.party_type, coalesce(r.probability, x.risk) as risk
    from here h
    left join core.party p on h.node_kind = 'entity' and p.party_id = h.key
    left join core.claim c on h.node_kind = 'claim' and c.claim_id = h.key
    left join score.risk r on h.node_kind = 'claim' and r.entity = 'claim' and r.entity_id = h.key
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
  const lines =
    user.lines === null
      ? sql<SqlBool>`true`
      : sql<SqlBool>`(e.claim_id = '' or exists (
          select 1 from core.claim c where c.claim_id = e.claim_id and ${inLines('c.line', user.lines)}))`
  const { rows } = await sql<Database['graph.edge']>`
    with wanted as materialized (select unnest(${[...ids]}::varchar[]) as node_id)
    select e.* from graph.edge e
    join wanted s on s.node_id = e.source_id join wanted t on t.node_id = e.target_id
    where ${lines}
    order by e.weight desc, e.source_id, e.target_id, e.link, e.claim_id
    limit ${DEFAULTS.edges}`.execute(view.warehouse.db)
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
