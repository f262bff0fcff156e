/** Seeded matrices with a known signal, shared by the model tests. */
import type { FeatureMatrix, Labels } from '../../src/model.ts'
import { random } from '../../src/util/random.ts'

export interface Sample {
  readonly x: FeatureMatrix
  readonly labels: Labels
  /** The margin that the labels were drawn from. */
  readonly truth: Float64Array
}

/**
 * Six columns: two numbers, one with missing values that carry risk, a category of eight codes, a flag and noise.
 * `binary` draws 0/1 by log-odds, `poisson` counts by exposure.
 */
export function sample(rows: number, seed: number, objective: 'binary' | 'poisson' = 'binary'): Sample {
  const rng = random(seed)
  const names = ['amount', 'delay', 'age', 'peril', 'night', 'noise']
  const columns = names.map(() => new Float32Array(rows))
  const y = new Float64Array(rows)
  const exposure = new Float64Array(rows).fill(1)
  const truth = new Float64Array(rows)
  const perilEffect = [1.2, -0.8, 0.4, -1.1, 0, 0.9, -0.3, 0.6]
  for (let i = 0; i < rows; i++) {
    const [amount, delay] = [rng.normal(), rng.normal()]
    const age = rng.chance(0.2) ? Number.NaN : rng.normal()
    const peril = rng.int(0, 7)
    const night = rng.chance(0.3) ? 1 : 0
    const values = [amount, delay, age, peril, night, rng.normal()]
    values.forEach((value, j) => {
      columns[j][i] = value
    })
    const risk =
      0.9 * amount + (night ? delay : 0) + (Number.isNaN(age) ? 1 : -0.4 * age) + perilEffect[peril] - 0.8
    truth[i] = objective === 'binary' ? risk : 0.4 * risk - 1
    if (objective === 'binary') y[i] = rng.chance(1 / (1 + Math.exp(-truth[i]))) ? 1 : 0
    else {
      exposure[i] = 0.1 + 0.9 * rng.next()
      y[i] = poisson(exposure[i] * Math.exp(truth[i]), rng.next)
    }
  }
  const categorical = names.map((name) => name === 'peril')
  return {
    x: { names, rows, columns, categorical },
    labels: objective === 'binary' ? { y } : { y, exposure },
    truth,
  }
}

function poisson(mean: number, next: () => number): number {
  let product = next()
  let count = 0
  while (product > Math.exp(-mean)) {
    product *= next()
    count++
  }
  return count
}

/** Area under the ROC curve by comparing every pair; slow and plain. */
export function aucByPairs(score: Float64Array, y: Float64Array): number {
  let wins = 0
  let pairs = 0
  for (let i = 0; i < y.length; i++) {
    if (y[i] !== 1) continue
    for (let j = 0; j < y.length; j++) {
      if (y[j] !== 0) continue
      pairs++
      wins += score[i] > score[j] ? 1 : score[i] === score[j] ? 0.5 : 0
    }
  }
  return wins / pairs
}
