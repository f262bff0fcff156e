/** Records that were set aside: counted, and kept whole with their place and the reason in words. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import type { Source } from '../source.ts'
import { quoteName } from '../warehouse/index.ts'
import { fieldsOf } from './csv/splitter.ts'
import type { Located, RawTable, Session } from './raw.ts'
import type { Fault, Staged } from './stage.ts'
import { wellFormed } from './well-formed.ts'

export const DEFAULTS = {
  /** Share of records that may be set aside. */
  tolerance: 0.2,
  /** Rows written at a time. */
  rows: 2000,
} as const

/** A record as `meta.quarantine` keeps it. */
export interface Quarantined {
  readonly code: string
  readonly column: string | null
  readonly reason: string
  readonly line: number
  readonly offset: number
  readonly bytes: number
  readonly record: string
}

interface FaultRow {
  readonly _offset: number
  readonly _line: number
  readonly _fault: number
}

/** Records set aside, by code. */
export async function countFaults(
  session: Session,
  raw: RawTable,
  staged: Staged,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  const add = (code: string, n: number) => counts.set(code, (counts.get(code) ?? 0) + n)
  for (const reject of raw.rejects) add(reject.code, 1)
  const { rows } = await sql
    .raw<{ _fault: number; n: number }>(
      `select _fault, count(*) as n from (select min(_fault) as _fault from ${staged.table} where _fault > 0 group by _offset)
      group by 1 order by 1`,
    )
    .execute(session)
  for (const row of rows) add(staged.faults[row._fault - 1].code, Number(row.n))
  return counts
}

/** Throws when more records were set aside than the source bears. */
export function assertTolerable(
  source: Source,
  file: string,
  records: number,
  counts: Map<string, number>,
): void {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const tolerance = source.tolerance ?? DEFAULTS.tolerance
  if (total === 0 || total <= tolerance * records) return
  const codes = [...counts].sort((a, b) => b[1] - a[1]).map(([code, n]) => `${code} ${n}`)
  throw new UserError(
    `invalid file: ${JSON.stringify(file)} [${total} of ${records} records cannot be used as ${source.name}, more than ${tolerance * 100} %: ${codes.join(', ')}; nothing of it was loaded]`,
    422,
  )
}

/** All records set aside, those that were split off first, then by line; in portions. */
export async function* quarantined(
  session: Session,
  raw: RawTable,
  staged: Staged,
): AsyncGenerator<Quarantined[]> {
  for (let from = 0; from < raw.rejects.length; from += DEFAULTS.rows)
    yield raw.rejects.slice(from, from + DEFAULTS.rows).map((reject) => ({ ...reject, column: null }))
  for (let after = -1; ; ) {
    const { rows } = await sql
      .raw<FaultRow>(
        `select _offset, min(_line) as _line, min(_fault) as _fault from ${staged.table}
        where _fault > 0 and _offset > ${after} group by 1 order by 1 limit ${DEFAULTS.rows}`,
      )
      .execute(session)
    if (rows.length === 0) return
    const ordinals = rows.map((row) => Number(row._offset))
    const located = await raw.locate(session, ordinals)
    const texts = raw.isLined
      ? textsWithin(raw, ordinals, located)
      : await textsOf(session, raw, staged.faults, rows)
    yield rows.map((row, i) => {
      const fault = staged.faults[row._fault - 1]
      return {
        ...located[i],
        code: fault.code,
        column: fault.reads[0] ?? (fault.column || null),
        reason: reasonOf(fault, texts.get(ordinals[i])),
        line: Number(row._line),
      }
    })
    after = ordinals[ordinals.length - 1]
  }
}

/** Writes records into `meta.quarantine`; gives their number and bytes. */
export async function keepQuarantined(
  session: Session,
  batch: { readonly id: string; readonly source: string; readonly file: string },
  portions: AsyncIterable<readonly Quarantined[]>,
): Promise<{ records: number; bytes: number }> {
  let records = 0
  let bytes = 0
  for await (const portion of portions) {
    const list = <T>(pick: (item: Quarantined) => T) => portion.map(pick)
    await sql`insert into meta.quarantine
      (batch_id, source, file, line, byte_offset, column_name, code, reason, record, resolution)
      select ${batch.id}, ${batch.source}, ${batch.file}, unnest(${list((q) => q.line)}::bigint[]),
        unnest(${list((q) => q.offset)}::bigint[]), unnest(${list((q) => q.column)}::varchar[]),
        unnest(${list((q) => q.code)}::varchar[]), unnest(${list((q) => wellFormed(q.reason))}::varchar[]),
        unnest(${list((q) => wellFormed(q.record))}::varchar[]), 'open'`.execute(session)
    records += portion.length
    for (const item of portion) bytes += item.bytes
  }
  return { records, bytes }
}

/** What the columns at fault hold, by number of the record. */
async function textsOf(
  session: Session,
  raw: RawTable,
  faults: readonly Fault[],
  rows: readonly FaultRow[],
): Promise<Map<number, Record<string, string | null>>> {
  const has = new Set(raw.columns.map((name) => name.toLowerCase()))
  const reads = new Set(rows.flatMap((row) => faults[row._fault - 1].reads))
  const names = [...reads].filter((name) => has.has(name.toLowerCase()))
  if (names.length === 0) return new Map()
  const cells = names.map((name) => `left(${quoteName(name)}, 60) as ${quoteName(name)}`)
  const { rows: found } = await sql<Record<string, string | null> & { _offset: number }>`
    select rowid as _offset, ${sql.raw(cells.join(', '))} from ${sql.raw(quoteName(raw.table))}
    where rowid in (select unnest(${rows.map((row) => Number(row._offset))}::bigint[]))`.execute(session)
  return new Map(found.map((row) => [Number(row._offset), row]))
}

/** The same out of the records themselves. */
function textsWithin(
  raw: RawTable,
  ordinals: readonly number[],
  located: readonly Located[],
): Map<number, Record<string, string | null>> {
  return new Map(
    located.map(({ record }, i) => {
      const fields = fieldsOf(record, raw.delimiter ?? ',')
      return [
        ordinals[i],
        Object.fromEntries(raw.columns.map((name, j) => [name, fields[j]?.slice(0, 60) ?? null])),
      ]
    }),
  )
}

function reasonOf(fault: Fault, texts: Record<string, string | null> | undefined): string {
  if (fault.reason) return fault.reason
  const shown = fault.reads
    .filter((name) => texts && name in texts)
    .map((name) => `${name} = ${JSON.stringify(texts?.[name] ?? '')}`)
    .join(', ')
  if (fault.code === 'missing_value')
    return `${fault.column} has no value${shown ? ` (${shown})` : fault.reads.length > 0 ? ` (from ${fault.reads.join(', ')})` : ''}`
  const expected = fault.code.replace(/^invalid_|^unknown_/, '').replaceAll('_', ' ')
  return `${fault.column}: not a known or valid ${expected}${shown ? ` (${shown})` : ''}`
}
