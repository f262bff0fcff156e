/** Thresholds: immutable, versioned, held to guard rails. */
export { type ActiveThresholds, activeThresholds, BUILT_IN, type ThresholdStore } from './active.ts'
export { parseThresholds } from './parse-thresholds.ts'
export {
  bandOf,
  DEFAULT_THRESHOLDS,
  type Level,
  type Limit,
  type Limits,
  limitsOf,
  policyBandOf,
  policySeverity,
  SUBJECTS,
  type Subject,
  severityOf,
  signalSeverity,
  type ThresholdSet,
  thresholdHash,
} from './threshold-set.ts'
