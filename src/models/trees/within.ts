/** The trees inside a model: a model of trees itself, or the members of an ensemble with their weights. */
import type { FeatureMatrix, FittedModel } from '../../model.ts'
import { FittedEnsemble } from '../ensemble.ts'
import { treeInteractions } from './interactions.ts'
import { FittedTrees } from './trees.ts'

interface WeightedTrees {
  readonly trees: FittedTrees
  readonly weight: number
}

/** Models of trees whose weighted margins the model adds up; empty for a model without any. */
function treesWithin(model: FittedModel): WeightedTrees[] {
  if (model instanceof FittedTrees) return [{ trees: model, weight: 1 }]
  if (!(model instanceof FittedEnsemble)) return []
  return model.members.flatMap((member, k) =>
    treesWithin(member).map(({ trees, weight }) => ({ trees, weight: weight * model.weights[k] })),
  )
}

/** Shapley interaction values of a row, a symmetric matrix row after row; all 0 for a model without trees. */
export function interactionsOf(model: FittedModel, x: FeatureMatrix, row: number): Float64Array {
  const width = model.features.length
  const matrix = new Float64Array(width * width)
  for (const { trees, weight } of treesWithin(model)) {
    const own = treeInteractions(trees.forest, x.columns, row)
    for (let i = 0; i < own.length; i++) matrix[i] += weight * own[i]
  }
  return matrix
}

/** Thresholds of a feature in all trees of a model. */
export function thresholdsOf(model: FittedModel, feature: string): number[] {
  const f = model.features.indexOf(feature)
  const found = new Set<number>()
  for (const { trees } of treesWithin(model)) {
    const { forest } = trees
    forest.feature.forEach((split, node) => {
      if (split === f && forest.categoryWords[node] === 0 && Number.isFinite(forest.threshold[node]))
        found.add(forest.threshold[node])
    })
  }
  return [...found].sort((a, b) => a - b)
}
