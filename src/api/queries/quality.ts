/** How good the data are, as the API shows it: sensitive values of rows that failed a check are masked. */
import { sql } from 'kysely'
import { unknown } from '../../errors.ts'
import { QUALITY_FORMULA, QUALITY_PARTS } from '../../ingestion/index.ts'
import {
  type CheckState,
  type ColumnQuality,
  type LoadQuality,
  qualityReport,
  type SourceQuality,
  sourceReport,
} from '../../run/quality.ts'
import type { Source } from '../../source.ts'
import type { ApiContext } from '../context.ts'
import type {
  ColumnProfile,
  Quality,
  QualityCheck,
  QualityLoad,
  QualitySource,
  QualitySourceDetail,
} from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { maskCell } from './sensitive.ts'

const DEFAULTS = {
  /** Files listed, the newest first. */
  batches: 500,
  /** Places shown of each kind of fault. */
  places: 5,
} as const

/** The whole page; the same for everybody who may see it. */
export function qualityOf(view: View, context: ApiContext): Promise<Quality> {
  return view.once<Quality>('quality', async () => {
    const { sources } = context.catalog
    const [batches, quarantined, report] = await Promise.all([
      batchList(view),
      quarantineList(view),
      qualityReport(view.warehouse, sources),
    ])
    const byName = new Map(sources.map((source) => [source.name, source]))
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
      score: report.score,
      sources: report.sources.flatMap((one) => {
        const source = byName.get(one.source)
        return source ? [sourceOf(one, source)] : []
      }),
      batches,
      checks: report.checks.map((check) => checkOf(check, byName.get(check.source))),
      quarantined,
    }
  })
}

/** One source in full. @throws UserError for a source or load that there is not. */
export async function qualitySourceOf(
  view: View,
  context: ApiContext,
  name: string,
  batchId: string | undefined,
): Promise<QualitySourceDetail> {
  const { sources } = context.catalog
  const source = sources.find((one) => one.name === name)
  if (!source)
    throw unknown(
      'source',
      name,
      sources.map((one) => one.name),
    )
  const report = await sourceReport(view.warehouse, source, batchId)
  if (batchId !== undefined && report.batchId === null) throw unknown('load', batchId)
  return {
    ...sourceOf(report, source),
    batchId: report.batchId,
    checkResults: report.checks.map((check) => checkOf(check, source)),
    columns: report.columns.map(columnOf),
  }
}

const loadOf = (load: LoadQuality): QualityLoad => ({
  ...load,
  loadedAt: load.loadedAt.toISOString(),
  parts: { ...load.parts },
  drifted: [...load.drifted],
})

function sourceOf(report: SourceQuality, source: Source): QualitySource {
  return {
    source: source.name,
    title: source.title,
    into: source.into,
    description: source.description,
    publisher: source.publisher,
    origin: source.origin,
    latest: report.latest && loadOf(report.latest),
    change: report.change,
    history: report.loads.map(loadOf),
    checks: { total: source.checks.length, failed: report.failedChecks },
    openQuarantine: report.openQuarantine,
  }
}

const checkOf = (check: CheckState, source: Source | undefined): QualityCheck => ({
  ...check,
  checkedAt: check.checkedAt.toISOString(),
  sample: check.sample.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, maskCell(source?.into, column, textOf(value))]),
    ),
  ),
})

const textOf = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

const columnOf = (column: ColumnQuality): ColumnProfile => ({
  ...column,
  bins: [...column.bins],
  history: column.history.map((one) => ({ ...one, loadedAt: one.loadedAt.toISOString() })),
})

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
