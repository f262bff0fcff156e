/** Entity resolution in Splink's words: blocking rules, comparisons with levels, match weights in bits, clusters. */
export { agreements, pairKey, verdictsInForce } from './agreement.ts'
export type { LinkageModel } from './comparison.ts'
export { type CurvePoint, judgeCurve, readCurve, writeCurve } from './curve.ts'
export { type DoubtReport, findDoubts } from './doubts.ts'
export type { PairVerdict } from './entities.ts'
export { evaluatePairs, type PairwiseScore } from './evaluate-pairs.ts'
export { type EvaluatedName, evaluateScreen, type ScreenEvaluation } from './evaluate-screen.ts'
export { exportRecords } from './export-records.ts'
export { bornByNumber } from './id-number.ts'
export { type JudgedPair, type LearnedLine, type LinePoint, learnLine } from './learn-line.ts'
export { type LinkReport, linkParties } from './link-parties.ts'
export { models, modelsWithin } from './models.ts'
export { parseName } from './names.ts'
export { type DrawnPair, drawReviews, lineOf, type ReviewDraw, reviewOrder } from './review.ts'
export { type ScreeningHit, type ScreeningReport, screenParties } from './screen-parties.ts'
export {
  BUILT_IN_LINE,
  type LinkageThreshold,
  type LinkageVerdict,
  type Stratum,
  THRESHOLD_LEDGER,
  VERDICT_LEDGER,
  VERDICTS,
  type Verdict,
} from './verdict.ts'
export { AGREEMENTS, type AgreementOfSides, agreementOf, comparisonLabel, levelLabel } from './words.ts'
export { type HitsReport, writeHits } from './write-hits.ts'
