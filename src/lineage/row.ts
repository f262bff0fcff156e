/** One row of a table, by its key. */
import { sql } from 'kysely'
import { UserError, unknown } from '../errors.ts'
import { type Database, tableDef, tables } from '../schema/database.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { cellText, isTable } from './keys.ts'

/** The table of that name. @throws UserError when there is none whose rows can be traced. */
export function tableNamed(name: string): keyof Database {
  if (isTable(name) && /^(core|graph)\./.test(name)) return name
  throw unknown(
    'table',
    name,
    tables.map((table) => table.name).filter((one) => /^(core|graph)\./.test(one)),
  )
}

/**
 * The row with this key: the value of the one key column, or a JSON array of all of them. The first columns of a key with several
 * will do when only one row has them.
 * @throws UserError when there is none, or more than one.
 */
export async function rowByKey(
  warehouse: Warehouse,
  table: keyof Database,
  key: string,
): Promise<Readonly<Record<string, unknown>>> {
  const columns = tableDef(table).key
  const values = keyValues(key, columns.length)
  const { rows } = await sql<Record<string, unknown>>`
    select * from ${sql.table(table)}
    where ${sql.join(
      values.map((value, i) => sql`${sql.ref(columns[i])}::varchar = ${value}`),
      sql` and `,
    )} limit 5`.execute(warehouse.db)
  if (rows.length === 0) throw unknown(`row of ${table}`, key)
  if (rows.length > 1)
    throw new UserError(
      `invalid key: ${JSON.stringify(key)} [several rows of ${table} have it; give ${JSON.stringify(columns)} as a JSON array, for instance ${JSON.stringify(columns.map((column) => cellText(rows[0][column])))}]`,
      422,
    )
  return rows[0]
}

function keyValues(key: string, most: number): string[] {
  if (key.startsWith('[')) {
    try {
      const values: unknown = JSON.parse(key)
      if (Array.isArray(values) && values.length > 0 && values.length <= most) return values.map(String)
    } catch {
      // No JSON: a key may begin with a bracket.
    }
  }
  return [key]
}
