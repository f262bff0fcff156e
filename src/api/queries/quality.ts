/** How good the data are: loads, their scores and their parts, checks, what was set aside. */
import { sql } from 'kysely'
import { QUALITY_FORMULA, QUALITY_PARTS } from '../../ingestion/index.ts'
import type { Source } from '../../source.ts'
import type { ApiContext } from '../context.ts'
import type { Quality, QualityCheck, QualityLoad, QualitySource } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { maskCell } from './sensitive.ts'

const DEFAULTS = {
  /** Files listed, the newest first. */
  batches: 500,
  /** Loads of a source in its history. */
  history: 60,
  /** Places shown of each kind of fault. */
  places: 5,
} as const

/** The whole page; the same for everybody who may see it. */
export function qualityOf(view: View, context: ApiContext): Promise<Quality> {
  return view.once<Quality>('quality', async () => {
    const [batches, checks, quarantined, sources] = await Promise.all([
      batchList(view),
      checkResults(view, context),
      quarantineList(view),
      sourceList(view, context),
    ])
    return {
      formula: {
        text: QUALITY_FORMULA,
        parts: QUALITY_PARTS.map(({ part, title, exponent, meaning }) => ({
          part,
          title,
          exponent,
          meaning,
        })),
      },
      score: overall(sources),
      sources,
      batches,
      checks,
      quarantined,
    }
  })
}

/** Every source of the book with its history, those with the lowest score first. */
export function sourceList(view: View, context: ApiContext): Promise<QualitySource[]> {
  return view.once('quality sources', async () => {
    const [loads, checks, open] = await Promise.all([
      loadsBySource(view),
      checkResults(view, context),
      openBySource(view),
    ])
    const list = context.catalog.sources.map((source): QualitySource => {
      const history = loads.get(source.name) ?? []
      const latest = history.at(-1) ?? null
      const own = checks.filter((check) => check.source === source.name)
      return {
        source: source.name,
        into: source.into,
        description: source.description,
        publisher: source.publisher,
        origin: source.origin,
        latest,
        change:
          latest && history.length > 1
            ? latest.score - median(history.slice(0, -1).map((l) => l.score))
            : null,
        history,
        checks: { total: source.checks.length, failed: own.filter((check) => check.failed > 0).length },
        openQuarantine: open.get(source.name) ?? 0,
      }
    })
    return list.sort(
      (a, b) => (a.latest?.score ?? 101) - (b.latest?.score ?? 101) || (a.source < b.source ? -1 : 1),
    )
  })
}

/** What the checks found last, with the rows at fault masked. */
export function checkResults(view: View, context: ApiContext): Promise<QualityCheck[]> {
  return view.once<QualityCheck[]>('check results', async () => {
    const rows = await view.warehouse.db
      .selectFrom('meta.check_result')
      .selectAll()
      .orderBy('source')
      .orderBy('name')
      .execute()
    const sources = new Map(context.catalog.sources.map((source) => [source.name, source]))
    return rows.map((row) => {
      const source = sources.get(row.source)
      return {
        source: row.source,
        name: row.name,
        severity: row.severity as QualityCheck['severity'],
        meaning: source?.checks.find((check) => check.name === row.name)?.meaning ?? '',
        failed: row.failed,
        checkedAt: row.checked_at.toISOString(),
        sample: samples(row.sample, source),
      }
    })
  })
}

function samples(text: string, source: Source | undefined): Record<string, string | null>[] {
  const rows = JSON.parse(text) as Record<string, unknown>[]
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, maskCell(source?.into, column, textOf(value))]),
    ),
  )
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

async function loadsBySource(view: View): Promise<ReadonlyMap<string, QualityLoad[]>> {
  const { rows } = await sql<{
    source: string
    batch_id: string
    file: string
    loaded_at: Date
    records: number
    quarantined: number
    duplicate: number
    score: number
    filled: number | null
    validity: number
    completeness: number | null
    uniqueness: number | null
    consistency: number | null
    timeliness: number | null
    stability: number | null
    drifted: string[] | null
  }>`
    select q.*, b.file, b.quarantined, b.duplicate, d.drifted
    from meta.quality as q join meta.batch as b using (source, batch_id)
    left join (select batch_id, list(column_name order by column_name) as drifted from meta.profile
      where is_drifted group by batch_id) as d using (batch_id)
    qualify row_number() over (partition by q.source order by q.loaded_at desc, b.file desc) <= ${sql.lit(DEFAULTS.history)}
    order by q.source, q.loaded_at, b.file`.execute(view.warehouse.db)
  const loads = new Map<string, QualityLoad[]>()
  for (const row of rows) {
    const { validity, completeness, uniqueness, consistency, timeliness, stability } = row
    const list = loads.get(row.source) ?? []
    list.push({
      batchId: row.batch_id,
      file: row.file,
      loadedAt: row.loaded_at.toISOString(),
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

async function openBySource(view: View): Promise<ReadonlyMap<string, number>> {
  const rows = await view.warehouse.db
    .selectFrom('meta.quarantine')
    .where('resolution', '=', 'open')
    .groupBy('source')
    .select(['source', (eb) => eb.fn.countAll<number>().as('records')])
    .execute()
  return new Map(rows.map(({ source, records }) => [source, Number(records)]))
}

async function batchList(view: View): Promise<Quality['batches']> {
  const rows = await view.warehouse.db
    .selectFrom('meta.batch')
    .selectAll()
    .orderBy('loaded_at', 'desc')
    .orderBy('file')
    .limit(DEFAULTS.batches)
    .execute()
  return rows.map((row) => ({
    batchId: row.batch_id,
    source: row.source,
    file: row.file,
    bytes: row.bytes,
    sha256: row.sha256,
    encoding: row.encoding,
    records: row.records,
    accepted: row.accepted,
    quarantined: row.quarantined,
    duplicate: row.duplicate,
    unknownColumns: row.unknown_columns ? row.unknown_columns.split(',') : [],
    loadedAt: row.loaded_at.toISOString(),
  }))
}

async function quarantineList(view: View): Promise<Quality['quarantined']> {
  const { rows } = await sql<Quality['quarantined'][number]>`
    select source, file, code, count(*) as records,
      list({ 'line': line, 'column': column_name, 'reason': reason } order by line)[1:${sql.lit(DEFAULTS.places)}] as places
    from meta.quarantine group by source, file, code order by records desc, source, file, code`.execute(
    view.warehouse.db,
  )
  return rows
}

/** A large source weighs more than a small one, but not by its rows: ten times the records is one step more. */
function overall(sources: readonly QualitySource[]): number | null {
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
