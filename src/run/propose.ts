/** Stage propose: what is worth an alert. */
import { type ProposeReport, proposeAlerts } from '../alerting/index.ts'
import type { FeatureMeta } from '../feature.ts'
import { describeFeature } from '../featurization/index.ts'
import { type RingCalibration, typologies } from '../rings/index.ts'
import { BUILT_IN } from '../thresholds/index.ts'
import type { RunContext } from './context.ts'

/** `rings` says what the scores of rings rest on; undefined when none were found. */
export async function propose(
  context: RunContext,
  asOf: Date,
  rings: RingCalibration | undefined,
): Promise<ProposeReport> {
  const { warehouse, book, shelves, onProgress } = context
  const metas = new Map<string, FeatureMeta>(
    shelves.views.flatMap((view) =>
      Object.entries(view.features).map(([name, meta]) => [`${view.entity}/${name}`, meta] as const),
    ),
  )
  const report = await proposeAlerts(warehouse, {
    book: book.name,
    asOf,
    thresholds: BUILT_IN.set,
    rules: shelves.rules,
    signals: shelves.signals,
    feature: (entity, name) => metas.get(`${entity}/${name}`),
    describe: describeFeature,
    ...(rings ? { rings } : {}),
    typology: (id) => typologies.find((t) => t.id === id),
  })
  onProgress({ stage: 'propose', done: report.alerts, unit: 'alerts' })
  return report
}
