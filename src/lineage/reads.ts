/** Which tables and columns a query reads, as DuckDB's planner sees it: what the optimiser could leave out is not read. */
import { type Compilable, type CompiledQuery, sql } from 'kysely'
import { type Database, tableDef } from '../schema/database.ts'
import type { Warehouse } from '../warehouse/index.ts'
import { isTable } from './keys.ts'

interface PlanNode {
  readonly extra_info?: {
    readonly Table?: string
    readonly Projections?: string | readonly string[]
    readonly Filters?: string | readonly string[]
  }
  readonly children?: readonly PlanNode[]
}

/** Columns read, by table, in the order of the tables' definitions. */
export type Reads = ReadonlyMap<keyof Database, readonly string[]>

/** Plans a query and gives what it would scan. */
export async function readsOf(warehouse: Warehouse, query: Compilable): Promise<Reads> {
  const compiled = query.compile() as CompiledQuery
  const { rows } = await warehouse.db.executeQuery<{ explain_value: string }>({
    ...compiled,
    sql: `explain (format json) ${compiled.sql}`,
  })
  const found = new Map<keyof Database, Set<string>>()
  const walk = ({ extra_info: info, children = [] }: PlanNode): void => {
    const name = info?.Table && tableName(info.Table)
    if (info && name) {
      const columns = found.get(name) ?? new Set<string>()
      const text = [info.Projections ?? [], info.Filters ?? []].flat().join('\n')
      for (const column of Object.keys(tableDef(name).columns))
        if (new RegExp(`(?<![\\w'])${column}(?![\\w'])`).test(text)) columns.add(column)
      found.set(name, columns)
    }
    for (const child of children) walk(child)
  }
  for (const root of [JSON.parse(rows[0].explain_value)].flat() as PlanNode[]) walk(root)
  return new Map(
    [...found].map(([name, columns]) => [
      name,
      Object.keys(tableDef(name).columns).filter((column) => columns.has(column)),
    ]),
  )
}

/** `"20261122".core."policy"` is `core.policy`; nothing for the tables of the overlay itself. */
function tableName(text: string): keyof Database | undefined {
  const name = text
    .split('.')
    .slice(-2)
    .map((part) => part.replaceAll('"', ''))
    .join('.')
  return isTable(name) ? name : undefined
}

/** How many rows a table has, and the number of its last one. */
export interface TableSize {
  readonly rows: number
  readonly last: number
}

export async function tableSizes(
  warehouse: Warehouse,
  tables: readonly (keyof Database)[],
): Promise<Map<keyof Database, TableSize>> {
  const sizes = new Map<keyof Database, TableSize>()
  for (const table of tables) {
    const { rows } = await sql<{ n: number; last: number | null }>`
      select count(*) as n, max(rowid) as last from ${sql.table(table)} where ${true}`.execute(warehouse.db)
    sizes.set(table, { rows: Number(rows[0].n), last: Number(rows[0].last ?? -1) })
  }
  return sizes
}
