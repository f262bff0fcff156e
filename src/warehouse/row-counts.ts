/** How many rows every table of a warehouse file holds. */
import { sql } from 'kysely'
import { quoteName } from './identifier.ts'
import { openWarehouse } from './open.ts'

interface TableRow {
  schema_name: string
  table_name: string
}

/** Opens the file for reading and counts, by `schema.table` in order of name. */
export async function rowCounts(path: string): Promise<Record<string, number>> {
  const warehouse = await openWarehouse<Record<string, never>>({ path, mode: 'read', connections: 1 })
  try {
    const tables = await sql<TableRow>`select schema_name, table_name from duckdb_tables()
      where database_name = current_database() and not temporary order by 1, 2`.execute(warehouse.db)
    const counts: Record<string, number> = {}
    for (const { schema_name, table_name } of tables.rows) {
      const from = `${quoteName(schema_name)}.${quoteName(table_name)}`
      const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(from)}`.execute(
        warehouse.db,
      )
      counts[`${schema_name}.${table_name}`] = rows[0].n
    }
    return counts
  } finally {
    await warehouse.close()
  }
}
