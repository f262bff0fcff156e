/**
 * The short way of a load into a table that holds nothing of the book yet: typed rows go from the file straight into it, in one
 * statement inside the transaction of the load. What cannot be read is looked up by a second one, when the counts show that there is
 * something.
 */
import { sql } from 'kysely'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import { columnsOf } from './definition.ts'
import type { Batch, Published } from './publish.ts'
import type { RawTable, Session } from './raw.ts'
import { setAsideByChecks } from './set-aside.ts'
import { assertCount, reading, type Staged, typedRows } from './stage.ts'

export const DEFAULTS = {
  /** Smaller files are staged first: a second look for what cannot be read may cost them more than the staging. */
  records: 100_000,
} as const

const FAULTS = 'ingest_faults'
const LOADED = 'ingest_loaded'
const DOUBLED = 'ingest_doubled'

/** A load whose rows are in the table already. */
export interface Entered extends Staged {
  /** Rows of the table that the load brought. */
  readonly where: string
  readonly inserted: number
  /** True when the keys are known to differ. */
  readonly isUnique: boolean
}

/** Whether a file can go the short way. */
export async function canEnter(
  session: Session,
  source: Source,
  raw: RawTable,
  book: string,
): Promise<boolean> {
  if (!raw.isLined || source.rows || raw.records < DEFAULTS.records) return false
  const { rows } = await sql`
    select 1 as one from ${sql.table(source.into)} where book = ${book} limit 1`.execute(session)
  return rows.length === 0
}

/** Puts the rows of a file that can be read into the table, and shows all of its rows as a staging table would. */
export async function enter(session: Session, source: Source, raw: RawTable, batch: Batch): Promise<Entered> {
  const run = (text: string) => sql.raw(text).execute(session)
  const { select, faults } = await typedRows(session, source, raw)
  const names = columnsOf(source)
    .map(([name]) => quoteName(name))
    .join(', ')
  const { rows: others } = await run(`select 1 as one from ${source.into} limit 1`)
  const where = others.length > 0 ? `batch_id = ${quoteText(batch.id)}` : 'true'
  const inserting = reading(source, raw, () =>
    run(`insert into ${source.into} (${names}, book, source, batch_id, source_line)
      select ${names}, ${quoteText(batch.book)}, ${quoteText(batch.source)}, ${quoteText(batch.id)}, _line
      from (${select}) where _fault = 0`),
  )
  // DuckDB is at work in threads of its own meanwhile.
  const [{ numAffectedRows }, isUnique] = await Promise.all([inserting, raw.haveDistinctKeys?.() ?? false])
  const inserted = Number(numAffectedRows ?? 0)
  const found = await run(
    `create or replace temp table ${FAULTS} as
    select * from (${select}) where ${inserted === raw.records ? 'false' : '_fault > 0'}`,
  ).then(() => run(`select count(*) as n from ${FAULTS}`))
  assertCount(source, raw, inserted + Number((found.rows[0] as { n: number }).n))
  await run(`create or replace temp view ${LOADED} as
    select source_line as _line, source_line as _offset, ${names}, 0 as _fault from ${source.into} where ${where}
    union all select _line, _offset, ${names}, _fault from ${FAULTS}`)
  const setAside = async (fault: number, failing: string): Promise<number> => {
    const { numAffectedRows: moved } = await run(`insert into ${FAULTS} (_line, _offset, ${names}, _fault)
      select _line, _offset, ${names}, ${fault} from ${LOADED}
      where _fault = 0 and _offset in (select _offset from (${failing}\n))`)
    await run(`delete from ${source.into} where ${where}
      and source_line in (select _line from ${FAULTS} where _fault = ${fault})`)
    return Number(moved ?? 0)
  }
  const staged = { table: LOADED, faults, setAside: [], mark: setAside }
  const checked = source.checks.some((check) => check.severity === 'quarantine')
    ? await setAsideByChecks(session, source, staged)
    : staged
  const gone = checked.setAside.reduce((sum, { failed }) => sum + failed, 0)
  return { ...checked, where, inserted: inserted - gone, isUnique }
}

/** Takes rows out again whose key came twice: the first stays, or the latest known, as the source says. */
export async function settle(session: Session, source: Source, entered: Entered): Promise<Published> {
  const { where, inserted } = entered
  if (entered.isUnique) return { accepted: inserted, duplicate: 0 }
  const run = (text: string) => sql.raw(text).execute(session)
  const keys = tableDef(source.into).key.map(quoteName).join(', ')
  // Equal keys have equal hashes, and hashes are counted faster.
  const { rows } = await run(
    `select 1 as one from ${source.into} where ${where} group by hash(${keys}) having count(*) > 1 limit 1`,
  )
  if (rows.length === 0) return { accepted: inserted, duplicate: 0 }
  const order = source.duplicates === 'update' ? 'known_at desc, source_line desc' : 'source_line'
  await run(`create or replace temp table ${DOUBLED} as
    select ${keys} from ${source.into} where ${where} group by all having count(*) > 1`)
  const { numAffectedRows } = await run(`delete from ${source.into} where rowid in (
    select _row from (
      select rowid as _row, row_number() over (partition by ${keys} order by ${order}) as _rank
      from ${source.into} semi join ${DOUBLED} using (${keys}) where ${where})
    where _rank > 1)`)
  await run(`drop table ${DOUBLED}`)
  const duplicate = Number(numAffectedRows ?? 0)
  return { accepted: inserted - duplicate, duplicate }
}

/** Frees what the load holds beside the table. */
export async function leave(session: Session): Promise<void> {
  await sql.raw(`drop view if exists ${LOADED}`).execute(session)
  await sql.raw(`drop table if exists ${FAULTS}`).execute(session)
}
