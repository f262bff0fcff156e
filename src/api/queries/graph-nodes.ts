/** Nodes by their ids, masked, for drawing: what they are, what they do in claims, and how risky those are. */
import type { NodeKind } from '../../schema/words.ts'
import { maskLabel, type Principal, type Pseudonyms } from '../../security/index.ts'
import type { GraphNode } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { type NodeRow, nodeFacts } from './node-facts.ts'

interface Measured {
  readonly centrality?: ReadonlyMap<string, number>
  readonly distance?: ReadonlyMap<string, number>
}

/** Nodes in the order of their ids, as far as the user may see them. */
export async function graphNodes(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  { centrality, distance }: Measured = {},
): Promise<GraphNode[]> {
  const rows = await nodeFacts(view, ids, user.lines)
  return rows.map((row) => ({
    id: pseudonyms.seal(row.node_id),
    kind: row.node_kind,
    label: maskLabel(row.node_kind, labelOf(row), row.party_type) ?? '',
    degree: row.degree,
    centrality: centrality?.get(row.node_id) ?? null,
    risk: row.risk,
    partyType: row.party_type,
    roles: row.roles,
    amount: row.amount,
    distance: distance?.get(row.node_id) ?? null,
    community: row.community_id,
    isCut: row.is_cut,
    suspicion: row.suspicion,
  }))
}

/** Labels in full of the nodes that the user may see, in the order of their ids: for those who stated a purpose. */
export async function fullLabels(
  view: View,
  user: Principal,
  ids: readonly string[],
): Promise<{ nodeId: string; kind: NodeKind; label: string }[]> {
  const rows = await nodeFacts(view, ids, user.lines)
  return rows.map((row) => ({ nodeId: row.node_id, kind: row.node_kind, label: labelOf(row) }))
}

/** What is shown of a node without a label: what follows the kind in its id. */
function labelOf(row: NodeRow): string {
  return row.label ?? row.node_id.slice(row.node_id.indexOf(':') + 1)
}
