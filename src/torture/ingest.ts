/**
 * Tortures ingestion: damaged files of every kind, from a seed, are loaded the way a run loads them, and each must be answered
 * without a crash and without a lost byte.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { ingestIsolated, type Refused } from '../ingestion/index.ts'
import { schemaDdl } from '../schema/database.ts'
import type { Format } from '../source.ts'
import type { OnProgress } from '../util/progress.ts'
import { random } from '../util/random.ts'
import { openWarehouse, type Warehouse } from '../warehouse/index.ts'
import { csvFile } from './csv-files.ts'
import { type TorturedFile, wrapped } from './damage.ts'
import { excelFile } from './excel-files.ts'
import { jsonFile } from './json-files.ts'
import { parquetFile, wholeParquet } from './parquet-files.ts'
import { tortureSource } from './records.ts'
import { bytesLost, type Loaded } from './verify.ts'

export const DEFAULTS = {
  seed: 1,
  /** Files of each kind; other totals are parted alike. */
  kinds: { csv: 1000, json: 200, parquet: 100, xlsx: 100 },
  /** DuckDB's memory in the loading process, MiB, and time for a file, s. */
  memoryMb: 1024,
  seconds: 120,
} as const

const FORMATS: readonly Format[] = ['csv', 'json', 'jsonl', 'parquet', 'xlsx']

export interface TortureOptions {
  readonly seed?: number
  /** Files in all. Default 1,400. */
  readonly files?: number
  readonly onProgress?: OnProgress
}

/** What became of one kind of file. */
interface KindReport {
  files: number
  loaded: number
  refused: number
  /** The very bytes of a file that was loaded before, and so left out. */
  same: number
  records: number
  accepted: number
  quarantined: number
  bytes_lost: number
}

export interface TortureReport {
  readonly seed: number
  readonly files: number
  /** Deaths of the process that asked for the load; one of these would be a server's. */
  readonly crashes: number
  /** Deaths of the process that loads, each over one file, which was refused. */
  readonly contained: number
  /** Bytes of loaded files that are neither in the warehouse nor in quarantine nor header or blank. */
  readonly bytes_lost: number
  /** Files that were neither loaded nor refused with a reason. */
  readonly unanswered: number
  /** Loaded files that nobody else could read to compare with. */
  readonly unverified: number
  readonly bytes: number
  readonly kinds: Readonly<Record<string, KindReport>>
  /** Files by the reason why they were refused, commonest first. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first files at fault, when there are any. */
  readonly faults: readonly string[]
  readonly seconds: number
}

/** Runs the torture in a folder of its own, which is removed. */
export async function tortureIngest(options: TortureOptions = {}): Promise<TortureReport> {
  const began = performance.now()
  const { seed = DEFAULTS.seed, onProgress = () => undefined } = options
  const root = mkdtempSync(join(tmpdir(), 'claimscope-torture-'))
  const [data, work] = ['data', 'work'].map((name) => join(root, name))
  for (const folder of [data, work]) mkdirSync(folder)
  const file = {
    path: join(root, 'torture.duckdb'),
    allowedDirectories: [data, work],
    memoryMb: DEFAULTS.memoryMb,
  }
  try {
    const warehouse = await openWarehouse({ ...file, mode: 'write' })
    await warehouse.execute(schemaDdl())
    const files = await makeFiles(seed, options.files, warehouse, work, onProgress)
    await warehouse.close()
    for (const { name, bytes } of files) writeFileSync(join(data, name), bytes)
    const refused: Refused[] = []
    const same = new Set<string>()
    const faults: string[] = []
    let crashes = 0
    let done = 0
    try {
      const report = await ingestIsolated(
        file,
        FORMATS.map(tortureSource),
        {
          book: 'torture',
          dataDirectory: data,
          workDirectory: work,
          loadedAt: new Date(0),
          onProgress: ({ phase }) => {
            if (phase === 'done') onProgress({ stage: 'load', done: ++done, unit: 'files' })
          },
        },
        { seconds: DEFAULTS.seconds, keepGoing: true },
      )
      refused.push(...report.refused)
      for (const name of report.sources.flatMap((source) => source.skipped)) same.add(name)
    } catch (error) {
      crashes++
      faults.push(`crash: ${(error as Error).message}`)
    }
    const reader = await openWarehouse({ ...file, mode: 'read' })
    try {
      const kinds = await judge(reader, data, files, { refused, same, faults }, onProgress)
      const sum = (pick: (kind: KindReport) => number) =>
        Object.values(kinds.kinds).reduce((total, kind) => total + pick(kind), 0)
      return {
        seed,
        files: files.length,
        crashes,
        contained: refused.filter((one) => one.isDeath).length,
        bytes_lost: sum((kind) => kind.bytes_lost),
        unanswered: sum((kind) => kind.files - kind.loaded - kind.refused - kind.same),
        unverified: kinds.unverified,
        bytes: files.reduce((total, { bytes }) => total + bytes.length, 0),
        kinds: kinds.kinds,
        reasons: reasonsOf(refused),
        faults: faults
          .sort((a, b) => Number(a.startsWith('no answer')) - Number(b.startsWith('no answer')))
          .slice(0, 20),
        seconds: Math.round(performance.now() - began) / 1000,
      }
    } finally {
      await reader.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** All files, some of them wrapped, some under the ending of another kind. */
async function makeFiles(
  seed: number,
  total: number | undefined,
  warehouse: Warehouse,
  folder: string,
  onProgress: OnProgress,
): Promise<TorturedFile[]> {
  const all = Object.values(DEFAULTS.kinds).reduce((sum, n) => sum + n, 0)
  const whole = await wholeParquet(warehouse, folder)
  const makers = { csv: csvFile, json: jsonFile, parquet: parquetFile, xlsx: excelFile }
  const files: TorturedFile[] = []
  const r = random(seed)
  for (const kind of Object.keys(makers) as (keyof typeof makers)[]) {
    const n = Math.max(1, Math.round((DEFAULTS.kinds[kind] * (total ?? all)) / all))
    for (let i = 1; i <= n; i++) {
      const own = r.fork(`${kind}-${i}`)
      const file = makers[kind](own, i, whole)
      // Bytes of another kind under this name.
      const other = files.length > 0 && own.chance(0.02) ? own.pick(files).bytes : file.bytes
      files.push(wrapped({ ...file, bytes: other }, own))
      onProgress({ stage: 'damage files', done: files.length, unit: 'files' })
    }
  }
  return files
}

interface Answers {
  readonly refused: readonly Refused[]
  readonly same: ReadonlySet<string>
  readonly faults: string[]
}

/** Holds what was loaded against the files. */
async function judge(
  warehouse: Warehouse,
  folder: string,
  files: readonly TorturedFile[],
  { refused, same, faults }: Answers,
  onProgress: OnProgress,
): Promise<{ kinds: Record<string, KindReport>; unverified: number }> {
  const kinds: Record<string, KindReport> = {}
  let unverified = 0
  const batches = await loadedFiles(warehouse)
  const ofFile = (name: string) => (one: { readonly file: string }) =>
    one.file === name || one.file.startsWith(`${name}/`)
  for (const [i, { name }] of files.entries()) {
    onProgress({ stage: 'compare', done: i, total: files.length, unit: 'files' })
    const format = name.slice(0, name.indexOf('-'))
    const kind = (kinds[format] ??= {
      files: 0,
      loaded: 0,
      refused: 0,
      same: 0,
      records: 0,
      accepted: 0,
      quarantined: 0,
      bytes_lost: 0,
    })
    kind.files++
    const loads = batches.filter(ofFile(name))
    if (loads.length > 0) kind.loaded++
    else if (refused.some((one) => ofFile(name)(one) && one.reason !== '')) kind.refused++
    else if ([...same].some((file) => ofFile(name)({ file }))) kind.same++
    else faults.push(`no answer to ${name}`)
    for (const { file, loaded } of loads) {
      const { lost, verified } = await bytesLost(format, contentOf(folder, file), loaded)
      if (lost > 0) faults.push(`${lost} bytes lost of ${file}`)
      if (!verified) unverified++
      kind.records += loaded.records
      kind.accepted += loaded.accepted
      kind.quarantined += loaded.quarantined
      kind.bytes_lost += lost
    }
  }
  return { kinds, unverified }
}

/** The unpacked bytes of a file or member. */
function contentOf(folder: string, file: string): Buffer {
  const [name, ...member] = file.split('/')
  const bytes = readFileSync(join(folder, name))
  const inner = member.length > 0 ? Buffer.from(unzipSync(bytes)[member.join('/')]) : bytes
  const single =
    member.length === 0 && inner[0] === 0x50 && name.endsWith('.zip')
      ? Object.values(unzipSync(inner))[0]
      : inner
  return single[0] === 0x1f && single[1] === 0x8b ? gunzipSync(single) : Buffer.from(single)
}

/** What the warehouse holds of each file, in the order of their names. */
async function loadedFiles(
  warehouse: Warehouse,
): Promise<{ readonly file: string; readonly loaded: Loaded }[]> {
  const { rows: batches } = await sql<Record<string, string | number | null>>`
    select * from meta.batch order by file`.execute(warehouse.db)
  // The client takes a byte order mark off the front of every text that it reads: another character goes in front.
  const { rows: aside } = await sql<{ batch: string; offset: number; record: string }>`
    select batch_id as batch, byte_offset as "offset", '|' || record as record from meta.quarantine`.execute(
    warehouse.db,
  )
  const { rows } = await sql<{ batch: string; id: string; claim: string; payee: string | null }>`
    select batch_id as batch, '|' || payment_id as id, '|' || claim_id as claim, '|' || payee_id as payee
    from core.payment`.execute(warehouse.db)
  const asideOf = grouped(aside)
  const rowsOf = grouped(rows)
  return batches.map((found) => ({
    file: String(found.file),
    loaded: {
      encoding: String(found.encoding),
      delimiter: found.delimiter as string | null,
      records: Number(found.records),
      accepted: Number(found.accepted),
      quarantined: Number(found.quarantined),
      duplicate: Number(found.duplicate),
      aside: (asideOf.get(String(found.batch_id)) ?? []).map(({ offset, record }) => ({
        offset: Number(offset),
        record: record.slice(1),
      })),
      rows: (rowsOf.get(String(found.batch_id)) ?? []).map(
        ({ id, claim, payee }) => [id.slice(1), claim.slice(1), payee?.slice(1) ?? null] as const,
      ),
    },
  }))
}

function grouped<T extends { readonly batch: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(item.batch)
    if (group) group.push(item)
    else groups.set(item.batch, [item])
  }
  return groups
}

/** Reasons without what is particular to a file. */
function reasonsOf(refused: readonly Refused[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of refused) {
    const short = (/\[(.*)\]$/s.exec(reason)?.[1] ?? reason)
      .replace(/"[^"]*"|[0-9][0-9,.]*/g, '…')
      .slice(0, 80)
    counts.set(short, (counts.get(short) ?? 0) + 1)
  }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]).slice(0, 30))
}
