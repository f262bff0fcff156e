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

export const DEFAULTS = {
  /** A spine that is not stored goes along as a parameter up to so many rows; a larger one is worked out anew in every query. */
  listedRows: 5000,
} as const

/** Table that a stored spine lives in. */
export const SPINE_TABLE = 'feature.spine'

/**
 * Makes the spine. Stored, it is numbered once and kept in `feature.spine`; otherwise it goes along with every query, which
 * leaves a warehouse that is open for reading as it is. Rows that come twice count once.
 */
export async function makeSpine(warehouse: Warehouse, source: SpineSource, stored: boolean): Promise<Spine> {
  const distinct = sql`
    select distinct entity_id::varchar as entity_id, as_of::timestamp as as_of from ${relation(source)} as q
    order by entity_id, as_of`
  if (stored) {
    await sql`create or replace table ${sql.table(SPINE_TABLE)} as ${distinct}`.execute(warehouse.db)
    const { columns } = await warehouse.columns(
      `select entity_id, as_of from ${SPINE_TABLE} order by rowid`,
      {
        entity_id: 'string',
        as_of: 'f64',
      },
    )
    // A table that was just made in order has its rows numbered in that order.
    const rows = sql`select rowid::integer as row, entity_id, as_of from ${sql.table(SPINE_TABLE)}`
    return { relations: relations(rows), entityIds: columns.entity_id.map(String), asOf: columns.as_of }
  }
  // As text, a moment keeps its microseconds.
  const { rows } = await sql<{ entity_id: string; moment: string; ms: number }>`
    select entity_id, as_of::varchar as moment, epoch_us(as_of) / 1000.0 as ms from (${distinct}) as n order by n.entity_id, n.as_of`.execute(
    warehouse.db,
  )
  const entityIds = rows.map((row) => row.entity_id)
  const asOf = Float64Array.from(rows, (row) => row.ms)
  if (rows.length === 0) return { relations: relations(NOTHING), entityIds, asOf }
  if (rows.length > DEFAULTS.listedRows) {
    const numbered = sql`
      select (row_number() over (order by entity_id, as_of) - 1)::integer as row, entity_id, as_of from (${distinct}) as n`
    return { relations: relations(numbered), entityIds, asOf }
  }
  const moments = rows.map((row) => row.moment)
  const lists = sql`
    select unnest(range(${sql.lit(rows.length)}))::integer as row, unnest(${entityIds}::varchar[]) as entity_id,
      unnest(${moments}::varchar[])::timestamp as as_of`
  return { relations: relations(lists), entityIds, asOf }
}

const NOTHING = sql`select 0 as row, null::varchar as entity_id, null::timestamp as as_of where false`

const relations = (rows: RawBuilder<unknown>) =>
  sql`with spine_row as materialized (${rows}), spine as (select entity_id, as_of from spine_row)`

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
