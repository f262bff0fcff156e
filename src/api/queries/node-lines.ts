/** Line of business of the claims among nodes. */
import { sql } from 'kysely'
import type { Principal } from '../../security/index.ts'
import type { View } from '../snapshot-holder.ts'
import { inLines } from './lines.ts'

/** The nodes of these that the user may see, with the line of those that are claims and null for the others. */
export async function nodeLines(
  view: View,
  user: Principal,
  nodeIds: readonly string[],
): Promise<Map<string, string | null>> {
  if (nodeIds.length === 0) return new Map()
  const { rows } = await sql<{ node_id: string; line: string | null }>`
    with wanted as materialized (select distinct unnest(${[...nodeIds]}::varchar[]) as node_id)
    select n.node_id, c.line from graph.node n join wanted using (node_id)
    left join core.claim c on n.node_kind = 'claim' and c.claim_id = substr(n.node_id, 7)
    where ${inLines('c.line', user.lines)}`.execute(view.warehouse.db)
  return new Map(rows.map((row) => [row.node_id, row.line]))
}
