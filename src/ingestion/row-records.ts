/** Records of formats that have no line of text: the row, as JSON. */
import { sql } from 'kysely'
import { quoteName } from '../warehouse/index.ts'
import type { Located, Session } from './raw.ts'

/** Rows of a temporary table as JSON, by ascending number; their offset is the number of the row. */
export async function rowsAsRecords(
  session: Session,
  table: string,
  ordinals: readonly number[],
): Promise<Located[]> {
  const { rows } = await sql<{ n: number; record: string }>`
    select r.rowid as n, cast(to_json(r) as varchar) as record
    from ${sql.raw(quoteName(table))} as r join (select unnest(${[...ordinals]}::bigint[]) as n) as w on r.rowid = w.n
    order by 1`.execute(session)
  return rows.map((row) => ({
    offset: Number(row.n),
    bytes: Buffer.byteLength(row.record),
    record: row.record,
  }))
}
