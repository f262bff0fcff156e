/** Explanations beyond a score's own parts: models as a whole, and what would have to change. */
export { type Change, type Counterfactual, counterfactual } from './counterfactual.ts'
export { explainModel, type ModelExplanation } from './explain-model.ts'
export { leverOf } from './levers.ts'
