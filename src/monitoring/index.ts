/** The life of a model after training: comparison with another one, drift, how its scores turned out, whether it is due. */
export { type Compared, type Comparison, compareModels } from './compare.ts'
export { compareRates } from './compare-rates.ts'
export { type FeatureDrift, featureDrift } from './drift.ts'
export { type DueReason, reasonsToRetrain, SCORE } from './due.ts'
export {
  type GroupMeasures,
  type Interval,
  measureGroups,
  measureRateGroups,
  shareInterval,
} from './groups.ts'
export { type PeriodPerformance, performanceByQuarter } from './performance.ts'
export { type Profile, profileOf } from './profile.ts'
export { giniInterval } from './rate-measures.ts'
