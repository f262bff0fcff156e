/** The wide table of an entity's features, for dashboards, notebooks and whoever speaks SQL. */
import type { FeatureMatrix } from '../model.ts'
import type { Entity } from '../schema/words.ts'
import { quoteName, quoteTable, type Warehouse } from '../warehouse/index.ts'
import { SPINE_TABLE } from './spine.ts'

/** Writes `feature.<entity>` anew; the moments come from the stored spine, so that they keep their microseconds. */
export async function writeFeatures(
  warehouse: Warehouse,
  entity: Entity,
  matrix: FeatureMatrix,
): Promise<void> {
  const target = quoteTable(`feature.${entity}`)
  const staged = `feature.${entity}_staged`
  const names = matrix.names.map(quoteName)
  await warehouse.execute(
    `create or replace table ${quoteTable(staged)} ("row" integer not null${names.map((n) => `, ${n} double`).join('')})`,
  )
  const row = Int32Array.from({ length: matrix.rows }, (_, i) => i)
  const columns = Object.fromEntries(matrix.names.map((name, i) => [name, matrix.columns[i]]))
  await warehouse.append(staged, { row, ...columns })
  await warehouse.execute(`
    create or replace table ${target} as
      select s.entity_id, s.as_of${names.map((n) => `, v.${n}`).join('')}
      from ${quoteTable(SPINE_TABLE)} as s join ${quoteTable(staged)} as v on v."row" = s."row" order by s."row";
    drop table ${quoteTable(staged)};
    drop table ${quoteTable(SPINE_TABLE)}`)
}
