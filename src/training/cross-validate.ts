/** Cross-validation: every row scored by a model that has not seen it, and the check on shuffled labels. */
import {
  type FeatureMatrix,
  type FitOptions,
  type Labels,
  type Model,
  takeLabels,
  takeRows,
} from '../model.ts'
import { random } from '../util/random.ts'
import { foldSplits, type Split } from './split.ts'

/** A measure of margins against labels; higher is better. */
export type Measure = (margin: Float64Array, labels: Labels) => number

export interface CrossValidation {
  /** Margin of every row by the model that did not see it; NaN for rows that are in no test. */
  readonly margin: Float64Array
  /** The measure fold by fold. */
  readonly scores: readonly number[]
  readonly mean: number
  /** Standard deviation over the folds. */
  readonly deviation: number
}

/** Each row's fold, 0 and up (rows marked -1 always train and are never scored), or splits, such as those that roll through time. */
export type Folds = Int32Array | readonly Split[]

/** Folds as splits. */
export const splitsOf = (folds: Folds): readonly Split[] =>
  folds instanceof Int32Array ? foldSplits(folds) : folds

/** Fits `model` once a fold or split, see `stratifiedGroupFolds` and `rollingSplits`. */
export async function crossValidate(
  model: Model,
  x: FeatureMatrix,
  labels: Labels,
  folds: Folds,
  measure: Measure,
  options: Pick<FitOptions, 'seed' | 'signal'> = {},
): Promise<CrossValidation> {
  const splits = splitsOf(folds)
  const count = splits.length
  const margin = new Float64Array(x.rows).fill(Number.NaN)
  const scores: number[] = []
  for (const { train, test } of splits) {
    const fitted = await model.fit(takeRows(x, train), takeLabels(labels, train), options)
    const out = fitted.margin(takeRows(x, test))
    test.forEach((row, i) => {
      margin[row] = out[i]
    })
    scores.push(measure(out, takeLabels(labels, test)))
  }
  const mean = scores.reduce((a, b) => a + b, 0) / count
  const spread = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { margin, scores, mean, deviation: Math.sqrt(spread / Math.max(1, count - 1)) }
}

/** The same labels (with their weight and exposure) dealt to the rows anew. */
export function shuffledLabels(labels: Labels, seed: number): Labels {
  const rows = random(seed).shuffle(Int32Array.from(labels.y, (_, i) => i))
  return takeLabels(labels, rows)
}

/**
 * Cross-validates on shuffled labels, which it gives back. Whatever the measure says then is chance: an AUC clearly away from 0.5
 * betrays that the folds leak.
 */
export async function shuffleCheck(
  model: Model,
  x: FeatureMatrix,
  labels: Labels,
  folds: Folds,
  measure: Measure,
  options: Pick<FitOptions, 'seed' | 'signal'> = {},
): Promise<CrossValidation & { readonly labels: Labels }> {
  const shuffled = shuffledLabels(labels, (options.seed ?? 1) ^ 0x5bd1e995)
  return { ...(await crossValidate(model, x, shuffled, folds, measure, options)), labels: shuffled }
}
