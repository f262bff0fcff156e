/** Takes up what people decided about records that were set aside: loads the corrected ones, marks what became of each. */
import { dirname } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { UserError } from '../../errors.ts'
import type { Database } from '../../schema/database.ts'
import type { Source } from '../../source.ts'
import { ledger, type Warehouse } from '../../warehouse/index.ts'
import { ingest } from '../ingest.ts'
import {
  type CorrectionFile,
  correctionFile,
  correctionSource,
  writeCorrectionFile,
} from './correction-file.ts'
import {
  CORRECTION_LEDGER,
  type Decision,
  decisionsInForce,
  placeKey,
  quarantineId,
  recordHash,
} from './decision.ts'

export interface ApplyOptions {
  readonly book: string
  /** Folder whose ledger of the book holds the decisions, and whose folder of the book keeps the correction files. */
  readonly home: string
  /** Folder for working copies; the warehouse must be allowed to read it. */
  readonly workDirectory: string
  readonly loadedAt: Date
}

export interface CorrectionReport {
  readonly corrected: number
  readonly dismissed: number
  /** Records that were corrected and set aside again, or whose file a check stopped. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[]
  /** Correction files that were loaded. */
  readonly files: readonly string[]
}

const DEFAULTS = {
  /** Records of a file that a check stopped up to which those at fault are looked for, by halves; more fail together. */
  halved: 256,
} as const

/** Why a row that nothing is wrong with did not enter. */
export const KEY_TAKEN = 'its key is in the table already, and the source leaves the row there in place'

interface OpenRecord {
  readonly batch_id: string
  readonly source: string
  readonly file: string
  readonly line: number
  readonly code: string
  readonly record: string
}

interface Case {
  readonly record: OpenRecord
  readonly decision: Decision
}

/**
 * Applies every decision of the ledger that an open record of this warehouse waits for. A record whose correction fails again stays
 * open and names the load that tried.
 */
export async function applyCorrections(
  warehouse: Warehouse,
  sources: readonly Source[],
  options: ApplyOptions,
): Promise<CorrectionReport> {
  const kept = ledger<Decision>(options.home, options.book, CORRECTION_LEDGER)
  const decisions = decisionsInForce(await kept.read())
  const bookDirectory = dirname(dirname(kept.path))
  const cases = decisions.size === 0 ? [] : await casesOf(warehouse.db, decisions)
  const dismissed = cases.filter(({ decision }) => decision.kind === 'dismiss')
  for (const { record, decision } of dismissed)
    await settle(warehouse.db, record, 'dismissed', decision.by, new Date(decision.at))
  const failed: { id: string; reason: string }[] = []
  const files: string[] = []
  let corrected = 0
  const groups = groupsOf(cases.filter(({ decision }) => decision.kind === 'correct'))
  for (let group = groups.shift(); group; group = groups.shift()) {
    const [{ decision }] = group
    const source = sources.find((one) => one.name === decision.source)
    const file = correctionFile(group.map((one) => one.decision))
    if (!source) continue
    const stopped = await loadFile(warehouse, source, file, decision.columns, { ...options, bookDirectory })
    if (stopped !== undefined && group.length > 1 && group.length <= DEFAULTS.halved) {
      const half = group.length >> 1
      groups.unshift(group.slice(0, half) as Group, group.slice(half) as Group)
      continue
    }
    const outcomes = await outcomesOf(warehouse.db, source, file)
    if (outcomes) files.push(file.path)
    for (const [i, { record }] of group.entries()) {
      const id = idOf(record)
      const line = file.lines[i]
      const left = outcomes?.entered.has(line) ? undefined : KEY_TAKEN
      const fault = outcomes ? (outcomes.faults.get(line) ?? left) : (stopped ?? 'its file was not loaded')
      if (fault === undefined && outcomes) {
        await settle(warehouse.db, record, 'corrected', outcomes.batchId, options.loadedAt)
        corrected++
        continue
      }
      failed.push({ id, reason: fault ?? '' })
      if (outcomes) await keepOpen(warehouse.db, record, outcomes.batchId, line)
    }
  }
  return { corrected, dismissed: dismissed.length, failed, files }
}

const idOf = ({ batch_id, line, code }: OpenRecord) => quarantineId({ batchId: batch_id, line, code })

/** Open records that a decision is about, in the order of their files. */
async function casesOf(db: Kysely<Database>, decisions: ReadonlyMap<string, Decision>): Promise<Case[]> {
  const all = [...decisions.values()]
  const { rows } = await sql<OpenRecord>`
    select q.batch_id, q.source, q.file, q.line, q.code, q.record
    from meta.quarantine as q
    semi join (select unnest(${all.map((one) => one.source)}::varchar[]) as source,
      unnest(${all.map((one) => one.file)}::varchar[]) as file,
      unnest(${all.map((one) => one.line)}::bigint[]) as line) as d
    on q.source = d.source and q.file = d.file and q.line = d.line
    where q.resolution = 'open' order by q.source, q.file, q.line, q.code`.execute(db)
  return rows.flatMap((row) => {
    const record = { ...row, line: Number(row.line) }
    const decision = decisions.get(placeKey({ ...record, sha256: recordHash(record.record) }))
    return decision ? [{ record, decision }] : []
  })
}

type Group = [Case, ...Case[]]

/** Cases that go into one file: of one source, one of its files, and the same columns. One record enters once. */
function groupsOf(cases: readonly Case[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of cases) {
    const { source, file, columns } = one.decision
    const key = JSON.stringify([source, file, columns])
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

/** Loads a correction file like any other; gives the reason when a check stops it. */
async function loadFile(
  warehouse: Warehouse,
  source: Source,
  file: CorrectionFile,
  columns: readonly string[] | null,
  { book, bookDirectory, workDirectory, loadedAt }: ApplyOptions & { readonly bookDirectory: string },
): Promise<string | undefined> {
  await writeCorrectionFile(file, [bookDirectory, workDirectory])
  const before = await checksOf(warehouse.db, source.name)
  try {
    const report = await ingest(warehouse, [correctionSource(source, file, columns)], {
      book,
      dataDirectory: workDirectory,
      workDirectory,
      loadedAt,
      isAssessed: false,
    })
    if (report.sources[0].files.length > 0) await addChecks(warehouse.db, before)
    return undefined
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}

interface CheckRow {
  readonly source: string
  readonly name: string
  readonly failed: number
  readonly sample: string
}

async function checksOf(db: Kysely<Database>, source: string): Promise<CheckRow[]> {
  return db
    .selectFrom('meta.check_result')
    .select(['source', 'name', 'failed', 'sample'])
    .where('source', '=', source)
    .execute()
}

/** The results of a correction come on top of those of the file that it belongs to, not in their place. */
async function addChecks(db: Kysely<Database>, before: readonly CheckRow[]): Promise<void> {
  for (const { source, name, failed, sample } of before) {
    if (failed === 0) continue
    await sql`update meta.check_result set failed = failed + ${failed}::bigint,
        sample = case when sample = '[]' then ${sample}::varchar else sample end
      where source = ${source} and name = ${name}`.execute(db)
  }
}

/** What became of a correction file: its load, the lines whose rows entered, and the reason of each that was set aside again. */
async function outcomesOf(
  db: Kysely<Database>,
  source: Source,
  file: CorrectionFile,
): Promise<
  | {
      readonly batchId: string
      readonly entered: ReadonlySet<number>
      readonly faults: ReadonlyMap<number, string>
    }
  | undefined
> {
  const batch = await db
    .selectFrom('meta.batch')
    .select('batch_id')
    .where('source', '=', source.name)
    .where('file', '=', file.path)
    .orderBy('loaded_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!batch) return undefined
  const rows = await db
    .selectFrom('meta.quarantine')
    .select(['line', 'reason'])
    .where('batch_id', '=', batch.batch_id)
    .execute()
  const { rows: entered } = await sql<{ line: number }>`
    select distinct source_line as line from ${sql.table(source.into)} where batch_id = ${batch.batch_id}`.execute(
    db,
  )
  return {
    batchId: batch.batch_id,
    entered: new Set(entered.map(({ line }) => Number(line))),
    faults: new Map(rows.map((row) => [Number(row.line), row.reason])),
  }
}

async function settle(
  db: Kysely<Database>,
  { batch_id, line, code }: OpenRecord,
  resolution: 'corrected' | 'dismissed',
  by: string,
  at: Date,
): Promise<void> {
  await sql`update meta.quarantine set resolution = ${resolution}, resolved_by = ${by}, resolved_at = ${at}
    where batch_id = ${batch_id} and line = ${line} and code = ${code}`.execute(db)
}

/** The original stays the one open record: it names the load that tried, and what that load set aside points back to it. */
async function keepOpen(
  db: Kysely<Database>,
  record: OpenRecord,
  batchId: string,
  line: number,
): Promise<void> {
  await sql`update meta.quarantine set resolved_by = ${batchId}
    where batch_id = ${record.batch_id} and line = ${record.line} and code = ${record.code}`.execute(db)
  await sql`update meta.quarantine set resolution = 'dismissed', resolved_by = ${idOf(record)}
    where batch_id = ${batchId} and line = ${line}`.execute(db)
}
