/** The statements of a source that must return no row. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import { tableDef } from '../schema/database.ts'
import type { Check, Source } from '../source.ts'
import type { Text } from '../util/text.ts'
import { quoteName, quoteText } from '../warehouse/index.ts'
import { columnsOf } from './definition.ts'
import type { Session } from './raw.ts'
import { acceptedRows, type Staged } from './stage.ts'
import { wellFormed } from './well-formed.ts'

export const DEFAULTS = {
  /** Failed rows that are shown. */
  sample: 3,
} as const

export interface CheckResult {
  readonly source: string
  readonly name: string
  readonly severity: Check['severity']
  readonly meaning: Text
  readonly part: NonNullable<Check['part']>
  readonly failed: number
  readonly sample: readonly unknown[]
  /** The load, while several of them are not yet one result. */
  readonly batch?: string
}

/** What a check's text is filled with. */
interface Place {
  /** Relation of the rows. */
  readonly rows: string
  readonly source: Source
  /** Nothing yet, where nothing is being loaded. */
  readonly batch?: string
  readonly loadedAt?: Date
}

/** The statement of a check, with everything in braces filled in. */
export function checkText(
  { sql: text }: Check,
  { rows, source, batch = '', loadedAt = new Date(0) }: Place,
): string {
  const key = tableDef(source.into).key.map(quoteName).join(', ')
  return text
    .replaceAll('{rows}', rows)
    .replaceAll('{key}', key)
    .replaceAll('{table}', source.into)
    .replaceAll('{source}', quoteText(source.name))
    .replaceAll('{batch}', quoteText(batch))
    .replaceAll('{loaded_at}', `timestamp '${loadedAt.toISOString().slice(0, -1)}'`)
}

/**
 * Runs the checks of a source over the rows just staged; those that set records aside did so when these were staged.
 */
export async function runChecks(
  session: Session,
  source: Source,
  staged: Staged,
  { batch = '', loadedAt = new Date(0) }: { readonly batch?: string; readonly loadedAt?: Date } = {},
): Promise<CheckResult[]> {
  const names = columnsOf(source).map(([name]) => `"${name}"`)
  const place = {
    rows: `(select ${names.join(', ')} from ${acceptedRows(source, staged)})`,
    source,
    batch,
    loadedAt,
  }
  const results: CheckResult[] = []
  for (const check of source.checks) {
    if (check.when === 'loaded') continue
    const done = staged.setAside.find((result) => result.name === check.name)
    results.push({ ...(done ?? (await runCheck(session, check, place))), batch })
  }
  return results
}

/** Runs the checks of a source that look at a load once all sources of the run have entered. */
export async function runLoadedChecks(
  session: Session,
  source: Source,
  batch: string,
  loadedAt: Date,
): Promise<CheckResult[]> {
  const rows = `(select * from ${source.into} where batch_id = ${quoteText(batch)})`
  const results: CheckResult[] = []
  for (const check of source.checks)
    if (check.when === 'loaded')
      results.push({ ...(await runCheck(session, check, { rows, source, batch, loadedAt })), batch })
  return results
}

async function runCheck(session: Session, check: Check, place: Place): Promise<CheckResult> {
  const { name, severity, meaning, part = 'consistency' } = check
  const failing = checkText(check, place)
  try {
    const counted = await sql.raw<{ n: number }>(`select count(*) as n from (${failing}\n)`).execute(session)
    const failed = Number(counted.rows[0].n)
    const sample =
      failed === 0
        ? []
        : (await sql.raw(`select * from (${failing}\n) limit ${DEFAULTS.sample}`).execute(session)).rows
    return { source: place.source.name, name, severity, meaning, part, failed, sample }
  } catch (error) {
    throw new Error(`invalid check: ${name} [source ${place.source.name}: ${(error as Error).message}]`, {
      cause: error,
    })
  }
}

/** Throws for the first check that stops. */
export function assertPassed(file: string, results: readonly CheckResult[]): void {
  const stop = results.find((result) => result.severity === 'stop' && result.failed > 0)
  if (!stop) return
  throw new UserError(
    `invalid data: ${stop.meaning.en} [check ${stop.name} of ${stop.source}: ${stop.failed} rows of ${file}, the first ${JSON.stringify(stop.sample[0]).slice(0, 300)}; nothing of it was loaded]`,
    422,
  )
}

/** Adds up the results of one check over several loads. */
export function mergeChecks(results: readonly CheckResult[]): CheckResult[] {
  const merged = new Map<string, CheckResult>()
  for (const { batch: _, ...result } of results) {
    const key = `${result.source}\n${result.name}`
    const before = merged.get(key)
    const sample = [...(before?.sample ?? []), ...result.sample].slice(0, DEFAULTS.sample)
    merged.set(key, { ...result, failed: (before?.failed ?? 0) + result.failed, sample })
  }
  return [...merged.values()]
}

/** Writes results into `meta.check_result`, in place of the last ones. */
export async function keepChecks(session: Session, results: readonly CheckResult[], at: Date): Promise<void> {
  if (results.length === 0) return
  const list = <T>(pick: (result: CheckResult) => T) => results.map(pick)
  const sources = list((result) => result.source)
  const names = list((result) => result.name)
  await sql`delete from meta.check_result where (source, name) in
    (select unnest(${sources}::varchar[]), unnest(${names}::varchar[]))`.execute(session)
  await sql`insert into meta.check_result (source, name, severity, failed, sample, checked_at)
    select unnest(${sources}::varchar[]), unnest(${names}::varchar[]),
      unnest(${list((result) => result.severity)}::varchar[]), unnest(${list((result) => result.failed)}::bigint[]),
      unnest(${list((result) => wellFormed(JSON.stringify(result.sample)))}::varchar[]), ${at}`.execute(
    session,
  )
}
