/** A snapshot of an older version brought up to the tables of this one, as far as that loses nothing. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { schemaDdl, tables } from '../schema/database.ts'
import { hashOf } from '../util/hash.ts'
import { quoteName, type Warehouse } from '../warehouse/index.ts'

/** Hash of all tables; a snapshot's manifest keeps it as `schema`. */
export const schemaHash = () => hashOf(schemaDdl())

/**
 * Makes tables that are missing and adds columns that may be empty. A new column that must be filled is added where the table is
 * empty; tables that a run makes anew from what is loaded are emptied for it.
 * @throws UserError when loaded rows would need a value that nobody knows: those files must be loaded afresh.
 */
export async function upgradeSchema(warehouse: Warehouse): Promise<void> {
  await warehouse.execute(schemaDdl())
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select table_schema || '.' || table_name as name, list(column_name) as columns
    from information_schema.columns where table_catalog = current_database() group by 1`.execute(warehouse.db)
  const held = new Map(rows.map((row) => [row.name, new Set(row.columns)]))
  for (const table of tables) {
    const columns = held.get(table.name)
    const fresh = Object.entries(table.columns).filter(([name]) => !columns?.has(name))
    for (const [name, column] of fresh) {
      if (!column.nullable && (await holdsRows(warehouse, table.name))) {
        if ('batch_id' in table.columns)
          throw new UserError(
            `invalid snapshot: its ${table.name} has no ${name} [made by an older version; run again with --fresh]`,
            409,
          )
        await warehouse.execute(`delete from ${table.name}`)
      }
      const cell = `${table.name} alter column ${quoteName(name)} set not null`
      await warehouse.execute(
        `alter table ${table.name} add column ${quoteName(name)} ${column.sql}; checkpoint${column.nullable ? '' : `; alter table ${cell}`}`,
      )
    }
  }
}

async function holdsRows(warehouse: Warehouse, table: string): Promise<boolean> {
  const { rows } = await sql.raw(`select 1 as one from ${table} limit 1`).execute(warehouse.db)
  return rows.length > 0
}
