/** What holds for a whole snapshot. */
import { sql } from 'kysely'
import type { View } from '../snapshot-holder.ts'

/** The moment that the book is seen at: of the last run, else the last thing that became known. */
export function asOfBook(view: View): Promise<Date> {
  return view.once('as of', async () => {
    const { db } = view.warehouse
    const run = await db
      .selectFrom('meta.run')
      .select('as_of')
      .orderBy('finished_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (run) return run.as_of
    const last = await db
      .selectFrom('core.claim')
      .select((eb) => eb.fn.max('known_at').as('known_at'))
      .executeTakeFirst()
    return last?.known_at ?? new Date(view.manifest.createdAt)
  })
}

/** Columns of the wide feature tables, by table. */
export function featureColumns(view: View): Promise<ReadonlyMap<string, readonly string[]>> {
  return view.once('feature columns', async () => {
    const { rows } = await sql<{ table_name: string; column_name: string }>`
      select table_name, column_name from information_schema.columns
      where table_schema = 'feature' order by table_name, ordinal_position`.execute(view.warehouse.db)
    const columns = new Map<string, string[]>()
    for (const { table_name, column_name } of rows) {
      const list = columns.get(table_name)
      if (list) list.push(column_name)
      else columns.set(table_name, [column_name])
    }
    return columns
  })
}
