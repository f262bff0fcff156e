/** Entity resolution in Splink's words: blocking rules, comparisons with levels, match weights in bits, clusters. */
export { judgeCurve, writeCurve } from './curve.ts'
export { type DoubtReport, findDoubts } from './doubts.ts'
export { evaluatePairs, type PairwiseScore } from './evaluate-pairs.ts'
export { type LinkReport, linkParties } from './link-parties.ts'
export { modelsWithin } from './models.ts'
export {
  type LinkageThreshold,
  type LinkageVerdict,
  STRATA,
  type Stratum,
  THRESHOLD_LEDGER,
  VERDICT_LEDGER,
  VERDICTS,
  type Verdict,
} from './verdict.ts'
