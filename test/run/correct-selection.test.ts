import { expect, test } from 'vitest'
import type { Task } from '../../src/book.ts'
import type { Featurized } from '../../src/featurization/index.ts'
import { correct } from '../../src/run/correct-selection.ts'
import { pick, weigh } from '../../src/run/fit.ts'
import type { TrainingRows } from '../../src/run/known.ts'
import { logistic } from '../../src/score.ts'
import { type ComponentValues, fitCombiner } from '../../src/scoring/index.ts'
import { random } from '../../src/util/random.ts'

const ROWS = 8000
/** It fits thousands of rows, maybe beside other tests. */
const FITS_MS = 240_000

/** Claims of which the dear and the fraudulent are investigated more often; the model knows part of the truth, the network another. */
function book() {
  const rng = random(11)
  const list = () => Float64Array.from({ length: ROWS }, () => rng.normal())
  const [amount, model, network] = [list(), list(), list()]
  const truth = model.map((m, i) => (rng.chance(logistic(-3.2 + 0.9 * m + 0.9 * network[i])) ? 1 : 0))
  const known = Uint8Array.from(truth, (t, i) =>
    rng.chance(logistic(-2.5 + 0.5 * amount[i] + 1.6 * t)) ? 1 : 0,
  )
  const training: TrainingRows = {
    rows: Int32Array.from(truth.keys()),
    y: truth.map((t, i) => (known[i] ? t : 0)),
    weight: Float64Array.from(known, (k) => (k ? 1 : 0.3)),
    known,
    settled: new Uint8Array(ROWS).fill(1),
    groups: Int32Array.from(truth.keys()),
    moments: Float64Array.from(truth.keys()),
  }
  const nothing = new Float64Array(ROWS)
  const values: ComponentValues = { rules: nothing, model, anomaly: nothing, network }
  const featurized = {
    matrix: { names: ['claimed_amount'], rows: ROWS, columns: [Float32Array.from(amount)] },
  } as unknown as Featurized
  return { truth, training, values, featurized }
}

const task = {
  assumed: { afterDays: 180, weight: 0.3 },
  referral: ['claimed_amount', 'no_such_feature'],
} as unknown as Task
const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / list.length

test('probabilities speak of all claims, not of those that somebody looked at', { timeout: FITS_MS }, () => {
  const { truth, training, values, featurized } = book()
  const found = correct({ task, featurized }, training, values)
  if (!found) throw new Error('nothing was corrected')
  const naive = fitCombiner(values, { y: training.y }, { prior: mean(training.y) })
  const share = mean(truth)
  const corrected = mean(weigh(values, found.combiner).map(logistic))
  expect(Math.abs(corrected - share)).toBeLessThan(0.3 * share)
  expect(mean(weigh(values, naive).map(logistic))).toBeLessThan(0.6 * share)
  expect(found.selection.scent).toBeGreaterThan(0.8)
  expect(found.combiner.rows).toBe(ROWS)
  expect(found.combiner.positives).toBe(training.y.reduce((a, b) => a + b, 0))
})

test('nothing is corrected where the task says nothing of the choice, or too little is known', {
  timeout: FITS_MS,
}, () => {
  const { training, values, featurized } = book()
  const { referral: _, ...silent } = task
  expect(correct({ task: silent, featurized }, training, values)).toBeUndefined()
  const few = Int32Array.from({ length: 150 }, (_, i) => i)
  const part = Object.fromEntries(
    Object.entries(values).map(([name, list]) => [name, list.slice(0, 150)]),
  ) as unknown as ComponentValues
  expect(correct({ task, featurized }, pick(training, few), part)).toBeUndefined()
})
