/** The graph around a node as a user may see it. */
import { neighbourhood } from '../../graph/neighbourhood.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { Neighbourhood } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { graphEdges, graphNodes } from './graph-nodes.ts'

/** Undefined when there is no such node, or the user may not see it. */
export async function neighbourhoodOf(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  { node, depth, budget }: { node: string; depth: number; budget: number },
): Promise<Neighbourhood | undefined> {
  const [start] = await graphNodes(view, pseudonyms, user, [node])
  if (!start) return undefined
  const around = await neighbourhood(view.warehouse.db, node, { depth, budget })
  const shown = around.nodes.map((one) => one.node_id)
  const nodes = await graphNodes(view, pseudonyms, user, shown)
  const visible = new Set(nodes.map((one) => one.id))
  const edges = (await graphEdges(view, pseudonyms, user, shown)).filter(
    (edge) => visible.has(edge.source) && visible.has(edge.target),
  )
  // Nodes that the user may not see are not counted either.
  return { nodes, edges, shown: nodes.length, total: around.total - (shown.length - nodes.length) }
}
