/** A warehouse in memory that holds the rows of a worked example. */
import type { FeatureExample } from '../../src/feature.ts'
import { type Database, schemaDdl, tableDef } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const START = new Date('2020-01-01T00:00:00Z')

/** Opens an empty warehouse with every table. */
export async function emptyWarehouse(): Promise<Warehouse> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 2, connections: 2 })
  await warehouse.execute(schemaDdl())
  return warehouse
}

/** Empties every table that the rows name and puts the rows in; columns left out get a value that says nothing. */
export async function fill(warehouse: Warehouse, rows: FeatureExample['rows']): Promise<void> {
  for (const [name, list] of Object.entries(rows)) {
    const table = name as keyof typeof rows
    const filled = (list as readonly Record<string, unknown>[]).map((row, i) => complete(table, row, i))
    if (filled.length > 0)
      await warehouse.db
        .insertInto(table)
        .values(filled as never)
        .execute()
  }
}

function complete(
  table: keyof Database,
  row: Record<string, unknown>,
  index: number,
): Record<string, unknown> {
  const def = tableDef(table)
  const eventAt = (row.event_at as Date | undefined) ?? START
  const knownAt = (row.known_at as Date | undefined) ?? eventAt
  const full: Record<string, unknown> = {}
  for (const [name, column] of Object.entries(def.columns)) {
    if (name in row) full[name] = row[name]
    else if (name === 'event_at') full[name] = eventAt
    else if (name === 'known_at') full[name] = knownAt
    else if (column.nullable) full[name] = null
    else if (column.sql === 'TIMESTAMP') full[name] = eventAt
    else if (column.sql === 'DATE') full[name] = eventAt.toISOString().slice(0, 10)
    else if (column.sql === 'BOOLEAN') full[name] = false
    else if (column.sql === 'VARCHAR') full[name] = def.key.includes(name) ? `${table}/${index}` : ''
    else full[name] = 0
  }
  for (const name of Object.keys(row))
    if (!(name in def.columns)) throw new Error(`unknown column: ${table}.${name} [in a worked example]`)
  return full
}
