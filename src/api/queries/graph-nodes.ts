/** Nodes by their ids, masked, for drawing: what they are, what they do in claims, and how risky those are. */
import { type SqlBool, sql } from 'kysely'
import { evidenceFilter, type ResidentGraph } from '../../graph/index.ts'
import type { Line, NodeKind } from '../../schema/words.ts'
import { maskLabel, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { GraphNode } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'
import { type NodeRow, nodeFacts } from './node-facts.ts'
import { residentGraph } from './resident.ts'

interface Measured {
  readonly centrality?: ReadonlyMap<string, number>
  readonly distance?: ReadonlyMap<string, number>
}

/** Nodes in the order of their ids; claims of lines that the user may not see are left out, and enter no figure. */
export async function graphNodes(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  { centrality, distance }: Measured = {},
): Promise<GraphNode[]> {
  const rows = await nodeRows(view, user, ids)
  return rows.map((row) => ({
    id: pseudonyms.seal(row.node_id),
    kind: row.node_kind,
    label: maskLabel(row.node_kind, labelOf(row), row.party_type) ?? '',
    degree: row.degree,
    centrality: centrality?.get(row.node_id) ?? null,
    risk: row.risk,
    partyType: row.party_type,
    roles: row.roles ?? [],
    amount: row.amount,
    distance: distance?.get(row.node_id) ?? null,
    community: row.community_id,
    isCut: row.is_cut,
    suspicion: row.suspicion,
  }))
}

async function nodeRows(view: View, user: Principal, ids: readonly string[]): Promise<NodeRow[]> {
  if (ids.length === 0) return []
  const { lines } = user
  if (lines === null) return nodeFacts(view, ids)
  const graph = await residentGraph(view)
  const { rows } = await sql<NodeRow>`
    with wanted as materialized (select unnest(${[...ids]}::varchar[]) as node_id),
    here as materialized (
      select n.*, case n.node_kind when 'entity' then substr(n.node_id, 8) end as entity_key,
        case n.node_kind when 'claim' then substr(n.node_id, 7) end as claim_key
      from graph.node n join wanted using (node_id)
    ), party as materialized (
      select h.node_id, e.party_id from here h join core.entity e on e.entity_id = h.entity_key
      union select node_id, entity_key from here where node_kind = 'entity'
    ), part as materialized (
      select p.node_id, s.role, s.claim_id from party p join core.claim_party s using (party_id)
      union select p.node_id, 'claimant', c.claim_id from party p join core.claim c on c.claimant_id = p.party_id
    ), stand as materialized (
      select part.*, c.claimed_amount, r.probability
      from part join core.claim c using (claim_id)
      left join score.risk r on r.entity = 'claim' and r.entity_id = part.claim_id
      where ${inLines('c.line', user.lines)}
    ), role as (
      select node_id, list_sort(list(distinct role)) as roles, max(probability) as risk from stand group by node_id
    ), total as (
      select node_id, coalesce(sum(claimed_amount), 0)::double as amount
      from (select distinct node_id, claim_id, claimed_amount from stand) group by node_id
    ), known as (select max(as_of) as as_of from graph.suspicion)
    select h.node_id, h.node_kind, h.label, h.degree, h.community_id, h.is_cut, p.party_type,
      role.roles,
      case h.node_kind when 'claim' then c.claimed_amount::double when 'entity' then coalesce(total.amount, 0) end as amount,
      coalesce(r.probability, role.risk) as risk,
      case when known.as_of is not null then coalesce(s.suspicion, 0) end as suspicion
    from here h cross join known
    left join core.party p on p.party_id = h.entity_key
    left join core.claim c on c.claim_id = h.claim_key
    left join (select entity_id, probability from score.risk where entity = 'claim') r on r.entity_id = h.claim_key
    left join graph.suspicion s on s.node_id = h.node_id and s.as_of = known.as_of
    left join role on role.node_id = h.node_id
    left join total on total.node_id = h.node_id
    where ${inLines('c.line', user.lines)}`.execute(view.warehouse.db)
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows
    .sort((a, b) => (place.get(a.node_id) ?? 0) - (place.get(b.node_id) ?? 0))
    .map((row) => ({ ...row, degree: degreeWithin(graph, row.node_id, lines) }))
}

/** Labels in full of the nodes that the user may see, in the order of their ids: for those who stated a purpose. */
export async function fullLabels(
  view: View,
  user: Principal,
  ids: readonly string[],
): Promise<{ nodeId: string; kind: NodeKind; label: string }[]> {
  const rows = await nodeRows(view, user, ids)
  return rows.map((row) => ({ nodeId: row.node_id, kind: row.node_kind, label: labelOf(row) }))
}

/** Evidence at a node that somebody kept to these lines may see. */
function degreeWithin(graph: ResidentGraph, nodeId: string, lines: readonly Line[]): number {
  const v = graph.ids.find(nodeId)
  const counts = evidenceFilter(graph, { lines })
  let degree = 0
  for (let i = v < 0 ? 0 : graph.offsets[v]; i < (v < 0 ? 0 : graph.offsets[v + 1]); i++) {
    const tie = graph.ties[i]
    for (let e = graph.evidenceOffsets[tie]; e < graph.evidenceOffsets[tie + 1]; e++) if (counts(e)) degree++
  }
  return degree
}

/** True for evidence (`e`) that the user may see: from master data, or from a claim of his lines. */
export function edgeInLines(user: Principal) {
  if (user.lines === null) return sql<SqlBool>`true`
  return sql<SqlBool>`((e.claim_id = '' or exists (
      select 1 from core.claim c where c.claim_id = e.claim_id and ${inLines('c.line', user.lines)}))
    and (not starts_with(e.target_id, 'claim:') or exists (
      select 1 from core.claim c where c.claim_id = substr(e.target_id, 7) and ${inLines('c.line', user.lines)})))`
}

/** What is shown of a node without a label: what follows the kind in its id. */
function labelOf(row: NodeRow): string {
  return row.label ?? row.node_id.slice(row.node_id.indexOf(':') + 1)
}
