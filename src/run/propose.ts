/** Stage propose: what is worth an alert. */
import { type ProposeOptions, type ProposeReport, proposeAlerts } from '../alerting/index.ts'
import type { FeatureMeta } from '../feature.ts'
import { describeFeature } from '../featurization/index.ts'
import { type RingCalibration, typologies } from '../rings/index.ts'
import { BUILT_IN, type ThresholdSet } from '../thresholds/index.ts'
import type { RunContext } from './context.ts'

/** What proposals of a book are made from. `rings` says what the scores of rings rest on; undefined when none were found. */
export function proposeOptions(
  { book, shelves }: { readonly book: string; readonly shelves: RunContext['shelves'] },
  asOf: Date,
  thresholds: ThresholdSet,
  rings?: RingCalibration,
): ProposeOptions {
  const metas = new Map<string, FeatureMeta>(
    shelves.views.flatMap((view) =>
      Object.entries(view.features).map(([name, meta]) => [`${view.entity}/${name}`, meta] as const),
    ),
  )
  return {
    book,
    asOf,
    thresholds,
    rules: shelves.rules,
    signals: shelves.signals,
    feature: (entity, name) => metas.get(`${entity}/${name}`),
    describe: describeFeature,
    ...(rings ? { rings } : {}),
    typology: (id) => typologies.find((t) => t.id === id),
  }
}

/** Proposes under the built-in thresholds; the desk holds scores against those in force when it raises. */
export async function propose(
  { warehouse, book, shelves, onProgress }: RunContext,
  asOf: Date,
  rings: RingCalibration | undefined,
): Promise<ProposeReport> {
  const options = proposeOptions({ book: book.name, shelves }, asOf, BUILT_IN.set, rings)
  const report = await proposeAlerts(warehouse, options)
  onProgress({ stage: 'propose', done: report.alerts, unit: 'alerts' })
  return report
}
