import { expect, test } from 'vitest'
import { takeRows } from '../../src/model.ts'
import {
  gammaRegression,
  linearFromJson,
  logistic,
  poissonRegression,
  tweedieRegression,
} from '../../src/models/linear/linear.ts'
import { tensorflow } from '../../src/models/tensorflow.ts'
import { random } from '../../src/util/random.ts'
import { sample } from './sample-data.ts'

test('logistic regression on a flag equals the closed form: log odds of the two groups', async () => {
  const flag = Float32Array.from({ length: 1000 }, (_, i) => (i < 400 ? 1 : 0))
  const y = Float64Array.from(flag, (_, i) => ((i < 400 ? i % 4 === 0 : i % 10 === 0) ? 1 : 0))
  const x = { names: ['flag'], rows: 1000, columns: [flag] }
  const model = await logistic({ l2: 0 }).fit(x, { y })
  const [on, off] = [model.margin(x)[0], model.margin(x)[999]]
  expect(on).toBeCloseTo(Math.log(0.25 / 0.75), 6)
  expect(off).toBeCloseTo(Math.log(0.1 / 0.9), 6)
})

test('Poisson regression on a flag equals events over exposure in the two groups', async () => {
  const rng = random(3)
  const flag = Float32Array.from({ length: 900 }, (_, i) => (i % 3 === 0 ? 1 : 0))
  const exposure = Float64Array.from(flag, () => 0.2 + rng.next())
  const y = Float64Array.from(flag, () => rng.int(0, 2))
  const x = { names: ['flag'], rows: 900, columns: [flag] }
  const rate = (await poissonRegression({ l2: 0 }).fit(x, { y, exposure })).score(x)
  for (const value of [0, 1]) {
    const rows = [...flag.keys()].filter((i) => flag[i] === value)
    const sum = (list: Float64Array) => rows.reduce((total, i) => total + list[i], 0)
    expect(rate[rows[0]]).toBeCloseTo(sum(y) / sum(exposure), 6)
  }
})

test('Gamma and Tweedie regression on a flag equal the means of the two groups', async () => {
  const rng = random(5)
  const flag = Float32Array.from({ length: 600 }, (_, i) => (i % 4 === 0 ? 1 : 0))
  const exposure = Float64Array.from(flag, () => 0.2 + rng.next())
  const x = { names: ['flag'], rows: 600, columns: [flag] }
  const amounts = Float64Array.from(flag, (v) => (1 + v) * 1000 * (0.1 + rng.next()))
  const often0 = Float64Array.from(amounts, (v) => (rng.chance(0.8) ? 0 : v))
  const gamma = (await gammaRegression({ l2: 0 }).fit(x, { y: amounts })).score(x)
  const tweedie = (await tweedieRegression({ l2: 0, power: 1.7 }).fit(x, { y: often0, exposure })).score(x)
  for (const value of [0, 1]) {
    const rows = [...flag.keys()].filter((i) => flag[i] === value)
    const sum = (list: Float64Array) => rows.reduce((total, i) => total + list[i], 0)
    expect(gamma[rows[0]] / (sum(amounts) / rows.length)).toBeCloseTo(1, 6)
    // The weight of a row under a Tweedie mean is its exposure.
    expect(tweedie[rows[0]] / (sum(often0) / sum(exposure))).toBeCloseTo(1, 6)
  }
})

test('the penalised gradient is zero at the solution', async () => {
  const { x, labels } = sample(3000, 31)
  const l2 = 4
  const model = linearFromJson((await logistic({ l2 }).fit(x, labels)).toJSON())
  const score = model.score(x)
  // For every design column: sum of residuals times value equals l2 times its coefficient.
  model.design.forEach((column, j) => {
    const { parts } = model.explain(x)
    const only = { ...model.design[j] }
    let sum = 0
    for (let i = 0; i < x.rows; i++) {
      const v = x.columns[only.feature][i]
      const present = !Number.isNaN(v)
      const value =
        only.kind === 'number'
          ? present
            ? (v - only.mean) / only.scale
            : 0
          : ((only.kind === 'missing' ? !present : v === only.code) ? 1 : 0) - only.mean
      sum += (labels.y[i] - score[i]) * value
    }
    expect(parts[column.feature]).toHaveLength(x.rows)
    expect(Math.abs(sum - l2 * model.coefficients[j])).toBeLessThan(1e-3)
  })
})

test('coefficients that drew the labels are found again', async () => {
  const rng = random(7)
  const n = 40_000
  const columns = [0, 1, 2].map(() => Float32Array.from({ length: n }, () => rng.normal(5, 3)))
  const truth = [0.5, -0.25, 0]
  const y = Float64Array.from({ length: n }, (_, i) => {
    const margin = columns.reduce((sum, column, j) => sum + truth[j] * (column[i] - 5), -1)
    return rng.chance(1 / (1 + Math.exp(-margin))) ? 1 : 0
  })
  const model = linearFromJson(
    (await logistic().fit({ names: ['a', 'b', 'c'], rows: n, columns }, { y })).toJSON(),
  )
  truth.forEach((value, j) => {
    expect(model.coefficients[j] / model.design[j].scale).toBeCloseTo(value, 1)
    expect(Math.abs(model.coefficients[j] / model.design[j].scale - value)).toBeLessThan(0.02)
  })
})

test('parts sum to the margin, JSON keeps the model, no tensor stays behind', async () => {
  const tf = await tensorflow()
  const before = tf.memory().numTensors
  for (const [objective, model] of [
    ['binary', logistic()],
    ['poisson', poissonRegression()],
  ] as const) {
    const { x, labels } = sample(1500, 32, objective)
    const fitted = await model.fit(x, labels)
    const back = linearFromJson(JSON.parse(JSON.stringify(fitted)))
    const margin = fitted.margin(x)
    expect(back.margin(x)).toEqual(margin)
    const rows = Int32Array.from([3, 900, 44])
    const { bias, parts } = fitted.explain(x, rows)
    rows.forEach((row, i) => {
      expect(Math.abs(parts.reduce((sum, part) => sum + part[i], bias) - margin[row])).toBeLessThan(1e-9)
    })
  }
  expect(tf.memory().numTensors).toBe(before)
})

test('a fit that fails or is aborted frees its tensors too', async () => {
  const { x, labels } = sample(500, 33)
  const tf = await tensorflow()
  const before = tf.memory().numTensors
  await expect(logistic({ iterations: 1 }).fit(x, labels)).rejects.toThrow('no convergence in 1 steps')
  await expect(logistic().fit(x, labels, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
    'enough',
  )
  expect(tf.memory().numTensors).toBe(before)
})

test('separable labels, constant and empty columns converge under the penalty', async () => {
  const column = Float32Array.from({ length: 60 }, (_, i) => i)
  const x = {
    names: ['a', 'constant', 'empty'],
    rows: 60,
    columns: [column, new Float32Array(60).fill(3), new Float32Array(60).fill(Number.NaN)],
  }
  const model = await logistic().fit(x, { y: Float64Array.from(column, (v) => (v >= 30 ? 1 : 0)) })
  const score = model.score(x)
  expect(score[0]).toBeLessThan(0.05)
  expect(score[59]).toBeGreaterThan(0.95)
  expect(() => model.margin(takeRows({ ...x, names: ['b', 'constant', 'empty'] }, Int32Array.of(0)))).toThrow(
    'missing features: a',
  )
})
