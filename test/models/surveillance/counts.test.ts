import { expect, test } from 'vitest'
import { countQuantile, countTail } from '../../../src/models/surveillance/counts.ts'
import { logGamma } from '../../../src/util/gamma.ts'

test('the logarithm of the gamma function meets its tables', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  expect(logGamma(1)).toBeCloseTo(0, 12)
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 11)
  expect(logGamma(1000.25)).toBeCloseTo(5906.947, 3)
})

test('Poisson and negative binomial tails are sums of their probabilities', () => {
  // 1 - exp(-2) (1 + 2 + 2)
  expect(countTail(3, 2, 1)).toBeCloseTo(1 - 5 * Math.exp(-2), 12)
  // Size 2 and probability 1/2: P(0) = 1/4, P(1) = 1/4, P(2) = 3/16.
  expect(countTail(3, 2, 2)).toBeCloseTo(1 - 1 / 4 - 1 / 4 - 3 / 16, 12)
  expect(countTail(0, 5, 1)).toBe(1)
  expect(countTail(1, 0, 1)).toBe(0)
  expect(countTail(60, 10, 1)).toBeGreaterThan(0)
  expect(countTail(60, 10, 1)).toBeLessThan(1e-24)
})

test.each([
  [0.02, 1],
  [3, 1],
  [3, 2.5],
  [150, 1.2],
  [260, 1],
  [2500, 40],
])('the quantile at mean %d and dispersion %d is the first count that holds enough', (mean, dispersion) => {
  for (const p of [0.005, 0.1, 0.5, 0.9, 0.99, 0.999]) {
    const k = countQuantile(p, mean, dispersion)
    expect(1 - countTail(k + 1, mean, dispersion)).toBeGreaterThanOrEqual(p - 1e-9)
    if (k > 0) expect(1 - countTail(k, mean, dispersion)).toBeLessThan(p + 1e-9)
  }
})
