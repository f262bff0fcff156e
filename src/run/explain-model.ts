/** A kept model explained over a sample of the snapshot's rows. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { explainModel, type ModelExplanation } from '../explanation/index.ts'
import type { FeatureView } from '../feature.ts'
import type { FittedModel } from '../model.ts'
import { ENTITIES, type Entity } from '../schema/words.ts'
import type { Warehouse } from '../warehouse/index.ts'

export const DEFAULTS = {
  /** Rows at most, drawn by the hash of their id: the same ones every time. */
  rows: 3000,
} as const

export interface KeptExplanation extends ModelExplanation {
  readonly entity: Entity
}

/** @throws UserError (409) when no feature table of the snapshot has what the model reads. */
export async function explainKept(
  warehouse: Warehouse,
  model: FittedModel,
  views: readonly FeatureView[],
): Promise<KeptExplanation> {
  const entity = await entityOf(warehouse, model)
  const metas = new Map(
    views.filter((view) => view.entity === entity).flatMap(({ features }) => Object.entries(features)),
  )
  const { rows, columns } = await warehouse.columns(
    `select ${model.features.join(', ')} from feature.${entity} order by hash(entity_id), as_of limit ${DEFAULTS.rows}`,
    Object.fromEntries(model.features.map((name) => [name, 'f32' as const])),
  )
  const matrix = {
    names: model.features,
    rows,
    columns: model.features.map((name) => columns[name]),
    categorical: model.features.map((name) => {
      const meta = metas.get(name)
      return meta?.unit === 'category' && (meta.categories?.length ?? 0) > 2
    }),
  }
  return { entity, ...explainModel(model, matrix) }
}

/** The entity whose feature table holds every feature of the model. */
async function entityOf(warehouse: Warehouse, model: FittedModel): Promise<Entity> {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns where table_schema = 'feature'`.execute(
    warehouse.db,
  )
  const found = ENTITIES.find((entity) => {
    const names = new Set(rows.filter((row) => row.table_name === entity).map((row) => row.column_name))
    return model.features.every((name) => names.has(name))
  })
  if (!found)
    throw new UserError(
      'missing features: this snapshot lacks what the model reads [run the book again, or ask for the model that scored it]',
      409,
    )
  return found
}
