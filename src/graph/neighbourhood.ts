/** What lies around a node: the strongest ties first, and an honest count of what is not shown. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { invalid, unknown } from '../errors.ts'
import type { Database } from '../schema/database.ts'

const DEFAULTS = {
  /** Steps from the node; from person to phone to person is two. */
  depth: 2,
  /** Nodes shown at most. */
  budget: 150,
  maxDepth: 6,
  maxBudget: 5000,
  /** Neighbours read a step: a hub's thousands are counted no further. */
  perLevel: 5000,
} as const

export interface NeighbourhoodOptions {
  readonly depth?: number
  readonly budget?: number
  /** Only these links. */
  readonly links?: readonly string[]
  /** Only what was known then. */
  readonly asOf?: Date
}

export interface NeighbourhoodOptions {
  readonly depth?: number
  readonly budget?: number
  /** Only these links. */
  readonly links?: readonly string[]
  /** Only what was known then. */
  readonly asOf?: Date
}

/** What a walk found: identifiers only; what they are called, and who may see them, is for the caller to look up. */
export interface Neighbourhood {
  /** By distance, the strongest tie first. */
  readonly nodes: readonly { readonly node_id: string; readonly distance: number }[]
  /** By distance 1, 2, ...: nodes that could be reached from those shown before, and nodes shown. */
  readonly layers: readonly { readonly reached: number; readonly shown: number }[]
  /** Nodes that were seen, the centre and those beyond the budget included. */
  readonly total: number
}

/**
 * The nodes within `depth` steps, strongest ties first (ties of equal weight by node_id), at most `budget` of them with the centre.
 * @throws UserError for an unknown node (404), a depth outside 1 to 6 or a budget outside 1 to 5000.
 */
export async function neighbourhood(
  db: Kysely<Database>,
  nodeId: string,
  options: NeighbourhoodOptions = {},
): Promise<Neighbourhood> {
  const depth = options.depth ?? DEFAULTS.depth
  const budget = options.budget ?? DEFAULTS.budget
  if (!Number.isInteger(depth) || depth < 1 || depth > DEFAULTS.maxDepth) {
    throw invalid('depth', depth, `1 to ${DEFAULTS.maxDepth}`)
  }
  if (!Number.isInteger(budget) || budget < 1 || budget > DEFAULTS.maxBudget) {
    throw invalid('budget', budget, `1 to ${DEFAULTS.maxBudget}`)
  }
  const centre = await db
    .selectFrom('graph.node')
    .select('node_id')
    .where('node_id', '=', nodeId)
    .executeTakeFirst()
  if (!centre) throw unknown('node', nodeId)
  const distance = new Map([[nodeId, 0]])
  const seen = new Set([nodeId])
  const layers: { reached: number; shown: number }[] = []
  let frontier = [nodeId]
  for (let step = 1; step <= depth && frontier.length > 0; step++) {
    const room = budget - distance.size
    const reached = (await neighbours(db, frontier, options)).filter((id) => !distance.has(id))
    for (const id of reached) seen.add(id)
    frontier = reached.slice(0, Math.max(0, room))
    for (const id of frontier) distance.set(id, step)
    if (reached.length > 0) layers.push({ reached: reached.length, shown: frontier.length })
  }
  return {
    nodes: [...distance].map(([node_id, steps]) => ({ node_id, distance: steps })),
    layers,
    total: seen.size,
  }
}

/** Neighbours of a set of nodes, those of the strongest evidence first. */
async function neighbours(
  db: Kysely<Database>,
  frontier: readonly string[],
  { links, asOf }: NeighbourhoodOptions,
): Promise<string[]> {
  const kept = sql`true ${links ? sql`and list_contains(${[...links]}::varchar[], e.link)` : sql``}
    ${asOf ? sql`and e.known_at <= ${asOf}` : sql``}`
  const { rows } = await sql<{ id: string }>`
    with frontier as materialized (select unnest(${[...frontier]}::varchar[]) as node_id)
    select id from (
      select e.target_id as id, e.weight from graph.edge e join frontier f on f.node_id = e.source_id where ${kept}
      union all
      select e.source_id as id, e.weight from graph.edge e join frontier f on f.node_id = e.target_id where ${kept}
    ) group by id order by max(weight) desc, id limit ${DEFAULTS.perLevel}`.execute(db)
  return rows.map((row) => row.id)
}
