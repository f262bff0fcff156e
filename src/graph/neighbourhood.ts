/** What lies around a node: the strongest ties first, and an honest count of what is not shown. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { invalid, unknown } from '../errors.ts'
import type { Database } from '../schema/database.ts'
import type { NodeKind } from '../schema/words.ts'

const DEFAULTS = {
  /** Steps from the node; from person to phone to person is two. */
  depth: 2,
  /** Nodes shown at most. */
  budget: 150,
  maxDepth: 6,
  maxBudget: 5000,
} as const

export interface NeighbourhoodOptions {
  readonly depth?: number
  readonly budget?: number
  /** Only these links. */
  readonly links?: readonly string[]
  /** Only what was known then. */
  readonly asOf?: Date
}

interface NeighbourNode {
  readonly node_id: string
  readonly node_kind: NodeKind
  readonly label: string | null
  readonly degree: number
  readonly component_id: number | null
  readonly community_id: number | null
  /** Steps from the centre. */
  readonly distance: number
}

interface NeighbourEdge {
  readonly source_id: string
  readonly target_id: string
  readonly link: string
  readonly weight: number
  /** Claims that showed it; 0 when it comes from master data. */
  readonly claims: number
  readonly known_at: Date
}

export interface Neighbourhood {
  readonly nodes: readonly NeighbourNode[]
  readonly edges: readonly NeighbourEdge[]
  /** By distance 1, 2, ...: nodes that could be reached from those shown before, and nodes shown. */
  readonly layers: readonly { readonly reached: number; readonly shown: number }[]
  readonly truncated: boolean
}

/**
 * The nodes within `depth` steps, strongest ties first (ties of equal weight by node_id), at most `budget` of them with the centre,
 * and all edges between them.
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
  const layers: { reached: number; shown: number }[] = []
  let frontier = [nodeId]
  for (let step = 1; step <= depth && frontier.length > 0; step++) {
    const room = budget - distance.size
    const strength = new Map<string, number>()
    for (const { node_id, weight } of await neighbours(db, frontier, options)) {
      if (!distance.has(node_id)) strength.set(node_id, Math.max(weight, strength.get(node_id) ?? 0))
    }
    const ranked = [...strength].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    frontier = ranked.slice(0, Math.max(0, room)).map(([id]) => id)
    for (const id of frontier) distance.set(id, step)
    if (ranked.length > 0) layers.push({ reached: ranked.length, shown: frontier.length })
  }
  const ids = [...distance.keys()]
  const [nodes, edges] = await Promise.all([nodesOf(db, ids), edgesAmong(db, ids, options)])
  return {
    nodes: nodes
      .map((node) => ({ ...node, distance: distance.get(node.node_id) ?? 0 }))
      .sort((a, b) => a.distance - b.distance || (a.node_id < b.node_id ? -1 : 1)),
    edges,
    layers,
    truncated: layers.some((layer) => layer.shown < layer.reached),
  }
}

const nodesOf = (db: Kysely<Database>, ids: readonly string[]) =>
  db
    .selectFrom('graph.node')
    .select(['node_id', 'node_kind', 'label', 'degree', 'component_id', 'community_id'])
    .where('node_id', 'in', ids)
    .execute()

function known(db: Kysely<Database>, options: NeighbourhoodOptions) {
  return db
    .selectFrom('graph.edge')
    .$if(options.links !== undefined, (q) => q.where('link', 'in', options.links ?? []))
    .$if(options.asOf !== undefined, (q) => q.where('known_at', '<=', options.asOf as Date))
}

const neighbours = (
  db: Kysely<Database>,
  frontier: readonly string[],
  options: NeighbourhoodOptions,
): Promise<{ node_id: string; weight: number }[]> =>
  known(db, options)
    .where('source_id', 'in', frontier)
    .select(['target_id as node_id', sql<number>`max(weight)`.as('weight')])
    .groupBy('target_id')
    .unionAll(
      known(db, options)
        .where('target_id', 'in', frontier)
        .select(['source_id as node_id', sql<number>`max(weight)`.as('weight')])
        .groupBy('source_id'),
    )
    .execute()

const edgesAmong = (
  db: Kysely<Database>,
  ids: readonly string[],
  options: NeighbourhoodOptions,
): Promise<NeighbourEdge[]> =>
  known(db, options)
    .where('source_id', 'in', ids)
    .where('target_id', 'in', ids)
    .select([
      'source_id',
      'target_id',
      'link',
      sql<number>`max(weight)`.as('weight'),
      sql<number>`count(distinct nullif(claim_id, ''))::integer`.as('claims'),
      sql<Date>`min(known_at)`.as('known_at'),
    ])
    .groupBy(['source_id', 'target_id', 'link'])
    .orderBy('source_id')
    .orderBy('target_id')
    .orderBy('link')
    .execute()
