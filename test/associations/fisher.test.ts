/** Fisher's test against published values and against adding up every table. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adjust, logFactorials, logTail } from '../../src/associations/fisher.ts'

const logs = logFactorials(5000)

test('the lady who tasted tea: all four of four right has 1 chance in 70, three or more 17 in 70', () => {
  expect(Math.exp(logTail(4, 4, 4, 8, logs))).toBeCloseTo(1 / 70, 12)
  expect(Math.exp(logTail(3, 4, 4, 8, logs))).toBeCloseTo(17 / 70, 12)
  expect(logTail(0, 4, 4, 8, logs)).toBe(0)
})

test('the tail is the sum of its tables', () => {
  const choose = (m: number, k: number): number => {
    let value = 1
    for (let i = 0; i < k; i++) value = (value * (m - i)) / (i + 1)
    return value
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.nat(40), fc.nat(40), (n, x, y, z) => {
      const [a, b] = [Math.min(x, n), Math.min(y, n)]
      const both = Math.min(z, a, b)
      let sum = 0
      for (let k = Math.max(both, a + b - n); k <= Math.min(a, b); k++)
        sum += choose(b, k) * choose(n - b, a - k)
      expect(Math.exp(logTail(both, a, b, n, logs))).toBeCloseTo(Math.min(1, sum / choose(n, a)), 9)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('far tails keep their digits', () => {
  // One table only: all hundred are the same hundred.
  expect(logTail(100, 100, 100, 5000, logs)).toBeCloseTo(-(logs[5000] - logs[100] - logs[4900]), 6)
})

test('Holm and Benjamini-Hochberg as their papers have them', () => {
  const p = [0.01, 0.04, 0.03, 0.005]
  const { holm, q } = adjust(Float64Array.from(p, Math.log), 4)
  expect([...holm].map((x) => Number(x.toFixed(6)))).toEqual([0.03, 0.06, 0.06, 0.02])
  expect([...q].map((x) => Number(x.toFixed(6)))).toEqual([0.02, 0.04, 0.04, 0.02])
  // Sixteen more that were tried and are not given make each of them worth less.
  const { holm: more } = adjust(Float64Array.from(p, Math.log), 20)
  expect(more[3]).toBeCloseTo(0.1, 9)
})
