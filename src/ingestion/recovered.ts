/** The report of a load that needed several processes: files that an earlier one brought in are this load's files too. */
import { sql } from 'kysely'
import type { Warehouse } from '../warehouse/index.ts'
import type { IngestReport, SourceReport } from './report.ts'

interface Loaded {
  readonly batch_id: string
  readonly source: string
  readonly file: string
  readonly bytes: number
  readonly records: number
  readonly accepted: number
  readonly quarantined: number
  readonly duplicate: number
  readonly quarantined_bytes: number
  readonly unknown_columns: string | null
}

/** Counts files of this load that the last process skipped because they were in already. */
export async function recovered(
  warehouse: Warehouse,
  report: IngestReport,
  loadedAt: Date,
): Promise<IngestReport> {
  const { rows: batches } = await sql<Loaded>`
    select * from meta.batch where loaded_at = ${loadedAt}`.execute(warehouse.db)
  const { rows: codes } = await sql<{ batch_id: string; code: string; n: number }>`
    select batch_id, code, count(*) as n from meta.quarantine
    where batch_id in (select batch_id from meta.batch where loaded_at = ${loadedAt}) group by all`.execute(
    warehouse.db,
  )
  let bytes = report.bytes
  const sources = report.sources.map((source): SourceReport => {
    const found = batches.filter((b) => b.source === source.source && source.skipped.includes(b.file))
    if (found.length === 0) return source
    const names = new Set(found.map((b) => b.file))
    const ids = new Set(found.map((b) => b.batch_id))
    const sum = (pick: (batch: Loaded) => number) => found.reduce((total, b) => total + Number(pick(b)), 0)
    const all: Record<string, number> = { ...source.codes }
    for (const { batch_id, code, n } of codes) if (ids.has(batch_id)) all[code] = (all[code] ?? 0) + Number(n)
    bytes += sum((b) => b.bytes)
    return {
      ...source,
      files: [...source.files, ...names].sort(),
      skipped: source.skipped.filter((file) => !names.has(file)),
      records: source.records + sum((b) => b.records),
      accepted: source.accepted + sum((b) => b.accepted),
      quarantined: source.quarantined + sum((b) => b.quarantined),
      duplicate: source.duplicate + sum((b) => b.duplicate),
      bytes: source.bytes + sum((b) => b.bytes),
      quarantinedBytes: source.quarantinedBytes + sum((b) => b.quarantined_bytes),
      codes: all,
      unknownColumns: [
        ...new Set([...source.unknownColumns, ...found.flatMap((b) => b.unknown_columns?.split(',') ?? [])]),
      ],
    }
  })
  return { ...report, sources, bytes }
}
