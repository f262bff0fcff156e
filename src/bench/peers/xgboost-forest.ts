/** Reads xgboost's trees into ours, so that both sides explain the same trees. */
import { readFile } from 'node:fs/promises'
import type { Forest } from '../../models/trees/forest.ts'

interface XgboostTree {
  readonly left_children: readonly number[]
  readonly right_children: readonly number[]
  readonly split_indices: readonly number[]
  readonly split_conditions: readonly number[]
  readonly default_left: readonly number[]
  readonly sum_hessian: readonly number[]
}

/** The trees of a saved binary model without categories, and its margin before the first tree. */
export async function xgboostForest(
  path: string,
): Promise<{ readonly forest: Forest; readonly base: number }> {
  const { learner } = JSON.parse(await readFile(path, 'utf8'))
  const trees: readonly XgboostTree[] = learner.gradient_booster.model.trees
  const prior = Number.parseFloat(String(learner.learner_model_param.base_score).replace('[', ''))
  const nodes = trees.reduce((sum, tree) => sum + tree.left_children.length, 0)
  const forest: Forest = {
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    missingLeft: new Uint8Array(nodes),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
    categoryStart: new Int32Array(nodes),
    categoryWords: new Int32Array(nodes),
    categories: new Uint32Array(0),
  }
  let at = 0
  trees.forEach((tree, t) => {
    forest.roots[t] = at
    tree.left_children.forEach((left, i) => {
      const node = at + i
      forest.cover[node] = tree.sum_hessian[i]
      if (left < 0) {
        forest.value[node] = Math.fround(tree.split_conditions[i])
        return
      }
      forest.feature[node] = tree.split_indices[i]
      forest.threshold[node] = tree.split_conditions[i]
      forest.left[node] = at + left
      forest.right[node] = at + tree.right_children[i]
      forest.missingLeft[node] = tree.default_left[i]
    })
    at += tree.left_children.length
  })
  return { forest, base: Math.log(prior / (1 - prior)) }
}
