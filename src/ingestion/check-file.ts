/** How a file fits a source, before anything is loaded. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { sql } from 'kysely'
import { schemaDdl, tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { type CheckResult, runChecks } from './checks.ts'
import { wantedColumns } from './definition.ts'
import { fingerprint } from './fingerprint.ts'
import { columnFit, type Fit } from './fit.ts'
import { countFaults, DEFAULTS as QUARANTINE, type Quarantined, quarantined } from './quarantine.ts'
import { readRaw } from './read-raw.ts'
import { stage } from './stage.ts'

const DEFAULTS = {
  /** Examples shown a code. */
  examples: 3,
} as const

export interface CheckFileOptions {
  /** Folder for working copies; a folder of its own is made within it and taken away again. */
  readonly workDirectory: string
  readonly memoryMb?: number
}

/** One way in which records do not fit. */
export interface Misfit {
  readonly code: string
  readonly column: string | null
  readonly records: number
  readonly examples: readonly { readonly line: number; readonly reason: string; readonly record: string }[]
}

export interface FileCheck {
  readonly file: string
  readonly source: string
  readonly into: string
  readonly bytes: number
  readonly sha256: string
  readonly encoding: string
  readonly delimiter: string | null
  readonly columns: Fit
  /** Records in the file. */
  readonly records: number
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
export async function checkFile(path: string, source: Source, options: CheckFileOptions): Promise<FileCheck> {
  const file = resolve(path)
  const name = basename(file)
  const print = await fingerprint(file, name, source)
  mkdirSync(options.workDirectory, { recursive: true })
  const work = mkdtempSync(join(options.workDirectory, 'check-'))
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [dirname(file), work],
    ...(options.memoryMb ? { memoryMb: options.memoryMb } : {}),
  })
  try {
    await warehouse.execute(schemaDdl())
    return await warehouse.db.connection().execute(async (session) => {
      const wanted = new Set(wantedColumns(source))
      const raw = await readRaw(
        source,
        {
          session,
          path: file,
          name,
          table: 'ingest_raw',
          wanted,
          workDirectory: work,
          onBytes: () => undefined,
        },
        print,
      )
      const columns = columnFit(source, raw.columns)
      const records = raw.records + raw.rejects.length
      const common = {
        file: name,
        source: source.name,
        into: tableDef(source.into).name,
        bytes: print.bytes,
        sha256: print.sha256,
        encoding: raw.encoding,
        delimiter: raw.delimiter ?? null,
        columns,
        records,
      }
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
        total <= (source.tolerance ?? QUARANTINE.tolerance) * records &&
        checks.every((check) => check.severity !== 'stop' || check.failed === 0)
      const misfits = await collect(quarantined(session, raw, staged))
      raw.dispose()
      return { ...common, rows: Number(rows[0].n), quarantined: total, misfits, checks, fits }
    })
  } finally {
    await warehouse.close()
    rmSync(work, { recursive: true, force: true })
  }
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
