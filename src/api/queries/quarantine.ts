/** What was set aside, as it stands: the rows of the snapshot, and what people have decided since. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { unknown } from '../../errors.ts'
import {
  CORRECTION_FOLDER,
  CORRECTION_LEDGER,
  type Decision,
  decisionsInForce,
  KEY_TAKEN,
  type Layout,
  parseQuarantineId,
  placeKey,
  quarantineId,
  recordHash,
} from '../../ingestion/corrections/index.ts'
import type { Database } from '../../schema/database.ts'
import type { Source } from '../../source.ts'
import { ledger } from '../../warehouse/index.ts'
import { keyset } from '../keyset.ts'
import type { QuarantineGroup, QuarantineItem, QuarantineState, QuarantineSummary } from '../schemas/index.ts'
import { hiddenReason, hidesColumn } from './quarantine-hidden.ts'

/** What the work on the quarantine of a book needs. */
export interface QuarantineDesk {
  readonly db: Kysely<Database>
  readonly book: string
  readonly home: string
  readonly sources: readonly Source[]
}

/** A record that was set aside, with its load. */
export interface SetAside {
  readonly id: string
  readonly batchId: string
  readonly source: string
  readonly file: string
  readonly line: number
  readonly byteOffset: number
  readonly bytes: number
  readonly column: string | null
  readonly code: string
  readonly reason: string
  readonly record: string
  readonly state: QuarantineState
  readonly resolvedBy: string | null
  readonly resolvedAt: Date | null
  readonly loadedAt: Date
  readonly encoding: string
  readonly layout: Layout
}

interface Row {
  readonly batch_id: string
  readonly source: string
  readonly file: string
  readonly line: number
  readonly byte_offset: number
  readonly column_name: string | null
  readonly code: string
  readonly reason: string
  readonly state: QuarantineState
  readonly bytes: number
  readonly loaded_at: Date
}

export async function allDecisions({ home, book }: QuarantineDesk): Promise<readonly Decision[]> {
  return ledger<Decision>(home, book, CORRECTION_LEDGER).read()
}

/** Rows of the quarantine with their state. What a correction file had set aside again is told of the record it was to correct. */
async function stated(desk: QuarantineDesk): Promise<RawBuilder<Row>> {
  const decided = [...decisionsInForce(await allDecisions(desk)).values()]
  const list = (pick: (one: Decision) => string | number) => decided.map(pick)
  const join =
    decided.length === 0
      ? sql``
      : sql`left join (select unnest(${list((d) => d.source)}::varchar[]) as source,
            unnest(${list((d) => d.file)}::varchar[]) as file, unnest(${list((d) => d.line)}::bigint[]) as line,
            unnest(${list((d) => d.sha256)}::varchar[]) as sha256,
            unnest(${list((d) => d.at)}::timestamp[]) as at) as d
          on q.source = d.source and q.file = d.file and q.line = d.line`
  const waits =
    decided.length === 0
      ? sql`false`
      : sql`d.at is not null and d.sha256 = sha256(q.record) and (a.loaded_at is null or d.at > a.loaded_at)`
  return sql<Row>`(
    select q.batch_id, q.source, q.file, q.line, q.byte_offset, q.column_name, q.code, q.reason, q.record,
      q.resolved_by, q.resolved_at, strlen(q.record) as bytes, b.loaded_at, b.encoding, b.header, b.delimiter,
      case when q.resolution <> 'open' then q.resolution when ${waits} then 'waiting'
        when a.batch_id is not null then 'failed' else 'open' end as state
    from meta.quarantine as q join meta.batch as b on b.batch_id = q.batch_id
    left join meta.batch as a on q.resolution = 'open' and a.batch_id = q.resolved_by
    ${join}
    where not (q.resolution = 'dismissed' and starts_with(q.file, ${`${CORRECTION_FOLDER}/`}))
  )`
}

const STATES = ['open', 'waiting', 'failed', 'corrected', 'dismissed'] as const

/** All groups, the largest first. */
export async function groupsOf(
  desk: QuarantineDesk,
): Promise<Omit<QuarantineSummary, 'snapshot' | 'mayFix' | 'mayReplay'>> {
  const counts = sql.raw(
    STATES.map((state) => `count(*) filter (where state = '${state}') as n_${state}`).join(', '),
  )
  const [{ rows }, loaded] = await Promise.all([
    sql<
      Record<`n_${QuarantineState}`, number> & {
        source: string
        code: string
        column_name: string | null
        records: number
        bytes: number
        files: number
        first: { batch_id: string; file: string; line: number; reason: string }
      }
    >`select source, code, column_name, count(*) as records, sum(bytes)::bigint as bytes,
        count(distinct file) as files, ${counts},
        arg_min({ 'batch_id': batch_id, 'file': file, 'line': line, 'reason': reason },
          (state not in ('open', 'failed'), file, line)) as first
      from ${await stated(desk)} group by source, code, column_name
      order by records desc, source, code, column_name`.execute(desk.db),
    sql<{ records: number; bytes: number }>`
      select coalesce(sum(records), 0)::bigint as records, coalesce(sum(bytes), 0)::bigint as bytes
      from (select any_value(bytes) as bytes, any_value(records) as records from meta.batch
        where not starts_with(file, ${`${CORRECTION_FOLDER}/`}) group by file, sha256)`.execute(desk.db),
  ])
  const groups = rows.map((row): QuarantineGroup => {
    const { batch_id, file, reason } = row.first
    const line = Number(row.first.line)
    return {
      source: row.source,
      code: row.code,
      column: row.column_name,
      records: Number(row.records),
      bytes: Number(row.bytes),
      files: Number(row.files),
      states: statesOf(row),
      example: {
        id: quarantineId({ batchId: batch_id, line, code: row.code }),
        file,
        line,
        reason: reasonShown(desk, row.source, row.column_name, reason),
      },
    }
  })
  const sum = (pick: (group: QuarantineGroup) => number) => groups.reduce((n, group) => n + pick(group), 0)
  return {
    records: sum((group) => group.records),
    bytes: sum((group) => group.bytes),
    states: Object.fromEntries(STATES.map((state) => [state, sum((group) => group.states[state])])) as Record<
      QuarantineState,
      number
    >,
    loaded: { records: Number(loaded.rows[0].records), bytes: Number(loaded.rows[0].bytes) },
    groups,
  }
}

function statesOf(row: Record<`n_${QuarantineState}`, number>): Record<QuarantineState, number> {
  return Object.fromEntries(STATES.map((state) => [state, Number(row[`n_${state}`])])) as Record<
    QuarantineState,
    number
  >
}

function reasonShown(desk: QuarantineDesk, source: string, column: string | null, reason: string): string {
  return hidesColumn(desk.sources, source, column) ? hiddenReason(reason) : reason
}

export interface QuarantineFilter {
  readonly source?: string | undefined
  readonly code?: string | undefined
  readonly column?: string | undefined
  readonly state?: QuarantineState | undefined
  readonly file?: string | undefined
}

/** One page of records, in the order of their files. */
export async function itemsOf(
  desk: QuarantineDesk,
  filter: QuarantineFilter,
  paging: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: QuarantineItem[]; nextCursor: string | null; total?: number }> {
  const from = await stated(desk)
  let query = desk.db.selectFrom(from.as('q'))
  if (filter.source) query = query.where('q.source', '=', filter.source)
  if (filter.code) query = query.where('q.code', '=', filter.code)
  if (filter.column) query = query.where('q.column_name', '=', filter.column)
  if (filter.state) query = query.where('q.state', '=', filter.state)
  if (filter.file) query = query.where('q.file', '=', filter.file)
  const id = sql`q.batch_id || '.' || q.line || '.' || q.code`
  const { ids, nextCursor, total } = await keyset(query, {
    id,
    sort: 'place',
    sorts: {
      place: {
        key: sql`q.source || chr(10) || q.file || chr(10) || lpad(q.line::varchar, 15, '0')`,
        type: 'string',
        direction: 'asc',
      },
    },
    ...paging,
  })
  if (ids.length === 0) return { items: [], nextCursor, ...(total === undefined ? {} : { total }) }
  const { rows } = await sql<Row & { id: string }>`
    select ${id} as id, q.* exclude (record, header) from ${from} as q
    where ${id} in (select unnest(${ids}::varchar[]))`.execute(desk.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const items = ids.flatMap((one) => {
    const row = byId.get(one)
    if (!row) return []
    return [
      {
        id: one,
        source: row.source,
        file: row.file,
        line: Number(row.line),
        byteOffset: Number(row.byte_offset),
        bytes: Number(row.bytes),
        column: row.column_name,
        code: row.code,
        reason: reasonShown(desk, row.source, row.column_name, row.reason),
        state: row.state,
        loadedAt: row.loaded_at.toISOString(),
      },
    ]
  })
  return { items, nextCursor, ...(total === undefined ? {} : { total }) }
}

type FullRow = Row & {
  readonly record: string
  readonly resolved_by: string | null
  readonly resolved_at: Date | null
  readonly encoding: string
  readonly header: string | null
  readonly delimiter: string | null
}

function setAside(row: FullRow): SetAside {
  const line = Number(row.line)
  const isObject = row.delimiter === null
  return {
    id: quarantineId({ batchId: row.batch_id, line, code: row.code }),
    batchId: row.batch_id,
    source: row.source,
    file: row.file,
    line,
    byteOffset: Number(row.byte_offset),
    bytes: Number(row.bytes),
    column: row.column_name,
    code: row.code,
    reason: row.reason,
    record: row.record,
    state: row.state,
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at,
    loadedAt: row.loaded_at,
    encoding: row.encoding,
    layout: {
      columns: row.header === null ? [] : (JSON.parse(row.header) as string[]),
      delimiter: isObject ? null : row.delimiter,
    },
  }
}

/** One record. @throws UserError (404) when there is none of this id. */
export async function recordOf(desk: QuarantineDesk, id: string): Promise<SetAside> {
  const { batchId, line, code } = parseQuarantineId(id)
  const { rows } = await sql<FullRow>`select q.* from ${await stated(desk)} as q
    where q.batch_id = ${batchId} and q.line = ${line} and q.code = ${code}`.execute(desk.db)
  if (!rows[0]) throw unknown('quarantined record', id)
  return setAside(rows[0])
}

/** The same record as other sources of its file set it aside. */
export async function siblingsOf(desk: QuarantineDesk, record: SetAside): Promise<SetAside[]> {
  const { rows } = await sql<FullRow>`select q.* from ${await stated(desk)} as q
    where q.file = ${record.file} and q.line = ${record.line} and q.record = ${record.record}
      and q.state in ('open', 'waiting', 'failed')`.execute(desk.db)
  return rows.map(setAside).filter((one) => one.id !== record.id)
}

/** Records of a group that wait for somebody, in the order of their files. */
export async function openRecords(
  desk: QuarantineDesk,
  group: { readonly source: string; readonly code: string; readonly column: string | undefined },
  most: number,
): Promise<SetAside[]> {
  const column = group.column === undefined ? sql`` : sql`and q.column_name = ${group.column}`
  const { rows } = await sql<FullRow>`select q.* from ${await stated(desk)} as q
    where q.source = ${group.source} and q.code = ${group.code} and q.state in ('open', 'failed') ${column}
    order by q.file, q.line limit ${sql.lit(most)}`.execute(desk.db)
  return rows.map(setAside)
}

/** Everything that was decided about a record, the latest last. */
export async function decisionsOf(desk: QuarantineDesk, record: SetAside): Promise<Decision[]> {
  const key = placeKey({ ...record, sha256: recordHash(record.record) })
  return (await allDecisions(desk)).filter((decision) => placeKey(decision) === key)
}

/** Why the last correction of a record did not enter: the reason that it was set aside for again, if it was. */
export async function failureOf(desk: QuarantineDesk, record: SetAside): Promise<string> {
  const row = await desk.db
    .selectFrom('meta.quarantine')
    .select('reason')
    .where('resolved_by', '=', record.id)
    .where('batch_id', '=', record.resolvedBy ?? '')
    .executeTakeFirst()
  return row?.reason ?? KEY_TAKEN
}

/** The source of a record. @throws UserError (409) when it is no longer on the shelf. */
export function sourceOf({ sources }: QuarantineDesk, name: string): Source {
  const source = sources.find((one) => one.name === name)
  if (!source)
    throw unknown(
      'source',
      name,
      sources.map((one) => one.name),
    )
  return source
}
