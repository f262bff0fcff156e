/** From texts to typed rows: every column's expression applied, every record that cannot be read marked. */
import { sql } from 'kysely'
import { invalid, UserError } from '../errors.ts'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { quoteName } from '../warehouse/index.ts'
import type { CheckResult } from './checks.ts'
import { columnsOf, isPlainText } from './definition.ts'
import { nearest } from './fit.ts'
import type { LineMap } from './line-map.ts'
import type { RawTable, Session } from './raw.ts'
import { setAsideByChecks } from './set-aside.ts'

/** What was wrong with a row: the column, and the code. */
export interface Fault {
  readonly column: string
  readonly code: string
  readonly reads: readonly string[]
  /** In words, where it is not what a column holds that is wrong. */
  readonly reason?: string
}

export interface Staged {
  /** Temporary table or view: `_line`, `_offset` (number of the record), the table's own columns, `_fault` (0 is none). */
  readonly table: string
  /** Fault by its number, from 1. */
  readonly faults: readonly Fault[]
  /** What the checks of severity `quarantine` found; their records are at fault already. */
  readonly setAside: readonly CheckResult[]
  /** Sets the rows aside whose `_offset` a statement gives; default: their `_fault` is set. Gives their number. */
  readonly mark?: (fault: number, failing: string) => Promise<number>
}

const STAGE = 'ingest_stage'
const LINES = 'ingest_lines'

/** Makes the staging table of a source from a raw table. */
export async function stage(session: Session, source: Source, raw: RawTable): Promise<Staged> {
  const { select, faults } = await typedRows(session, source, raw)
  await reading(source, raw, () =>
    sql.raw(`create or replace temp table ${STAGE} as ${select}`).execute(session),
  )
  if (raw.isLined) await assertWhole(session, source, raw)
  const staged = { table: STAGE, faults, setAside: [] }
  return source.checks.some((check) => check.severity === 'quarantine')
    ? setAsideByChecks(session, source, staged)
    : staged
}

/** The rows of a source as a statement that gives `_line`, `_offset`, the columns of its table and `_fault`. */
export async function typedRows(
  session: Session,
  source: Source,
  raw: RawTable,
): Promise<{ readonly select: string; readonly faults: readonly Fault[] }> {
  const records = await numberedRecords(session, raw)
  const rows = source.rows ? `(${source.rows.replaceAll('{records}', records)})` : records
  const types = tableDef(source.into).columns
  const faults: Fault[] = []
  const tests: string[] = []
  const values: string[] = []
  const cells: string[] = []
  const texts = new Map<string, string>()
  const readings = new Map<string, string>()
  columnsOf(source).forEach(([name, column], i) => {
    const type = types[name]
    if (!type) throw new Error(`unknown column of ${source.into}: ${name} [source ${source.name}]`)
    const cell = quoteName(name)
    const value = readings.get(column.sql) ?? `_value${i}`
    if (!readings.has(column.sql)) {
      readings.set(column.sql, value)
      // An expression that fails on one record must not end the load: TRY gives NULL.
      const isAsItCame = raw.isTight && isPlainText(column)
      values.push(`${isAsItCame ? quoteName(column.reads[0]) : `try(${column.sql})`} as ${value}`)
    }
    cells.push(`try_cast(${value} as ${type.sql}) as ${cell}`)
    const fault = (test: string, code: string) => {
      faults.push({ column: name, code, reads: column.reads })
      tests.push(`when ${test} then ${faults.length}`)
    }
    if (column.code && column.reads.length > 0) {
      const held = column.reads.map((read) => {
        if (!texts.has(read)) texts.set(read, `_text${texts.size}`)
        return `trim(coalesce(cast(${texts.get(read)} as varchar), '')) <> ''`
      })
      fault(`${cell} is null and (${held.join(' or ')})`, column.code)
    } else if (column.reads.length > 0 && type.sql !== 'VARCHAR') {
      fault(`${cell} is null and ${value} is not null`, 'invalid_value')
    }
    if (type.sql === 'DOUBLE' && column.reads.length > 0)
      fault(`not isfinite(${cell})`, column.code ?? 'invalid_number')
    if (column.required || !type.nullable) fault(`${cell} is null`, 'missing_value')
  })
  // Chance, which is never below zero, keeps the optimizer from working every value out twice: for a filter on the verdict, and
  // for the row.
  const verdict = `case ${tests.map((test) => `${test} `).join('')}when random() < 0 then -1 else 0 end`
  const names = columnsOf(source).map(([name]) => quoteName(name))
  for (const [read, text] of texts) values.push(`${quoteName(read)} as ${text}`)
  // Level by level, so that nothing is worked out twice and texts are looked at only where a value is missing.
  return {
    select: `select _line, _offset, ${names.join(', ')}, ${verdict} as _fault
      from (select *, ${cells.join(', ')} from (select _line, _offset, ${values.join(', ')} from ${rows}))`,
    faults,
  }
}

/** Runs a statement that reads a raw table; names what is wrong with the source when it fails. */
export async function reading<T>(source: Source, raw: RawTable, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const message = (error as Error).message
    const column = /Referenced column "(.+?)" not found/.exec(message)?.[1]
    if (column && source.rows)
      throw new UserError(
        `missing column: ${JSON.stringify(column)} [that ${source.name} reads; nearest header there: ${JSON.stringify(nearest(column, raw.columns))}]`,
        422,
      )
    throw new Error(`invalid source: ${source.name} [${message}]`, { cause: error })
  }
}

/** Holds the number of records that DuckDB read against the number that we counted. */
async function assertWhole(session: Session, source: Source, raw: RawTable): Promise<void> {
  const from = source.rows ? quoteName(raw.table) : STAGE
  const { rows } = await sql.raw<{ n: number }>(`select count(*) as n from ${from}`).execute(session)
  assertCount(source, raw, Number(rows[0].n))
}

/** @throws UserError when DuckDB read another number of records than we counted. */
export function assertCount(source: Source, raw: RawTable, read: number): void {
  if (read === raw.records) return
  throw invalid(
    'file',
    source.files,
    `${raw.records} records counted, ${read} read as ${source.name}; nothing was loaded`,
  )
}

/** The raw table as a relation with `_line`, and `_offset` for the number of the record. */
async function numberedRecords(session: Session, raw: RawTable): Promise<string> {
  const table = quoteName(raw.table)
  if (raw.isLined) return `(select *, _line as _offset from ${table})`
  const { ordinals, shifts } = raw.lines
  if (ordinals.length <= 1)
    return `(select *, rowid + ${shifts[0] ?? 1} as _line, rowid as _offset from ${table})`
  await loadLines(session, raw.lines)
  return `(select r.*, r._offset + l.shift as _line
    from (select *, rowid as _offset from ${table}) as r asof join ${LINES} as l on r._offset >= l.ordinal)`
}

async function loadLines(session: Session, lines: LineMap): Promise<void> {
  await sql.raw(`create or replace temp table ${LINES} (ordinal bigint, shift bigint)`).execute(session)
  for (let from = 0; from < lines.ordinals.length; from += 10000) {
    const ordinals = lines.ordinals.slice(from, from + 10000)
    const shifts = lines.shifts.slice(from, from + 10000)
    await sql`insert into ${sql.raw(LINES)}
      select unnest(${ordinals}::bigint[]), unnest(${shifts}::bigint[])`.execute(session)
  }
}

/** Rows whose record is whole: none of the rows made from it is at fault. Without `rows`, a record is one row. */
export function acceptedRows(source: Source, staged: Staged): string {
  const condition = source.rows
    ? `_offset not in (select _offset from ${staged.table} where _fault > 0)`
    : '_fault = 0'
  return `(select * exclude (_fault) from ${staged.table} where ${condition})`
}

/** Frees the staging tables. */
export async function unstage(session: Session): Promise<void> {
  await sql.raw(`drop table if exists ${STAGE}`).execute(session)
  await sql.raw(`drop table if exists ${LINES}`).execute(session)
}
