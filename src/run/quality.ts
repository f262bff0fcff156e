/** What a snapshot knows of the quality of its data: scores over the loads, results of checks, profiles of columns. */
import { sql } from 'kysely'
import { type Bin, type BinKind, FILES_READABLE, type PartShares } from '../ingestion/index.ts'
import { tableDef } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { median } from '../util/median.ts'
import type { Text } from '../util/text.ts'
import type { Warehouse } from '../warehouse/index.ts'

const DEFAULTS = {
  /** Loads of a source in its history. */
  history: 60,
} as const

export interface LoadQuality {
  readonly batchId: string
  readonly file: string
  readonly loadedAt: Date
  readonly records: number
  readonly quarantined: number
  readonly duplicate: number
  readonly score: number
  readonly parts: PartShares & { readonly validity: number }
  readonly filled: number | null
  readonly drifted: readonly string[]
}

export interface CheckState {
  readonly source: string
  readonly name: string
  readonly severity: 'stop' | 'quarantine' | 'warn'
  readonly meaning: Text
  readonly failed: number
  readonly checkedAt: Date
  readonly sample: readonly Readonly<Record<string, unknown>>[]
}

export interface SourceQuality {
  readonly source: string
  readonly latest: LoadQuality | null
  /** Score of the newest load less the median of those before it; null without any. */
  readonly change: number | null
  /** The oldest first. */
  readonly loads: readonly LoadQuality[]
  readonly failedChecks: number
  readonly openQuarantine: number
}

/** One column of a load. */
export interface ColumnQuality {
  readonly column: string
  readonly meaning: string
  readonly type: string
  readonly isSensitive: boolean
  readonly kind: BinKind
  readonly rows: number
  readonly sampled: number
  readonly missing: number
  readonly distinctValues: number
  /** Shares now and in the loads before, null without any. */
  readonly bins: readonly { readonly bin: string; readonly share: number; readonly before: number | null }[]
  readonly distance: number | null
  readonly limit: number | null
  readonly pValue: number | null
  readonly isDrifted: boolean
  readonly history: readonly {
    readonly batchId: string
    readonly loadedAt: Date
    readonly missingShare: number
    readonly distance: number | null
    readonly limit: number | null
    readonly isDrifted: boolean
  }[]
}

/** Scores of all sources, those with the lowest first. */
export async function qualityReport(
  warehouse: Warehouse,
  sources: readonly Source[],
): Promise<{ score: number | null; sources: SourceQuality[]; checks: CheckState[] }> {
  const [loads, checks, open] = await Promise.all([
    loadsBySource(warehouse),
    checkStates(warehouse, sources),
    openBySource(warehouse),
  ])
  const list = sources
    .map(({ name }) => sourceQuality(name, loads.get(name) ?? [], checks, open.get(name) ?? 0))
    .sort((a, b) => (a.latest?.score ?? 101) - (b.latest?.score ?? 101) || (a.source < b.source ? -1 : 1))
  return { score: overall(list), sources: list, checks }
}

/** One source over its loads, with the columns of one of them; default the newest. */
export async function sourceReport(
  warehouse: Warehouse,
  source: Source,
  batchId?: string,
): Promise<SourceQuality & { batchId: string | null; checks: CheckState[]; columns: ColumnQuality[] }> {
  const [loads, checks, open] = await Promise.all([
    loadsBySource(warehouse, source.name),
    checkStates(warehouse, [source]),
    openBySource(warehouse),
  ])
  const own = loads.get(source.name) ?? []
  const load = batchId ? own.find((one) => one.batchId === batchId) : own.at(-1)
  return {
    ...sourceQuality(source.name, own, checks, open.get(source.name) ?? 0),
    batchId: load?.batchId ?? null,
    checks,
    columns: load ? await columnsOf(warehouse, source, load, own) : [],
  }
}

function sourceQuality(
  source: string,
  loads: readonly LoadQuality[],
  checks: readonly CheckState[],
  openQuarantine: number,
): SourceQuality {
  const latest = loads.at(-1) ?? null
  return {
    source,
    latest,
    change: latest && loads.length > 1 ? latest.score - median(loads.slice(0, -1).map((l) => l.score)) : null,
    loads,
    failedChecks: checks.filter((check) => check.source === source && check.failed > 0).length,
    openQuarantine,
  }
}

async function loadsBySource(warehouse: Warehouse, source?: string): Promise<Map<string, LoadQuality[]>> {
  const { rows } = await sql<
    {
      source: string
      batch_id: string
      file: string
      loaded_at: Date
      records: number
      quarantined: number
      duplicate: number
      score: number
      filled: number | null
      drifted: string[] | null
      validity: number
    } & PartShares
  >`
    select q.*, b.file, b.quarantined, b.duplicate, d.drifted
    from meta.quality as q join meta.batch as b using (source, batch_id)
    left join (select batch_id, list(column_name order by column_name) as drifted from meta.profile
      where is_drifted group by batch_id) as d using (batch_id)
    where ${source === undefined ? sql`true` : sql`q.source = ${source}`}
    qualify row_number() over (partition by q.source order by q.loaded_at desc, b.file desc) <= ${sql.lit(DEFAULTS.history)}
    order by q.source, q.loaded_at, b.file`.execute(warehouse.db)
  const loads = new Map<string, LoadQuality[]>()
  for (const row of rows) {
    const { validity, completeness, uniqueness, consistency, timeliness, stability } = row
    const list = loads.get(row.source) ?? []
    list.push({
      batchId: row.batch_id,
      file: row.file,
      loadedAt: row.loaded_at,
      records: row.records,
      quarantined: row.quarantined,
      duplicate: row.duplicate,
      score: row.score,
      parts: { validity, completeness, uniqueness, consistency, timeliness, stability },
      filled: row.filled,
      drifted: row.drifted ?? [],
    })
    loads.set(row.source, list)
  }
  return loads
}

async function checkStates(warehouse: Warehouse, sources: readonly Source[]): Promise<CheckState[]> {
  const rows = await warehouse.db
    .selectFrom('meta.check_result')
    .selectAll()
    .orderBy('source')
    .orderBy('name')
    .execute()
  const meanings = new Map(
    sources.flatMap(({ name, checks }) =>
      [...checks, FILES_READABLE].map((check) => [`${name}\n${check.name}`, check.meaning]),
    ),
  )
  const names = new Set(sources.map(({ name }) => name))
  return rows
    .filter(({ source }) => names.has(source))
    .map(({ source, name, severity, failed, sample, checked_at }) => ({
      source,
      name,
      severity: severity as CheckState['severity'],
      // A check that the source no longer has.
      meaning: meanings.get(`${source}\n${name}`) ?? {
        en: name.replaceAll('_', ' '),
        zh: name.replaceAll('_', ' '),
      },
      failed,
      checkedAt: checked_at,
      sample: JSON.parse(sample) as Record<string, unknown>[],
    }))
}

async function openBySource(warehouse: Warehouse): Promise<ReadonlyMap<string, number>> {
  const rows = await warehouse.db
    .selectFrom('meta.quarantine')
    .where('resolution', '=', 'open')
    .groupBy('source')
    .select(['source', (eb) => eb.fn.countAll<number>().as('records')])
    .execute()
  return new Map(rows.map(({ source, records }) => [source, Number(records)]))
}

/** Profiles of the columns of a load, beside those of the loads before it. */
async function columnsOf(
  warehouse: Warehouse,
  source: Source,
  load: LoadQuality,
  loads: readonly LoadQuality[],
): Promise<ColumnQuality[]> {
  const profiles = await warehouse.db
    .selectFrom('meta.profile')
    .selectAll()
    .where('source', '=', source.name)
    .execute()
  const order = new Map(loads.map(({ batchId }, i) => [batchId, i]))
  const at = order.get(load.batchId) ?? 0
  const placed = profiles
    .map((profile) => ({ ...profile, at: order.get(profile.batch_id) ?? -1 }))
    .filter((profile) => profile.at >= 0 && profile.at <= at)
    .sort((a, b) => a.at - b.at)
  const types = tableDef(source.into).columns
  const names = Object.keys(types)
  return placed
    .filter((profile) => profile.at === at)
    .sort((a, b) => names.indexOf(a.column_name) - names.indexOf(b.column_name))
    .map((profile): ColumnQuality => {
      const past = placed.filter((one) => one.column_name === profile.column_name)
      const before = past.filter((one) => one.at < at && one.kind === profile.kind)
      return {
        column: profile.column_name,
        meaning: types[profile.column_name]?.meaning ?? '',
        type: types[profile.column_name]?.sql ?? '',
        isSensitive: types[profile.column_name]?.sensitive ?? false,
        kind: profile.kind as BinKind,
        rows: profile.rows,
        sampled: profile.sampled,
        missing: profile.missing,
        distinctValues: profile.distinct_values,
        bins: binShares(profile, before),
        distance: profile.distance,
        limit: profile.distance_limit,
        pValue: profile.p_value,
        isDrifted: profile.is_drifted,
        history: past.map((one) => ({
          batchId: one.batch_id,
          loadedAt: one.loaded_at,
          missingShare: one.sampled > 0 ? one.missing / one.sampled : 0,
          distance: one.distance,
          limit: one.distance_limit,
          isDrifted: one.is_drifted,
        })),
      }
    })
}

interface Spread {
  readonly bins: string
  readonly sampled: number
}

function binShares(now: Spread, before: readonly Spread[]): ColumnQuality['bins'] {
  const former = new Map<string, number>()
  for (const { bins } of before)
    for (const { bin, rows } of JSON.parse(bins) as Bin[]) former.set(bin, (former.get(bin) ?? 0) + rows)
  const all = before.reduce((sum, { sampled }) => sum + Number(sampled), 0)
  const own = JSON.parse(now.bins) as Bin[]
  const gone = [...former.keys()].filter((bin) => !own.some((one) => one.bin === bin))
  return [...own, ...gone.map((bin) => ({ bin, rows: 0 }))].map(({ bin, rows }) => ({
    bin,
    share: now.sampled > 0 ? rows / Number(now.sampled) : 0,
    before: all > 0 ? (former.get(bin) ?? 0) / all : null,
  }))
}

/** A large source weighs more than a small one, but not by its rows: ten times the records is one step more. */
function overall(sources: readonly SourceQuality[]): number | null {
  let sum = 0
  let weights = 0
  for (const { latest } of sources) {
    if (!latest) continue
    const weight = Math.log10(10 + latest.records)
    sum += weight * latest.score
    weights += weight
  }
  return weights > 0 ? sum / weights : null
}
