/** Fits the parts of a score: main model, network model, anomaly; and the weights that add them up. */
import type { Book, Task } from '../book.ts'
import type { FeatureMeta } from '../feature.ts'
import type { Featurized } from '../featurization/index.ts'
import { type FeatureMatrix, type Labels, select, takeRows } from '../model.ts'
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
import { foldSplits, rollingSplits, type Split, stratifiedGroupFolds } from '../training/split.ts'
import { anomalyOf } from './anomaly.ts'
import { correct } from './correct-selection.ts'
import { constants } from './featurize.ts'
import { DAY, type TrainingRows } from './known.ts'
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
  known: Uint8Array.from(positions, (i) => training.known[i]),
  settled: Uint8Array.from(positions, (i) => training.settled[i]),
  groups: Int32Array.from(positions, (i) => training.groups[i]),
  moments: Float64Array.from(positions, (i) => training.moments[i]),
})

/** Folds of training rows: labels and what is known are even, nobody stands in two. */
export const foldsOf = ({ y, known, groups }: TrainingRows, k: number, seed: number): Int32Array =>
  stratifiedGroupFolds(
    y.map((label, i) => label + 2 * known[i]),
    groups,
    k,
    seed,
  )

/** Fits the models of all parts on the given rows; the anomaly, which needs no outcomes, on all of `whole`. */
export async function fitModels(
  ground: Ground,
  training: TrainingRows,
  whole: TrainingRows = training,
): Promise<ScoringModels> {
  const { featurized, task, seed } = ground
  const names = divided(featurized, task)
  const labels = labelsOf(training)
  const taken = (list: readonly string[]): FeatureMatrix =>
    takeRows(select(featurized.matrix, list), training.rows)
  const model = await mainModel(task).fit(taken(names.model), labels, { seed })
  const network =
    names.network.length > 0 ? await networkModel().fit(taken(names.network), labels, { seed }) : null
  const anomaly = await anomalyOf(whole, select(featurized.matrix, names.model), seed)
  return { model, network, anomaly }
}

export const DEFAULTS = {
  /** Folds over which the weights of the parts are learned. */
  folds: 4,
  /** Stretches of time that judge earlier ones, where outcomes are many. */
  stretches: 2,
  /** Known ones in those stretches from which on they are preferred to folds: scores are used on later rows, so they are calibrated on later rows. */
  leastLaterOnes: 250,
} as const

/** How training rows are held against each other: by later stretches of time where outcomes are many, else by folds. */
export function validationOf(ground: Ground, training: TrainingRows): readonly Split[] {
  const { split } = ground.task
  if (split.kind === 'time' || split.kind === 'latest') {
    const later = rollingSplits(training.moments, DEFAULTS.stretches, {
      gap: split.purgeDays * DAY,
      groups: training.groups,
    })
    const ones = later.reduce((sum, { test }) => sum + knownOnes(pick(training, test)), 0)
    if (ones >= DEFAULTS.leastLaterOnes) return later
  }
  return foldSplits(foldsOf(training, DEFAULTS.folds, ground.seed))
}

const knownOnes = ({ y, known }: TrainingRows): number =>
  y.reduce((sum, label, i) => sum + (known[i] ? label : 0), 0)

/** Training rows that were judged by models that had not seen them. */
export interface Unseen {
  /** Positions within the training rows. */
  readonly positions: Int32Array
  /** Component values, aligned with the positions. */
  readonly values: ComponentValues
}

/** Component values of the rows in the tests of the splits, each by models of its split's training rows. */
export async function outOfFold(
  ground: Ground,
  training: TrainingRows,
  splits: readonly Split[],
): Promise<Unseen> {
  const positions = Int32Array.from(splits.flatMap(({ test }) => [...test])).sort()
  const place = new Map(Array.from(positions, (position, i) => [position, i]))
  const values = Object.fromEntries(
    COMPONENTS.map((name) => [name, new Float64Array(positions.length)]),
  ) as Record<(typeof COMPONENTS)[number], Float64Array>
  for (const { train, test } of splits) {
    const models = await fitModels(ground, pick(training, train), training)
    const chosen = rowsOf(ground.subjects, pick(training, test).rows)
    const { biases } = fitScorer(chosen, models, ground.rules, null).file
    const found = componentsOf(chosen, models, ground.rules, biases).values
    for (const name of COMPONENTS)
      test.forEach((position, j) => {
        values[name][place.get(position) ?? 0] = found[name][j]
      })
  }
  return { positions, values }
}

/** A scorer, and what its weights were learned with. */
export interface Stacked {
  readonly scorer: Scorer
  /** Weights as they were if rows that nobody looked at were genuine; absent where that is how they are. */
  readonly naive?: Combiner
  /** What being a one adds to the log-odds of being looked at, and the share of ones among settled rows, where it was learned. */
  readonly selection?: { readonly scent: number; readonly share: number }
}

/** Weights of the parts from rows that their models did not see, then the models anew on all rows. */
export async function fitStacked(ground: Ground, training: TrainingRows): Promise<Stacked> {
  const { positions, values } = await outOfFold(ground, training, validationOf(ground, training))
  const judged = pick(training, positions)
  const naive = fitCombiner(values, { y: judged.y }, { prior: share(judged) })
  const corrected = correct(ground, judged, values)
  const scorer = await weighted(ground, training, corrected?.combiner ?? naive)
  if (!corrected) return { scorer }
  const { scent, counted } = corrected.selection
  const [ones, zeros] = [counted.one, counted.zero].map((list) => list.reduce((a, b) => a + b, 0))
  return { scorer, naive, selection: { scent, share: ones / (ones + zeros) } }
}

/** Models on all training rows, added up with given weights. */
export async function weighted(ground: Ground, training: TrainingRows, combiner: Combiner): Promise<Scorer> {
  const models = await fitModels(ground, training)
  const scorer = fitScorer(ground.subjects, models, ground.rules, null)
  return { ...scorer, file: { ...scorer.file, combiner } }
}

/** Log-odds of component values by the weights of a combiner. */
export const weigh = (values: ComponentValues, { intercept, weights }: Combiner): Float64Array =>
  values.model.map((_, i) =>
    COMPONENTS.reduce((sum, name) => sum + weights[name] * values[name][i], intercept),
  )

/** Share of ones. */
export const share = ({ y }: TrainingRows): number =>
  Math.min(0.99, Math.max(0.001, y.reduce((a, b) => a + b, 0) / Math.max(y.length, 1)))
