/** Models and runs behind the snapshot. */
import type { ApiContext } from '../context.ts'
import type { Metrics, ModelSummary, RunSummary } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

interface Stage {
  readonly stage: string
  readonly seconds: number
  readonly rows?: number | null
}

/** Models of the book. Which of them scores may change while a snapshot is served, so nothing is remembered here. */
export function modelsOf(view: View, context: ApiContext): Promise<readonly ModelSummary[]> {
  return context.models(view)
}

/** The latest first. Row counts are known of the run that made this snapshot. */
export function runsOf(view: View): Promise<RunSummary[]> {
  return view.once('runs', async () => {
    const rows = await view.warehouse.db
      .selectFrom('meta.run')
      .selectAll()
      .orderBy('finished_at', 'desc')
      .limit(50)
      .execute()
    return rows.map((row) => ({
      runId: row.run_id,
      startedAt: row.started_at.toISOString(),
      finishedAt: row.finished_at.toISOString(),
      asOf: row.as_of.toISOString(),
      stages: (JSON.parse(row.stages) as Stage[]).map(({ stage, seconds, rows: count }) => ({
        stage,
        seconds,
        rows: count ?? null,
      })),
      metrics: metricsOf(JSON.parse(row.metrics)),
      rows: row.run_id === view.manifest.id ? { ...view.manifest.rows } : {},
    }))
  })
}

/** Metrics with what JSON cannot hold as null. */
function metricsOf(raw: Readonly<Record<string, Partial<Metrics[string]>>>): Metrics {
  const finite = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)
  return Object.fromEntries(
    Object.entries(raw).map(([name, { value, low, high }]) => [
      name,
      { value: finite(value), low: finite(low), high: finite(high) },
    ]),
  )
}
