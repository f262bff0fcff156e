/**
 * What a source would make of records: every column's value or fault, the checks, and whether the key is there already. Asked of a
 * snapshot, so that checks see the tables that the records would enter; nothing is written.
 */
import { type Kysely, sql } from 'kysely'
import { type Database, tableDef } from '../../schema/database.ts'
import type { Source } from '../../source.ts'
import type { Text } from '../../util/text.ts'
import { quoteName } from '../../warehouse/index.ts'
import { checkText } from '../checks.ts'
import { columnsOf, wantedColumns } from '../definition.ts'
import type { Cells } from './record.ts'

/** One column of the core table, as a record gives it. */
export interface FieldOutcome {
  readonly column: string
  readonly meaning: string
  readonly isSensitive: boolean
  /** Columns of the file that it is made of. */
  readonly reads: readonly string[]
  /** As text; NULL when there is none. */
  readonly value: string | null
  /** Code of the fault; NULL when the value can enter. */
  readonly fault: string | null
}

export interface RecordOutcome {
  /** Columns at fault come with every row that has them; the first row when a record gives several. */
  readonly fields: readonly FieldOutcome[]
  /** Rows that the record gives. */
  readonly rows: number
  /** First fault, as the load would name it. */
  readonly fault: { readonly column: string; readonly code: string } | null
  /** A row with this key is in the table. */
  readonly isKnown: boolean
}

export interface CheckOutcome {
  readonly name: string
  readonly severity: 'stop' | 'quarantine' | 'warn'
  readonly meaning: Text
  readonly failed: number
}

const GIVEN = 'given_records'
const STAGED = 'given_rows'

interface ColumnPlan {
  readonly name: string
  readonly reads: readonly string[]
  readonly meaning: string
  readonly isSensitive: boolean
  readonly select: string
  readonly tests: readonly (readonly [test: string, code: string])[]
}

/** The columns of a source as SQL, with the tests that staging makes. */
function planOf(source: Source): ColumnPlan[] {
  const types = tableDef(source.into).columns
  return columnsOf(source).map(([name, column], i) => {
    const type = types[name]
    if (!type) throw new Error(`unknown column of ${source.into}: ${name} [source ${source.name}]`)
    const cell = quoteName(name)
    const tests: [string, string][] = []
    let select = `try_cast(try(${column.sql}) as ${type.sql}) as ${cell}`
    if (column.code && column.reads.length > 0) {
      const texts = column.reads.map(
        (read) => `trim(coalesce(cast(${quoteName(read)} as varchar), '')) <> ''`,
      )
      select += `, (${texts.join(' or ')}) as _text${i}`
      tests.push([`_text${i} and ${cell} is null`, column.code])
    } else if (column.reads.length > 0 && type.sql !== 'VARCHAR') {
      select += `, (try(${column.sql}) is not null) as _text${i}`
      tests.push([`_text${i} and ${cell} is null`, 'invalid_value'])
    }
    if (type.sql === 'DOUBLE' && column.reads.length > 0)
      tests.push([`not isfinite(${cell})`, column.code ?? 'invalid_number'])
    if (column.required || !type.nullable) tests.push([`${cell} is null`, 'missing_value'])
    return {
      name,
      reads: column.reads,
      meaning: type.meaning,
      isSensitive: type.sensitive,
      select,
      tests,
    }
  })
}

/** The records as a relation of texts, and the rows that the source makes of them. */
function relations(source: Source, plan: readonly ColumnPlan[], records: readonly Cells[]) {
  const names = new Map<string, string>()
  for (const cells of records) for (const name of cells.keys()) names.set(name.toLowerCase(), name)
  for (const name of wantedColumns(source)) if (!names.has(name)) names.set(name, name)
  const lists = [...names].map(([key, name]) => {
    const texts = records.map((cells) => cells.get(name) ?? byLowerCase(cells, key))
    return sql`unnest(${texts}::varchar[]) as ${sql.raw(quoteName(name))}`
  })
  const numbers = records.map((_, i) => i)
  const numbered = `(select *, _offset as _line from ${GIVEN})`
  const rows = source.rows ? `(${source.rows.replaceAll('{records}', numbered)})` : numbered
  return sql`with ${sql.raw(GIVEN)} as (
      select ${sql.join(lists)}, unnest(${numbers}::bigint[]) as _offset
    ), ${sql.raw(STAGED)} as (
      select _line, _offset, ${sql.raw(plan.map((column) => column.select).join(', '))} from ${sql.raw(rows)}
    )`
}

function byLowerCase(cells: Cells, key: string): string | null {
  for (const [name, value] of cells) if (name.toLowerCase() === key) return value
  return null
}

/** Evaluates records, all at once. Their order is kept. */
export async function evaluate(
  db: Kysely<Database>,
  source: Source,
  book: string,
  records: readonly Cells[],
): Promise<RecordOutcome[]> {
  if (records.length === 0) return []
  const plan = planOf(source)
  const given = relations(source, plan, records)
  const verdicts = plan.map(
    (column, i) =>
      `case ${column.tests.map(([test, code]) => `when ${test} then '${code}'`).join(' ')} end as _fault${i}`,
  )
  const { key } = tableDef(source.into)
  const same = key.map((name) => `c.${quoteName(name)} = s.${quoteName(name)}`).join(' and ')
  const cells = plan.map((column, i) => `cast(${quoteName(column.name)} as varchar) as _value${i}`)
  const faults = plan.flatMap((column, i) => (column.tests.length > 0 ? [verdicts[i]] : []))
  const { rows } = await sql<Record<string, unknown> & { _offset: number }>`${given}
    select _offset, ${sql.raw([...cells, ...faults].join(', '))},
      exists (select 1 from ${sql.table(source.into)} as c where c.book = ${book} and ${sql.raw(same)}) as _known
    from ${sql.raw(STAGED)} as s order by _offset, _line`.execute(db)
  const outcomes = records.map(() => [] as Record<string, unknown>[])
  for (const row of rows) outcomes[Number(row._offset)].push(row)
  return outcomes.map((made) => {
    // The rows of a record stand or fall together: a row at fault speaks for all of them.
    const faultOf = (row: Record<string, unknown>) =>
      plan.findIndex((_, i) => typeof row[`_fault${i}`] === 'string')
    const row = made.find((one) => faultOf(one) >= 0) ?? made[0]
    const first = row ? faultOf(row) : -1
    return {
      fields: plan.map(({ name, meaning, isSensitive, reads }, i) => ({
        column: name,
        meaning,
        isSensitive,
        reads,
        value: row ? ((row[`_value${i}`] as string | null) ?? null) : null,
        fault: row ? ((row[`_fault${i}`] as string | null) ?? null) : null,
      })),
      rows: made.length,
      fault: first >= 0 ? { column: plan[first].name, code: String(row[`_fault${first}`]) } : null,
      isKnown: made.length > 0 && made.every((one) => one._known === true),
    }
  })
}

/** Runs the checks of a source over what one record gives. */
export async function checksOf(db: Kysely<Database>, source: Source, record: Cells): Promise<CheckOutcome[]> {
  const plan = planOf(source)
  const given = relations(source, plan, [record])
  const names = plan.map((column) => quoteName(column.name)).join(', ')
  const rows = `(select _line, _offset, ${names} from ${STAGED})`
  const outcomes: CheckOutcome[] = []
  for (const check of source.checks) {
    if (check.when === 'loaded') continue
    const { name, severity, meaning } = check
    const failing = checkText(check, { rows, source })
    const { rows: counted } = await sql<{ n: number }>`${given}
      select count(*) as n from (${sql.raw(failing)}
      )`.execute(db)
    outcomes.push({ name, severity, meaning, failed: Number(counted[0].n) })
  }
  return outcomes
}
