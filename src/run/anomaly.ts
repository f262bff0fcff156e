/** The anomaly part of a score: what sets a row apart from the others, and what does not go together in it. */
import { type FeatureMatrix, type FittedModel, takeRows } from '../model.ts'
import { FittedEnsemble } from '../models/ensemble.ts'
import { fitIsolationForest } from '../models/isolation-forest.ts'
import { fitAutoencoder } from '../models/neural/autoencoder.ts'

export const DEFAULTS = {
  /** Share of the autoencoder in the anomaly; the isolation forest has the rest. */
  autoencoder: 0.7,
  /** Rows below which a network has too little to learn from. */
  leastRows: 300,
} as const

/** Learns what is usual among the given rows; needs no outcomes. */
export async function fitAnomaly(x: FeatureMatrix, seed: number): Promise<FittedModel> {
  const forest = fitIsolationForest(x, { seed })
  if (x.rows < DEFAULTS.leastRows || x.names.length < 2) return forest
  const network = await fitAutoencoder(x, {}, { seed })
  return new FittedEnsemble([network, forest], [DEFAULTS.autoencoder, 1 - DEFAULTS.autoencoder])
}

const known = new WeakMap<object, Promise<FittedModel>>()

/**
 * The anomaly of a task's training rows, learned once for the same rows: models of their folds share it, as it has seen nobody's
 * outcome.
 */
export function anomalyOf(
  training: { readonly rows: Int32Array },
  matrix: FeatureMatrix,
  seed: number,
): Promise<FittedModel> {
  const found = known.get(training) ?? fitAnomaly(takeRows(matrix, training.rows), seed)
  known.set(training, found)
  return found
}
