/** Reads the generated files as records of texts, without the engine under test. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openWarehouse, quoteText } from '../../src/warehouse/index.ts'

export interface Table {
  /** Name without the year. */
  readonly name: string
  readonly columns: string[]
  readonly rows: (string | undefined)[][]
}

/** Bytes to text: the byte order mark, UTF-8, else GB18030. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Fields of one line; the demo files hold no line breaks inside fields. */
export function fields(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '',
  )
}

function readCsv(path: string): { columns: string[]; rows: string[][] } {
  const lines = decode(readFileSync(path)).split('\n')
  const columns = fields(lines[0] ?? '')
  const rows = lines.slice(1).map(fields)
  return { columns, rows: rows.filter((row) => row.length === columns.length) }
}

function readJsonLines(path: string): { columns: string[]; rows: (string | undefined)[][] } {
  const records: Record<string, unknown>[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      records.push(JSON.parse(line))
    } catch {}
  }
  const columns = [...new Set(records.flatMap((r) => Object.keys(r)))]
  return {
    columns,
    rows: records.map((r) => columns.map((c) => (r[c] === undefined ? undefined : String(r[c])))),
  }
}

async function readParquet(
  directory: string,
  path: string,
): Promise<{ columns: string[]; rows: string[][] }> {
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [directory] })
  const { rows } = await sql<
    Record<string, unknown>
  >`select * from read_parquet(${sql.raw(quoteText(path))})`.execute(warehouse.db)
  await warehouse.close()
  const columns = Object.keys(rows[0] ?? {})
  return {
    columns,
    rows: rows.map((r) =>
      columns.map((c) => (r[c] instanceof Date ? r[c].toISOString() : String(r[c] ?? ''))),
    ),
  }
}

/** Every table of a generated book; files of several years are put together. */
export async function readTables(directory: string): Promise<Table[]> {
  const tables = new Map<string, Table>()
  for (const folder of ['internal', 'partner', 'web']) {
    for (const file of readdirSync(join(directory, folder)).sort()) {
      const path = join(directory, folder, file)
      const read = file.endsWith('.csv')
        ? readCsv(path)
        : file.endsWith('.jsonl')
          ? readJsonLines(path)
          : file.endsWith('.parquet')
            ? await readParquet(directory, path)
            : undefined
      if (!read) continue
      const name = file.replace(/(-\d{4})?\.\w+$/, '')
      const known = tables.get(name)
      if (known) for (const row of read.rows) known.rows.push(row)
      else tables.set(name, { name, columns: read.columns, rows: read.rows })
    }
  }
  return [...tables.values()]
}
