/** Stage watch: the signals against their limits. */
import { forecastSeries } from '../models/forecast/forecast.ts'
import { type WatchReport, watchSignals } from '../warning/index.ts'
import type { RunContext } from './context.ts'

export async function watch(
  { warehouse, shelves, onProgress }: RunContext,
  asOf: Date,
): Promise<WatchReport> {
  const report = await watchSignals(warehouse, shelves.signals, { asOf, forecast: forecastSeries })
  onProgress({ stage: 'watch', done: report.series, unit: 'series' })
  return report
}
