/** Fits the parts of a score: main model, network model, anomaly; and the weights that add them up. */
import type { Book, Task } from '../book.ts'
import type { FeatureMeta } from '../feature.ts'
import type { Featurized } from '../featurization/index.ts'
import { type FeatureMatrix, type Labels, select, takeRows } from '../model.ts'
import { fitIsolationForest } from '../models/isolation-forest.ts'
import type { Rule } from '../rule.ts'
import {
  COMPONENTS,
  type Combiner,
  type ComponentValues,
  componentsOf,
  divideFeatures,
  fitCombiner,
  fitScorer,
  rowsOf,
  type Scorer,
  type ScoringModels,
  type Subjects,
} from '../scoring/index.ts'
import { stratifiedFolds } from '../training/split.ts'
import { constants } from './featurize.ts'
import { rowsWhere, type TrainingRows } from './known.ts'
import { mainModel, networkModel } from './recipes.ts'

/** Everything that a scorer of one task is made from. */
export interface Ground {
  readonly book: Book
  readonly task: Task
  readonly featurized: Featurized
  readonly subjects: Subjects
  readonly rules: readonly Rule[]
  readonly seed: number
}

/** Names of the features that the main model and the network model read. */
export function divided(
  featurized: Featurized,
  { openly = [] }: Pick<Task, 'openly'>,
): {
  readonly model: readonly string[]
  readonly network: readonly string[]
} {
  const { matrix, metas } = featurized
  const same = constants(featurized)
  const byName: Record<string, FeatureMeta> = Object.fromEntries(
    matrix.names.map((name, i) => [
      name,
      openly.includes(name) ? { ...metas[i], isProtected: false } : metas[i],
    ]),
  )
  return divideFeatures(
    matrix.names.filter((name) => !same.has(name)),
    byName,
  )
}

const labelsOf = ({ y, weight }: TrainingRows): Labels => ({ y, weight })

/** Some of the training rows, by their position. */
export const pick = (training: TrainingRows, positions: Int32Array): TrainingRows => ({
  rows: Int32Array.from(positions, (i) => training.rows[i]),
  y: Float64Array.from(positions, (i) => training.y[i]),
  weight: Float64Array.from(positions, (i) => training.weight[i]),
})

/** Fits the models of all parts on the given rows. */
export async function fitModels(ground: Ground, training: TrainingRows): Promise<ScoringModels> {
  const { featurized, task, seed } = ground
  const names = divided(featurized, task)
  const labels = labelsOf(training)
  const taken = (list: readonly string[]): FeatureMatrix =>
    takeRows(select(featurized.matrix, list), training.rows)
  const main = taken(names.model)
  const model = await mainModel(task).fit(main, labels, { seed })
  const network =
    names.network.length > 0 ? await networkModel().fit(taken(names.network), labels, { seed }) : null
  return { model, network, anomaly: fitIsolationForest(main, { seed }) }
}

export const DEFAULTS = {
  /** Folds over which the weights of the parts are learned. */
  folds: 4,
} as const

/** Component values of every training row by models that did not see its fold; aligned with the training rows. */
export async function outOfFold(
  ground: Ground,
  training: TrainingRows,
  folds: Int32Array,
): Promise<ComponentValues> {
  const rows = training.rows.length
  const out = Object.fromEntries(COMPONENTS.map((name) => [name, new Float64Array(rows)])) as Record<
    (typeof COMPONENTS)[number],
    Float64Array
  >
  for (let fold = 0, last = Math.max(...folds); fold <= last; fold++) {
    const seen = rowsWhere(rows, (i) => folds[i] !== fold)
    const unseen = rowsWhere(rows, (i) => folds[i] === fold)
    const models = await fitModels(ground, pick(training, seen))
    const chosen = rowsOf(
      ground.subjects,
      Int32Array.from(unseen, (i) => training.rows[i]),
    )
    const { biases } = fitScorer(chosen, models, ground.rules, null).file
    const { values } = componentsOf(chosen, models, ground.rules, biases)
    for (const name of COMPONENTS)
      unseen.forEach((i, j) => {
        out[name][i] = values[name][j]
      })
  }
  return out
}

/** A scorer: weights of the parts from rows that their models did not see, then the models anew on all rows. */
export async function fitStacked(ground: Ground, training: TrainingRows): Promise<Scorer> {
  const folds = stratifiedFolds(training.y, DEFAULTS.folds, ground.seed)
  const values = await outOfFold(ground, training, folds)
  // Calibrated to all rows: one that nobody looked at counts as much as any other here.
  return weighted(ground, training, fitCombiner(values, { y: training.y }, { prior: share(training) }))
}

/** Models on all training rows, added up with given weights. */
export async function weighted(ground: Ground, training: TrainingRows, combiner: Combiner): Promise<Scorer> {
  const models = await fitModels(ground, training)
  const scorer = fitScorer(ground.subjects, models, ground.rules, null)
  return { ...scorer, file: { ...scorer.file, combiner } }
}

/** Share of ones. */
export const share = ({ y }: TrainingRows): number =>
  Math.min(0.99, Math.max(0.001, y.reduce((a, b) => a + b, 0) / Math.max(y.length, 1)))
