/** The statements of a source that must return no row. */
import { sql } from 'kysely'
import { UserError } from '../errors.ts'
import type { Check, Source } from '../source.ts'
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
  readonly meaning: string
  readonly failed: number
  readonly sample: readonly unknown[]
}

/** Runs all checks of a source over the rows just staged; those that set records aside did so when these were staged. */
export async function runChecks(session: Session, source: Source, staged: Staged): Promise<CheckResult[]> {
  const names = columnsOf(source).map(([name]) => `"${name}"`)
  const rows = `(select ${names.join(', ')} from ${acceptedRows(source, staged)})`
  const results: CheckResult[] = []
  for (const { name, severity, meaning, sql: text } of source.checks) {
    const done = staged.setAside.find((result) => result.name === name)
    if (done) {
      results.push(done)
      continue
    }
    const failing = text.replaceAll('{rows}', rows)
    try {
      const counted = await sql
        .raw<{ n: number }>(`select count(*) as n from (${failing}\n)`)
        .execute(session)
      const failed = Number(counted.rows[0].n)
      const sample =
        failed === 0
          ? []
          : (await sql.raw(`select * from (${failing}\n) limit ${DEFAULTS.sample}`).execute(session)).rows
      results.push({ source: source.name, name, severity, meaning, failed, sample })
    } catch (error) {
      throw new Error(`invalid check: ${name} [source ${source.name}: ${(error as Error).message}]`, {
        cause: error,
      })
    }
  }
  return results
}

/** Throws for the first check that stops. */
export function assertPassed(file: string, results: readonly CheckResult[]): void {
  const stop = results.find((result) => result.severity === 'stop' && result.failed > 0)
  if (!stop) return
  throw new UserError(
    `invalid data: ${stop.meaning} [check ${stop.name} of ${stop.source}: ${stop.failed} rows of ${file}, the first ${JSON.stringify(stop.sample[0]).slice(0, 300)}; nothing of it was loaded]`,
    422,
  )
}

/** Adds up the results of one check over several files. */
export function mergeChecks(results: readonly CheckResult[]): CheckResult[] {
  const merged = new Map<string, CheckResult>()
  for (const result of results) {
    const key = `${result.source}\n${result.name}`
    const before = merged.get(key)
    const sample = [...(before?.sample ?? []), ...result.sample].slice(0, DEFAULTS.sample)
    merged.set(key, { ...result, failed: (before?.failed ?? 0) + result.failed, sample })
  }
  return [...merged.values()]
}

/** Writes results into `meta.check_result`, in place of the last ones. */
export async function keepChecks(session: Session, results: readonly CheckResult[], at: Date): Promise<void> {
  for (const { source, name, severity, failed, sample } of results) {
    await sql`delete from meta.check_result where source = ${source} and name = ${name}`.execute(session)
    await sql`insert into meta.check_result (source, name, severity, failed, sample, checked_at)
      values (${source}, ${name}, ${severity}, ${failed}, ${wellFormed(JSON.stringify(sample))}, ${at})`.execute(
      session,
    )
  }
}
