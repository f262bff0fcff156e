/** The spine: which entities at which moments, numbered in the order of `entity_id`, `as_of`. */
import { type Compilable, isOperationNodeSource, type RawBuilder, sql } from 'kysely'
import { invalid } from '../errors.ts'
import type { SpineTable } from '../feature.ts'
import type { Warehouse } from '../warehouse/index.ts'

/** A query of `entity_id` and `as_of`, the name of a table that has both, or the rows themselves. */
export type SpineSource = Compilable<SpineTable> | string | readonly SpineTable[]

/** A spine that views can read. */
export interface Spine {
  /** What comes before `select`: the relations `spine_row` (`row`, `entity_id`, `as_of`) and `spine`. */
  readonly relations: RawBuilder<unknown>
  readonly entityIds: string[]
  /** Milliseconds since 1970. */
  readonly asOf: Float64Array
}

/** Table that a stored spine lives in. */
export const SPINE_TABLE = 'feature.spine'

/**
 * Makes the spine. Stored, it is numbered once and kept in `feature.spine`; otherwise it is part of every query, which leaves a
 * warehouse that is open for reading as it is. Rows that come twice count once.
 */
export async function makeSpine(warehouse: Warehouse, source: SpineSource, stored: boolean): Promise<Spine> {
  const numbered = sql`
    select (row_number() over (order by entity_id, as_of) - 1)::integer as row, entity_id, as_of
    from (select distinct entity_id, as_of::timestamp as as_of from ${relation(source)} as q)`
  if (stored)
    await sql`create or replace table ${sql.table(SPINE_TABLE)} as ${numbered}`.execute(warehouse.db)
  const rows = stored ? sql`select * from ${sql.table(SPINE_TABLE)}` : numbered
  const relations = sql`with spine_row as materialized (${rows}), spine as (select entity_id, as_of from spine_row)`
  const { columns } = await warehouse.columns(
    bound(warehouse, sql`${relations} select entity_id, as_of from spine_row order by row`),
    { entity_id: 'string', as_of: 'f64' },
  )
  return { relations, entityIds: columns.entity_id.map(String), asOf: columns.as_of }
}

/** A fragment as something that the warehouse runs. */
export function bound(warehouse: Warehouse, fragment: RawBuilder<unknown>): Compilable {
  return { compile: () => fragment.compile(warehouse.db) }
}

/** A query of Kysely's as a fragment that can stand inside another; its parameters go along. */
export function nested(query: Compilable, what: string): RawBuilder<unknown> {
  if (!isOperationNodeSource(query)) throw invalid(what, typeof query, 'a query made with Kysely')
  return sql`${query}`
}

function relation(source: SpineSource): RawBuilder<unknown> {
  if (typeof source === 'string') return sql.table(source)
  if (!Array.isArray(source)) return nested(source as Compilable, 'spine')
  if (source.length === 0)
    return sql`(select null::varchar as entity_id, null::timestamp as as_of where false)`
  const rows = source.map(
    ({ entity_id, as_of }: SpineTable) => sql`(${entity_id}::varchar, ${as_of}::timestamp)`,
  )
  return sql`(select * from (values ${sql.join(rows)}) as v(entity_id, as_of))`
}
