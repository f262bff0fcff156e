/** One record of a file that was loaded, read again from its bytes and put through its source again. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { openWarehouse, quoteName } from '../warehouse/index.ts'
import { columnsOf, wantedColumns } from './definition.ts'
import { fingerprint } from './fingerprint.ts'
import { LineMap } from './line-map.ts'
import type { Located, RawTable, Session } from './raw.ts'
import { readRaw } from './read-raw.ts'
import { stage } from './stage.ts'

/** A loaded record to be found again. */
export interface TraceRequest {
  readonly source: Source
  /** Where the file may stand; the first that is there is read. Members of archives are named `archive.zip/member.csv`. */
  readonly paths: readonly string[]
  /** Name that messages show. */
  readonly name: string
  /** Of the bytes that were loaded. */
  readonly sha256: string
  readonly line: number
  /** Key of the row, where a record makes several. */
  readonly key: Readonly<Record<string, string>>
  /** A folder of its own is made in it, and removed. */
  readonly workDirectory: string
}

export interface Traced {
  /** `changed` bytes are not read; `unreadable` is a file without that record. */
  readonly state: 'same' | 'changed' | 'missing' | 'unreadable'
  readonly path: string | null
  readonly place: Located | null
  /** Texts of the record, by column of the file. */
  readonly texts: Readonly<Record<string, string | null>>
  /** Values that the source makes of them, as text, by column of the table; null when it makes no such row. */
  readonly values: Readonly<Record<string, string | null>> | null
  /** How the file's fields are parted, null when it has none. */
  readonly delimiter: string | null
  readonly columns: readonly string[]
}

const NOTHING = { place: null, texts: {}, values: null, delimiter: null, columns: [] } as const

/** Finds the record and evaluates it. The file is parsed only when its hash is that of the bytes that were loaded. */
export async function traceRecord(request: TraceRequest): Promise<Traced> {
  const { source, name, sha256 } = request
  const path = request.paths.find(standsThere)
  if (!path) return { state: 'missing', path: null, ...NOTHING }
  const print = await fingerprint(path, name, source)
  if (print.sha256 !== sha256) return { state: 'changed', path, ...NOTHING }
  mkdirSync(request.workDirectory, { recursive: true })
  const workDirectory = mkdtempSync(join(request.workDirectory, 'trace-'))
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [dirname(path), workDirectory],
    connections: 1,
  })
  try {
    return await warehouse.db.connection().execute(async (session) => {
      const raw = await readRaw(
        source,
        {
          session,
          path,
          name,
          table: 'trace_file',
          wanted: new Set(wantedColumns(source)),
          workDirectory,
          onBytes: () => {},
        },
        print,
      )
      try {
        return { path, ...(await recordOf(session, request, raw)) }
      } finally {
        raw.dispose()
      }
    })
  } finally {
    await warehouse.close()
    rmSync(workDirectory, { recursive: true, force: true })
  }
}

/** A member of an archive is there when the archive is. */
function standsThere(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at))
    if (existsSync(at)) return at === path || /\.(zip|gz|xlsx)$/i.test(at)
  return false
}

async function recordOf(
  session: Session,
  { source, line, key }: TraceRequest,
  raw: RawTable,
): Promise<Omit<Traced, 'path'>> {
  const table = quoteName(raw.table)
  const number = raw.isLined ? line : ordinalOf(raw, line)
  const where = `from ${table} where ${raw.isLined ? '_line' : 'rowid'} = ${number ?? -1}`
  const { rows: texts } = await sql.raw<Record<string, string | null>>(`select * ${where}`).execute(session)
  if (number === undefined || texts.length === 0) return { state: 'unreadable', ...NOTHING }
  const [place] = await raw.locate(session, [number])
  const one = 'trace_record'
  await sql.raw(`create or replace temp table ${one} as select * ${where}`).execute(session)
  const lines = new LineMap()
  lines.note(0, line)
  // Its checks were answered when it was loaded, and look at tables that are not here.
  const staged = await stage(
    session,
    { ...source, checks: [] as never },
    { ...raw, table: one, lines, records: 1 },
  )
  const names = columnsOf(source).map(([column]) => `${quoteName(column)}::varchar as ${quoteName(column)}`)
  const { rows: made } = await sql
    .raw<Record<string, string | null>>(`select ${names.join(', ')} from ${staged.table}`)
    .execute(session)
  const keys = tableDef(source.into).key
  const values = made.find((row) => keys.every((column) => row[column] === key[column])) ?? null
  return {
    state: 'same',
    place,
    texts: texts[0] ?? {},
    values,
    delimiter: raw.delimiter ?? null,
    columns: raw.columns,
  }
}

/** Number of the record that begins on a line. */
function ordinalOf({ lines, records }: RawTable, line: number): number | undefined {
  let low = 0
  let high = records - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const at = lines.lineOf(middle)
    if (at === line) return middle
    if (at < line) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
