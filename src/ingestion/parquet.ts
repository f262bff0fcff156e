/** A Parquet file as a table of texts. */
import { sql } from 'kysely'
import { invalid } from '../errors.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import type { Fingerprint } from './fingerprint.ts'
import { assertUnchanged } from './fingerprint.ts'
import { LineMap } from './line-map.ts'
import type { Located, RawTable, ReadRequest, Session } from './raw.ts'

/** Reads a Parquet file; lines are row numbers from 1. */
export async function readParquet(request: ReadRequest, print: Fingerprint): Promise<RawTable> {
  const from = `read_parquet(${quoteText(print.path)})`
  const { session } = request
  let columns: string[]
  try {
    const described = await sql.raw<{ column_name: string }>(`describe from ${from}`).execute(session)
    columns = described.rows.map((row) => row.column_name)
    const used = columns.filter((name) => request.wanted.has(name.toLowerCase()))
    const cells = (used.length > 0 ? used : columns).map(
      (name) => `cast(${quoteName(name)} as varchar) as ${quoteName(name)}`,
    )
    await sql
      .raw(
        `create or replace temp table ${quoteName(request.table)} as select ${cells.join(', ')} from ${from}`,
      )
      .execute(session)
  } catch (error) {
    const message = String((error as Error).message ?? error).split('\n')[0]
    if (/permission|disabled by configuration|out of memory|interrupt/i.test(message)) throw error
    throw invalid('file', request.name, `damaged, or not Parquet: ${message}`)
  }
  await assertUnchanged(print)
  const { rows } = await sql
    .raw<{ n: number; held: number }>(
      `select (select count(*) from ${quoteName(request.table)}) as n,
        (select sum(num_rows) from parquet_file_metadata(${quoteText(print.path)})) as held`,
    )
    .execute(session)
  const records = Number(rows[0].n)
  if (records !== Number(rows[0].held))
    throw invalid('file', request.name, `damaged: ${rows[0].held} rows promised, ${records} read`)
  request.onBytes(print.bytes, records)
  const lines = new LineMap()
  lines.note(0, 1)
  return {
    table: request.table,
    columns,
    records,
    encoding: 'parquet',
    delimiter: undefined,
    lines,
    rejects: [],
    locate: (within, ordinals) => wholeRows(within, print.path, columns, ordinals),
    dispose: () => undefined,
  }
}

/** Rows as JSON with all of their columns, those that no source uses too; their offset is the number of the row. */
async function wholeRows(
  session: Session,
  path: string,
  columns: readonly string[],
  ordinals: readonly number[],
): Promise<Located[]> {
  const cells = columns.map((name) => `${quoteName(name)} := cast(${quoteName(name)} as varchar)`)
  const { rows } = await sql
    .raw<{ n: number; record: string }>(
      `select file_row_number as n, cast(to_json(struct_pack(${cells.join(', ')})) as varchar) as record
      from read_parquet(${quoteText(path)}, file_row_number = true)
      where file_row_number in (${ordinals.join(', ')}) order by 1`,
    )
    .execute(session)
  return rows.map(({ n, record }) => ({ offset: Number(n), bytes: Buffer.byteLength(record), record }))
}
