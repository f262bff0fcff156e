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
  if (matrix.rows > 0 && names.length > 0) {
    await warehouse.execute(
      `create or replace table ${quoteTable(staged)} (${names.map((n) => `${n} double`).join(', ')})`,
    )
    await warehouse.append(
      staged,
      Object.fromEntries(matrix.names.map((name, i) => [name, matrix.columns[i]])),
    )
    // Both are in the order of the matrix, so that rows meet by their position.
    await warehouse.execute(`
      create or replace table ${target} as
        select s.entity_id, s.as_of, v.* from ${quoteTable(SPINE_TABLE)} as s positional join ${quoteTable(staged)} as v;
      drop table ${quoteTable(staged)}`)
  } else {
    const columns = names.map((n) => `, null::double as ${n}`).join('')
    await warehouse.execute(
      `create or replace table ${target} as select entity_id, as_of${columns} from ${quoteTable(SPINE_TABLE)}`,
    )
  }
  await warehouse.execute(`drop table ${quoteTable(SPINE_TABLE)}`)
}
