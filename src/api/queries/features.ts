/** The features of one entity, as the last run computed them. */
import { sql } from 'kysely'
import type { Entity } from '../../schema/words.ts'
import type { Labels } from '../labels.ts'
import type { FeatureValue } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { featureColumns } from './snapshot-facts.ts'

const SPINE: ReadonlySet<string> = new Set(['entity_id', 'as_of'])

/** Feature name to value, null when not known; empty when the run wrote none for this entity. */
export async function featureRow(
  view: View,
  entity: Entity,
  entityId: string,
): Promise<ReadonlyMap<string, number | null>> {
  const columns = (await featureColumns(view)).get(entity)
  if (!columns?.includes('entity_id')) return new Map()
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(`feature.${entity}`)} where entity_id = ${entityId} limit 1`.execute(
    view.warehouse.db,
  )
  const [row] = rows
  if (!row) return new Map()
  return new Map(
    Object.entries(row)
      .filter(([name]) => !SPINE.has(name))
      .map(([name, value]) => [name, typeof value === 'number' && Number.isFinite(value) ? value : null]),
  )
}

/** The same with labels, in the order of the table. */
export async function featureValues(
  view: View,
  labels: Labels,
  entity: Entity,
  entityId: string,
): Promise<FeatureValue[]> {
  const row = await featureRow(view, entity, entityId)
  return [...row].map(([name, value]) => ({
    name,
    label: labels.label(entity, name),
    value,
    shown: labels.shown(entity, name, value),
    shownZh: labels.shown(entity, name, value, 'zh'),
    group: labels.feature(entity, name)?.group ?? 'claims',
  }))
}
