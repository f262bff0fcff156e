/** How a file fits a source, before anything is loaded. */
import { sql } from 'kysely'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { type CheckResult, runChecks } from './checks.ts'
import { wantedColumns } from './definition.ts'
import { type FileAloneOptions, type FileLook, withFile } from './file-alone.ts'
import { columnFit, type Fit } from './fit.ts'
import { countFaults, DEFAULTS as QUARANTINE, type Quarantined, quarantined } from './quarantine.ts'
import { stage } from './stage.ts'

const DEFAULTS = {
  /** Examples shown a code. */
  examples: 3,
} as const

/** One way in which records do not fit. */
export interface Misfit {
  readonly code: string
  readonly column: string | null
  readonly records: number
  readonly examples: readonly { readonly line: number; readonly reason: string; readonly record: string }[]
}

export interface FileCheck extends FileLook {
  readonly source: string
  readonly into: string
  readonly columns: Fit
  /** Rows that could enter the table; 0 when columns are missing. */
  readonly rows: number
  readonly quarantined: number
  readonly misfits: readonly Misfit[]
  readonly checks: readonly CheckResult[]
  /** Whether loading would go through. */
  readonly fits: boolean
}

/**
 * Reads a file as a source would and says how it fits; loads nothing.
 * @throws UserError for a file that cannot be read at all: missing, empty, damaged, in no known encoding.
 */
export async function checkFile(path: string, source: Source, options: FileAloneOptions): Promise<FileCheck> {
  const wanted = new Set(wantedColumns(source))
  return withFile(path, source, wanted, options, async (session, raw, look) => {
    const columns = columnFit(source, raw.columns)
    const common = { ...look, source: source.name, into: tableDef(source.into).name, columns }
    if (columns.missing.length > 0)
      return { ...common, rows: 0, quarantined: 0, misfits: [], checks: [], fits: false }
    const staged = await stage(session, source, raw)
    const counts = await countFaults(session, raw, staged)
    const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
    const checks = await runChecks(session, source, staged)
    const { rows } = await sql
      .raw<{ n: number }>(`select count(*) as n from ${staged.table} where _fault = 0`)
      .execute(session)
    const fits =
      total <= (source.tolerance ?? QUARANTINE.tolerance) * look.records &&
      checks.every((check) => check.severity !== 'stop' || check.failed === 0)
    const misfits = await collect(quarantined(session, raw, staged))
    return { ...common, rows: Number(rows[0].n), quarantined: total, misfits, checks, fits }
  })
}

async function collect(portions: AsyncIterable<readonly Quarantined[]>): Promise<Misfit[]> {
  const groups = new Map<
    string,
    { code: string; column: string | null; records: number; examples: Misfit['examples'][number][] }
  >()
  for await (const portion of portions) {
    for (const { code, column, line, reason, record } of portion) {
      const key = `${code}\n${column}`
      const group = groups.get(key) ?? { code, column, records: 0, examples: [] }
      group.records++
      if (group.examples.length < DEFAULTS.examples)
        group.examples.push({ line, reason, record: record.slice(0, 500) })
      groups.set(key, group)
    }
  }
  return [...groups.values()].sort((a, b) => b.records - a.records)
}
