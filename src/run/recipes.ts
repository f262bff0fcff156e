/** Which models a task is learned with, and how they are set. */
import type { Task } from '../book.ts'
import type { Model } from '../model.ts'
import { ensemble } from '../models/ensemble.ts'
import { logistic, poissonRegression } from '../models/linear/linear.ts'
import type { TreeParameters } from '../models/trees/parameters.ts'
import { trees } from '../models/trees/trees.ts'

/** Shallow, slow and drawn by chance: a few thousand outcomes carry no more. */
const TREES: Partial<TreeParameters> = {
  rounds: 200,
  learningRate: 0.05,
  maxDepth: 4,
  minChildWeight: 3,
  l2: 5,
  rowSample: 0.7,
  columnSample: 0.5,
  maxBins: 64,
}

/** Sums over shared things are few; two levels hold their interplay. */
const NETWORK: Partial<TreeParameters> = { ...TREES, rounds: 120, maxDepth: 3, columnSample: 0.8 }

/** The task's main model. */
export function mainModel(task: Task): Model {
  const boosted = trees({ ...TREES, objective: task.objective, ...task.trees })
  const share = task.linearShare ?? 0
  const bag = task.bag ?? 1
  if (share === 0 && bag === 1) return boosted
  return ensemble([
    { model: boosted, weight: 1 - share, bag },
    ...(share > 0 ? [{ model: linearModel(task), weight: share }] : []),
  ])
}

/** The model of the network features. */
export const networkModel = (): Model => trees(NETWORK)

/** The baseline that every main model is held against. */
export const linearModel = (task: Task): Model =>
  task.objective === 'poisson' ? poissonRegression({ l2: 1 }) : logistic({ l2: 10 })
