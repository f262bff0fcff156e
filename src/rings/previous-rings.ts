/** The rings of the snapshot before: a run begins with a copy of it, so they are in the warehouse until they are rewritten. */
import type { Selectable } from 'kysely'
import type { Database } from '../schema/database.ts'
import type { Warehouse } from '../warehouse/index.ts'

export interface PreviousRing {
  readonly id: string
  /** Entities, as linkage names them now. */
  readonly members: ReadonlySet<string>
  readonly row: Selectable<Database['graph.ring']>
  readonly nodes: readonly Selectable<Database['graph.ring_member']>[]
}

/** Reads them, but for those that rest on evidence later than the moment: a book seen at an earlier moment has them yet to come. */
export async function readPreviousRings({ db }: Warehouse, asOf: Date): Promise<PreviousRing[]> {
  const rings = await db
    .selectFrom('graph.ring')
    .selectAll()
    .where('known_at', '<=', asOf)
    .orderBy('ring_id')
    .execute()
  if (rings.length === 0) return []
  const rows = await db
    .selectFrom('graph.ring_member as m')
    // An entity bears the name of one of its parties, and linkage may have joined that party to others since.
    .leftJoin('core.entity as e', (on) =>
      on.on((eb) => eb('m.node_id', '=', eb.fn<string>('concat', [eb.val('entity:'), 'e.party_id']))),
    )
    .selectAll('m')
    .select('e.entity_id as now')
    .orderBy('m.ring_id')
    .orderBy('m.node_id')
    .execute()
  const nodes = new Map<string, Map<string, PreviousRing['nodes'][number]>>()
  for (const { now, ...node } of rows) {
    const list = nodes.get(node.ring_id) ?? new Map()
    const node_id = node.node_kind === 'entity' && now ? `entity:${now}` : node.node_id
    if (!list.has(node_id)) list.set(node_id, { ...node, node_id })
    nodes.set(node.ring_id, list)
  }
  return rings.map((row) => {
    const own = [...(nodes.get(row.ring_id)?.values() ?? [])]
    return {
      id: row.ring_id,
      members: new Set(
        own.filter((node) => node.node_kind === 'entity').map((node) => node.node_id.slice('entity:'.length)),
      ),
      row,
      nodes: own,
    }
  })
}
