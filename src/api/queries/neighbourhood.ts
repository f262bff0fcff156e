/** The graph around a node: breadth first, the strongest evidence first, until the budget is spent. */
import { sql } from 'kysely'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { Neighbourhood } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { graphEdges, graphNodes } from './graph-nodes.ts'

export const DEFAULTS = {
  /** Neighbours read a level: a hub's thousands are counted no further. */
  perLevel: 5000,
} as const

/** Undefined when there is no such node, or the user may not see it. */
export async function neighbourhoodOf(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  { node, depth, budget }: { node: string; depth: number; budget: number },
): Promise<Neighbourhood | undefined> {
  const [start] = await graphNodes(view, pseudonyms, user, [node])
  if (!start) return undefined
  const shown = [node]
  const seen = new Set(shown)
  let frontier = shown
  for (let level = 0; level < depth && frontier.length > 0; level++) {
    const found = (await neighbours(view, frontier)).filter((id) => !seen.has(id))
    for (const id of found) seen.add(id)
    frontier = found.slice(0, Math.max(0, budget - shown.length))
    shown.push(...frontier)
  }
  const nodes = await graphNodes(view, pseudonyms, user, shown)
  const visible = new Set(nodes.map((one) => one.id))
  const edges = (await graphEdges(view, pseudonyms, user, shown)).filter(
    (edge) => visible.has(edge.source) && visible.has(edge.target),
  )
  // Nodes that the user may not see are not counted either.
  return { nodes, edges, shown: nodes.length, total: seen.size - (shown.length - nodes.length) }
}

/** Neighbours of a set of nodes, those of the strongest evidence first. */
async function neighbours(view: View, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with frontier as materialized (select unnest(${[...ids]}::varchar[]) as node_id)
    select id from (
      select e.target_id as id, e.weight from graph.edge e join frontier f on f.node_id = e.source_id
      union all
      select e.source_id as id, e.weight from graph.edge e join frontier f on f.node_id = e.target_id
    ) group by id order by max(weight) desc, id limit ${DEFAULTS.perLevel}`.execute(view.warehouse.db)
  return rows.map((row) => row.id)
}
