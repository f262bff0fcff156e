/** Scores: what rules, model, anomaly and network say, added up in log-odds, with the reasons that were added. */
export { COMPONENTS, type Combiner, type Component, type ComponentValues, fitCombiner } from './combiner.ts'
export {
  type Components,
  componentsOf,
  divideFeatures,
  type LearnedComponent,
  type ScoringModels,
  type Subjects,
} from './components.ts'
export { type RuleHits, readsOf } from './evaluate-rules.ts'
export { explainRows, type RowReasons, scoreOf } from './reasons.ts'
export {
  fitScorer,
  restoreScorer,
  rowsOf,
  type Scored,
  type Scorer,
  type ScorerFile,
  type ScorerOptions,
  scoreRows,
} from './scorer.ts'
export { expectedLoss, type ScoreColumns, writeScores } from './write.ts'
