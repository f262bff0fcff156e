/** The stored reasons of some scores. */
import { sql } from 'kysely'
import type { Entity } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'
import type { StoredReason } from './why.ts'

/** Reasons by entity_id. */
export async function readReasons(
  { db }: Warehouse,
  entity: Entity,
  ids: readonly string[],
): Promise<Map<string, StoredReason[]>> {
  const found = new Map<string, StoredReason[]>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('score.reason')
    .select(['entity_id', 'part', 'name', 'value', 'peer_value', 'log_odds'])
    .where('entity', '=', entity)
    .where(sql<boolean>`entity_id in (select unnest(${[...ids]}::varchar[]))`)
    .execute()
  for (const { entity_id, ...reason } of rows) {
    const list = found.get(entity_id)
    if (list) list.push(reason)
    else found.set(entity_id, [reason])
  }
  return found
}
