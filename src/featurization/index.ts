/** Featurization: all feature views of an entity, point in time, as one matrix of typed columns. */
export { describeFeature } from './describe-feature.ts'
export { type Featurized, featurize } from './featurize.ts'
