/** The evidence among a set of nodes. */
import { sql } from 'kysely'
import type { Database } from '../../schema/database.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { GraphEdge } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { edgeInLines } from './graph-nodes.ts'

export const DEFAULTS = {
  /** Edges drawn at most, the strongest. */
  edges: 6000,
} as const

interface EdgeOptions {
  /** Only these links. */
  readonly links?: readonly string[] | undefined
  /** Only what was known then. */
  readonly until?: Date | undefined
  /** Edges told at most; null for all. Default {@link DEFAULTS.edges}. */
  readonly most?: number | null
}

/** Edges between nodes of the set, the strongest first, and how many there are; evidence from claims of other lines than the user's is left out. */
export async function graphEdges(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  { links, until, most = DEFAULTS.edges }: EdgeOptions = {},
): Promise<{ edges: GraphEdge[]; total: number }> {
  if (ids.length === 0) return { edges: [], total: 0 }
  const { rows } = await sql<Database['graph.edge'] & { total: number }>`
    with wanted as materialized (select unnest(${[...ids]}::varchar[]) as node_id)
    select e.*, count(*) over () as total from graph.edge e
    join wanted s on s.node_id = e.source_id join wanted t on t.node_id = e.target_id
    where ${edgeInLines(user)}
      ${links ? sql`and list_contains(${[...links]}::varchar[], e.link)` : sql``}
      ${until ? sql`and e.known_at <= ${until}` : sql``}
    order by e.weight desc, e.source_id, e.target_id, e.link, e.claim_id
    ${most === null ? sql`` : sql`limit ${most}`}`.execute(view.warehouse.db)
  return {
    edges: rows.map((row) => edgeOf(row, pseudonyms)),
    total: Number(rows[0]?.total ?? 0),
  }
}

export function edgeOf(row: Database['graph.edge'], pseudonyms: Pseudonyms): GraphEdge {
  return {
    source: pseudonyms.seal(row.source_id),
    target: pseudonyms.seal(row.target_id),
    link: row.link,
    weight: row.weight,
    claimId: row.claim_id === '' ? null : row.claim_id,
    knownAt: row.known_at.toISOString(),
  }
}
