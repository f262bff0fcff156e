/** Thresholds: immutable, versioned, held to guard rails. */
export { type ActiveThresholds, activeThresholds, BUILT_IN, type ThresholdStore } from './active.ts'
export {
  bandOf,
  DEFAULT_THRESHOLDS,
  LEVELS,
  type Level,
  type Limit,
  type Limits,
  limitsOf,
  parseThresholds,
  SUBJECTS,
  type Subject,
  severityOf,
  signalSeverity,
  type ThresholdSet,
  thresholdHash,
} from './threshold-set.ts'
