/** Underwriting: what a policy is expected to cost, and why. */

export { fitBalance } from './balance.ts'
export {
  atLeastOne,
  type CostFile,
  type CostMatrices,
  type CostModel,
  type CostReason,
  type Costs,
  costsOf,
  explainCosts,
  type LineLevel,
  partsOfCosts,
  type Stretch,
} from './cost-model.ts'
export { type Amounts, fitLargeLosses, type LargeLosses } from './large-losses.ts'
export { fitDispersion, fitStretch } from './stretch.ts'
