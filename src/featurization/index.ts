/** Featurization: all feature views of an entity, point in time, as one matrix of typed columns. */
export { describeFeature } from './describe-feature.ts'
export type { Dropped } from './drop-features.ts'
export { type Featurized, type FeaturizeOptions, featurize } from './featurize.ts'
export type { SpineSource } from './spine.ts'
