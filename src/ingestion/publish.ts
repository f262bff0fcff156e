/** From staging to `core`: rows whose key is new enter; those that are there already stay out or replace, as the source says. */
import { sql } from 'kysely'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import { columnsOf } from './definition.ts'
import type { Session } from './raw.ts'
import { acceptedRows, type Staged } from './stage.ts'

const ROWS = 'ingest_rows'
const KNOWN = 'ingest_known'

export interface Batch {
  readonly id: string
  readonly book: string
  readonly source: string
  readonly file: string
}

export interface Published {
  readonly accepted: number
  readonly duplicate: number
}

/** Inserts the accepted rows; runs inside the transaction of the load. */
export async function publish(
  session: Session,
  source: Source,
  staged: Staged,
  batch: Batch,
): Promise<Published> {
  const run = (text: string) => sql.raw(text).execute(session)
  const count = async (from: string) => {
    const { rows } = await sql.raw<{ n: number }>(`select count(*) as n from ${from}`).execute(session)
    return Number(rows[0].n)
  }
  const { key } = tableDef(source.into)
  const keys = key.map(quoteName)
  const same = (a: string, b: string) => keys.map((name) => `${a}.${name} = ${b}.${name}`).join(' and ')
  const accepted = acceptedRows(source, staged)
  const total = await count(accepted)

  // Rows that share their key within the file are rare: only they are ranked.
  const doubled = `(select ${keys.join(', ')} from ${accepted} group by all having count(*) > 1)`
  const order = source.duplicates === 'update' ? 'known_at desc, _offset desc' : '_offset'
  await run(`create or replace temp table ${KNOWN} as
    select * from (select *, row_number() over (partition by ${keys.join(', ')} order by ${order}) as _rank
      from ${accepted} as a semi join ${doubled} as d on ${same('a', 'd')}) where _rank = 1`)
  const hasDoubles = (await count(KNOWN)) > 0
  const fresh = hasDoubles
    ? `(select * from ${accepted} as a anti join ${KNOWN} as k on ${same('a', 'k')}
        union all by name select * exclude (_rank) from ${KNOWN})`
    : accepted

  const table = `(select * from ${source.into} where book = ${quoteText(batch.book)})`
  const names = columnsOf(source).map(([name]) => quoteName(name))
  let entering = fresh
  const { rows: loaded } = await sql`
    select 1 as one from ${sql.table(source.into)} where book = ${batch.book} limit 1`.execute(session)
  if (loaded.length > 0) {
    // A row that says nothing new, or was known earlier than the one that is there, stays out under either rule.
    const isNews =
      source.duplicates === 'update'
        ? `c.book is null or (s.known_at >= c.known_at and (${names.map((name) => `s.${name} is distinct from c.${name}`).join(' or ')}))`
        : 'c.book is null'
    await run(`create or replace temp table ${ROWS} as
      select s.* from ${fresh} as s left join ${table} as c on ${same('s', 'c')} where ${isNews}`)
    entering = ROWS
    if (source.duplicates === 'update')
      await run(`delete from ${source.into} as c using ${ROWS} as s
        where c.book = ${quoteText(batch.book)} and ${same('s', 'c')}`)
  }
  const { numAffectedRows } = await run(
    `insert into ${source.into} (${names.join(', ')}, book, source, batch_id, source_line)
    select ${names.join(', ')}, ${quoteText(batch.book)}, ${quoteText(batch.source)}, ${quoteText(batch.id)}, _line
    from ${entering} as e`,
  )
  await run(`drop table if exists ${ROWS}`)
  await run(`drop table if exists ${KNOWN}`)
  const inserted = Number(numAffectedRows ?? 0)
  return { accepted: inserted, duplicate: total - inserted }
}

/** Takes back what an earlier load of the same bytes under another definition brought. */
export async function retract(session: Session, source: Source, sha256: string): Promise<void> {
  const { rows } = await sql<{ batch_id: string }>`
    select batch_id from meta.batch where source = ${source.name} and sha256 = ${sha256}`.execute(session)
  for (const { batch_id } of rows) {
    await sql`delete from ${sql.raw(source.into)} where batch_id = ${batch_id}`.execute(session)
    await sql`delete from meta.quarantine where batch_id = ${batch_id}`.execute(session)
    await sql`delete from meta.batch where batch_id = ${batch_id}`.execute(session)
  }
}
