/** Stage rings: groups that are tied more tightly than chance would tie them. It follows the scores, which it weighs. */
import { findRings, type RingReport } from '../rings/index.ts'
import { exact, type RunContext } from './context.ts'

export async function findGroups(
  { warehouse, seed, onProgress, metrics }: RunContext,
  asOf: Date,
): Promise<RingReport> {
  const report = await findRings(warehouse, {
    asOf,
    seed,
    onStep: (step, done, total) => onProgress({ stage: step, done, total }),
  })
  onProgress({ stage: 'rings', done: report.rings, unit: 'rings' })
  if (report.calibration) {
    metrics.ring_calibration_rings = exact(report.calibration.rings)
    metrics.ring_calibration_confirmed = exact(report.calibration.confirmed)
  }
  return report
}
