import { expect, test } from 'vitest'
import { logistic, logit } from '../../src/score.ts'
import { COMPONENTS, type ComponentValues, fitCombiner } from '../../src/scoring/index.ts'
import { random } from '../../src/util/random.ts'

/** Rows drawn from known weights. */
function drawn(rows: number, intercept: number, weights: readonly number[], seed = 7) {
  const rng = random(seed)
  const values = Object.fromEntries(
    COMPONENTS.map((name) => [name, Float64Array.from({ length: rows }, () => rng.normal())]),
  ) as unknown as ComponentValues
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const margin = COMPONENTS.reduce((sum, name, j) => sum + weights[j] * values[name][i], intercept)
    return rng.chance(logistic(margin)) ? 1 : 0
  })
  return { values, y }
}

test('weights that made the outcomes are found again', () => {
  const { values, y } = drawn(40_000, -2, [0.7, 1.2, 0.3, 0.5])
  const { intercept, weights, rows, positives } = fitCombiner(values, { y })
  expect(intercept).toBeCloseTo(-2, 1)
  expect(Math.abs(weights.rules - 0.7)).toBeLessThan(0.06)
  expect(Math.abs(weights.model - 1.2)).toBeLessThan(0.06)
  expect(Math.abs(weights.anomaly - 0.3)).toBeLessThan(0.06)
  expect(Math.abs(weights.network - 0.5)).toBeLessThan(0.06)
  expect(rows).toBe(40_000)
  expect(positives).toBe(y.reduce((a, b) => a + b, 0))
})

test('the mean probability is the share of ones: the sum is calibrated', () => {
  const { values, y } = drawn(20_000, -3, [1, 0.5, 0, 2])
  const { intercept, weights } = fitCombiner(values, { y })
  const mean =
    y.reduce((sum, _, i) => {
      const margin = COMPONENTS.reduce((m, name) => m + weights[name] * values[name][i], intercept)
      return sum + logistic(margin)
    }, 0) / y.length
  expect(mean).toBeCloseTo(y.reduce((a, b) => a + b, 0) / y.length, 4)
})

test('a component that speaks against the outcomes gets no weight, and the others are still best', () => {
  const { values, y } = drawn(5000, -1, [0.5, 1, -2, 0.5])
  const fit = fitCombiner(values, { y })
  expect(fit.weights.anomaly).toBe(0)
  expect(fit.weights.model).toBeGreaterThan(0.4)
})

test('without outcomes the prior stands', () => {
  const empty = new Float64Array(0)
  const none = { rules: empty, model: empty, anomaly: empty, network: empty }
  const fit = fitCombiner(none, { y: empty }, { prior: 0.1 })
  expect(fit.intercept).toBeCloseTo(logit(0.1), 9)
  expect(fit.weights).toEqual({ rules: 0.5, model: 1, anomaly: 0.2, network: 0.5 })
})

test('a component that is not there keeps weight 0', () => {
  const { values, y } = drawn(500, -1, [0.5, 1, 1, 1])
  const weights = { rules: 0.5, model: 0, anomaly: 0.2, network: 0.5 }
  expect(fitCombiner(values, { y }, { weights }).weights.model).toBe(0)
})

test('outcomes that are all alike, or perfectly separated, give finite weights', () => {
  const { values } = drawn(200, 0, [0, 0, 0, 0])
  const y = Float64Array.from(values.model, (v) => (v > 0 ? 1 : 0))
  for (const labels of [{ y }, { y: new Float64Array(200) }, { y: new Float64Array(200).fill(1) }]) {
    const { intercept, weights } = fitCombiner(values, labels)
    expect([intercept, ...Object.values(weights)].every(Number.isFinite)).toBe(true)
  }
})

test('labels of another length are refused', () => {
  const { values } = drawn(10, 0, [0, 0, 0, 0])
  expect(() => fitCombiner(values, { y: new Float64Array(9) })).toThrow(/invalid length of rules: 10/)
})
