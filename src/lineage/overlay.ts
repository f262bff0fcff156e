/**
 * A snapshot with rows taken away: every table of a query stands in a memory database, either as the few rows that were picked, or
 * whole, and rows can be removed and put back. The snapshot itself is only read.
 */
import { sql } from 'kysely'
import { type Database, tables } from '../schema/database.ts'
import { openWarehouse, quoteText, type Warehouse } from '../warehouse/index.ts'

export interface Overlay {
  readonly warehouse: Warehouse
  /** Shows a table as these rows alone, as nothing (`[]`), or whole. */
  show(table: keyof Database, rows: readonly number[] | 'all'): Promise<void>
  /** Takes rows away from a table until `restore`. */
  remove(table: keyof Database, rows: readonly number[]): Promise<void>
  /** Takes away a range of row numbers, both ends included. */
  removeRange(table: keyof Database, from: number, to: number): Promise<void>
  restore(): Promise<void>
  close(): Promise<void>
}

/** Opens a snapshot's file below a memory database; all tables are shown whole at first. */
export async function openOverlay(path: string, read: readonly (keyof Database)[]): Promise<Overlay> {
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    attach: [{ path, name: 'snapshot' }],
    connections: 1,
  })
  const run = (text: string) => warehouse.execute(text)
  const { rows: there } = await sql<{ name: string }>`
    select schema_name || '.' || table_name as name from duckdb_tables() where database_name = ${'snapshot'}`.execute(
    warehouse.db,
  )
  const existing = new Set(there.map(({ name }) => name))
  const schemas = [...new Set(tables.map(({ name }) => name.split('.')[0]))]
  const own = new Set<string>(read)
  const ranges = (table: string) =>
    `s.rowid not in (select id from part.removed where tab = ${quoteText(table)})
      and not exists (from part.removed_range as r where r.tab = ${quoteText(table)} and s.rowid between r.low and r.high)`
  const whole = (table: string) => `select * from snapshot.${table} as s where ${ranges(table)}`
  await run(
    [
      'create schema part',
      ...schemas.map((name) => `create schema if not exists ${name}`),
      'create table part.removed (tab varchar, id bigint)',
      'create table part.removed_range (tab varchar, low bigint, high bigint)',
      ...tables
        .filter(({ name }) => existing.has(name))
        .map(({ name }) => `create view ${name} as ${own.has(name) ? whole(name) : `from snapshot.${name}`}`),
    ].join(';\n'),
  )
  return {
    warehouse,
    async show(table, rows) {
      if (rows === 'all') return run(`create or replace view ${table} as ${whole(table)}`)
      const part = `part.${table.replace('.', '_')}`
      await run(
        `create or replace table ${part} as select rowid as _row, * from snapshot.${table}
          where rowid in (select unnest([${rows.map(Math.trunc).join(', ')}]::bigint[]));
        create or replace view ${table} as select * exclude (_row) from ${part}
          where _row not in (select id from part.removed where tab = ${quoteText(table)})`,
      )
    },
    async remove(table, rows) {
      await run(
        `insert into part.removed select ${quoteText(table)}, unnest([${rows.map(Math.trunc).join(', ')}]::bigint[])`,
      )
    },
    async removeRange(table, from, to) {
      await run(
        `insert into part.removed_range values (${quoteText(table)}, ${Math.trunc(from)}, ${Math.trunc(to)})`,
      )
    },
    restore: () => run('delete from part.removed; delete from part.removed_range'),
    close: () => warehouse.close(),
  }
}
