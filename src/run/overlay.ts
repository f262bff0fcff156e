/** A snapshot as a memory database that rows can be laid over: what is scored live, beside everything that is known. */
import { sql } from 'kysely'
import { type CoreTable, tableDef, tables } from '../schema/database.ts'
import { openWarehouse, type Warehouse } from '../warehouse/index.ts'

/** Tables that take rows on top, each with the condition under which rows of the snapshot are hidden by them. */
export type LaidOver = Partial<Readonly<Record<CoreTable, string>>>

/** Provenance of rows that are laid over. */
export const stampOf = (book: string) => ({ book, source: 'live', batch_id: 'live', source_line: 0 })

const liveName = (table: string): string => table.replace('core.', 'live.')

/** Opens the snapshot with empty tables `live.*` on top of those that are laid over. */
export async function openOverlay(
  { snapshotPath, threads }: { readonly snapshotPath: string; readonly threads?: number | undefined },
  laidOver: LaidOver,
): Promise<Warehouse> {
  const overlay = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    attach: [{ path: snapshotPath, name: 'snapshot' }],
    ...(threads ? { threads } : {}),
  })
  const schemas = [...new Set(tables.map((t) => t.name.split('.')[0]))]
  const statements = ['create schema live', ...schemas.map((s) => `create schema if not exists ${s}`)]
  const views: string[] = []
  for (const { name } of tables) {
    const hidden = laidOver[name as CoreTable]
    if (hidden === undefined) {
      views.push(`create view ${name} as from snapshot.${name}`)
      continue
    }
    statements.push(`create table ${liveName(name)} as from snapshot.${name} limit 0`)
    views.push(
      `create view ${name} as
         from snapshot.${name} where not (${hidden})
         union all by name from ${liveName(name)}`,
    )
  }
  await overlay.execute([...statements, ...views].join(';\n'))
  return overlay
}

/** Replaces the rows that lie on top. Columns that a row does not name are NULL, those that no table has are left out. */
export async function layOver(
  overlay: Warehouse,
  rows: Partial<Readonly<Record<CoreTable, readonly object[]>>>,
): Promise<void> {
  await overlay.execute(
    Object.keys(rows)
      .map((table) => `delete from ${liveName(table)}`)
      .join('; '),
  )
  for (const [table, list] of Object.entries(rows) as [CoreTable, readonly object[]][]) {
    const columns = Object.keys(tableDef(table).columns)
    for (const row of list) {
      const names = Object.keys(row).filter((name) => columns.includes(name))
      const values = names.map((name) => (row as Record<string, unknown>)[name])
      await sql`insert into ${sql.table(liveName(table))} (${sql.join(names.map((n) => sql.ref(n)))}) values (${sql.join(values)})`.execute(
        overlay.db,
      )
    }
  }
}

/** Scores over an overlay, one after the other, since each lays its own rows over the snapshot. */
export function overlayScorer<I, O>(
  overlay: Warehouse,
  scoreOne: (input: I) => Promise<O>,
): { score(input: I): Promise<O>; close(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve()
  return {
    score(input) {
      const result = last.then(() => scoreOne(input))
      last = result.catch(() => {})
      return result
    },
    async close() {
      await last
      await overlay.close()
    },
  }
}
