/** Underwriting: what a policy is expected to cost, and why. */
export {
  atLeastOne,
  type CostExplanation,
  type CostFile,
  type CostMatrices,
  type CostModel,
  type CostReason,
  type Costs,
  costsOf,
  explainCosts,
  type LineLevel,
  type Stretch,
} from './cost-model.ts'
