import { expect, test } from 'vitest'
import {
  makeRegression,
  makeRows,
  predicted,
  predictedVariance,
  regress,
  reweigh,
} from '../../../src/models/surveillance/regression.ts'

const rowsOf = (y: readonly number[], level: readonly number[]) => {
  const rows = makeRows(y.length)
  rows.length = y.length
  rows.y.set(y)
  rows.level.set(level)
  rows.time.set(y.map((_, i) => i - y.length))
  return rows
}

test('without a slope the levels are means, and their variance is that of a mean', () => {
  const rows = rowsOf([2, 4, 6, 10, 10, 40], [0, 0, 0, 1, 1, 1])
  const fitted = makeRegression()
  expect(regress(fitted, rows, 2, false)).toBe(true)
  expect(predicted(fitted, 0)).toBeCloseTo(4)
  expect(predicted(fitted, 1)).toBeCloseTo(20)
  // Pearson: (4 + 0 + 4) / 4 + (100 + 100 + 400) / 20, over 6 - 2.
  expect(fitted.dispersion).toBeCloseTo(32 / 4)
  expect(predictedVariance(fitted, 1)).toBeCloseTo(fitted.dispersion / 60)
  expect([...rows.leverage]).toEqual(Array(6).fill(expect.closeTo(1 / 3)))
})

test('a slope is found, and at its estimate the residuals are orthogonal to levels and time', () => {
  const level = Array.from({ length: 60 }, (_, i) => i % 3)
  const y = level.map((l, i) => Math.round((3 + 4 * l) * Math.exp(0.02 * i) + Math.sin(i * 7)))
  const rows = rowsOf(y, level)
  const fitted = makeRegression()
  expect(regress(fitted, rows, 3, true)).toBe(true)
  expect(fitted.slope).toBeCloseTo(0.02, 2)
  const residuals = y.map((value, i) => value - rows.fitted[i])
  expect(residuals.reduce((sum, r, i) => sum + r * rows.time[i], 0)).toBeCloseTo(0, 5)
  for (const l of [0, 1, 2])
    expect(residuals.reduce((sum, r, i) => sum + (level[i] === l ? r : 0), 0)).toBeCloseTo(0, 5)
  // Leverages add up to the number of parameters.
  expect(rows.leverage.reduce((a, b) => a + b)).toBeCloseTo(4, 6)
})

test('counts that all lie at one end have no slope that converges', () => {
  const rows = rowsOf([5, 0, 0, 0, 0, 0, 0, 0], Array(8).fill(0))
  expect(regress(makeRegression(), rows, 1, true)).toBe(false)
})

test('an outbreak of the past is weighed down, and the weights keep their sum', () => {
  const rows = rowsOf([3, 4, 5, 4, 3, 60, 4, 5, 3, 4], Array(10).fill(0))
  const fitted = makeRegression()
  regress(fitted, rows, 1, false)
  reweigh(rows, fitted, 1)
  expect(rows.weight[5]).toBeLessThan(0.5)
  expect(rows.weight.reduce((a, b) => a + b)).toBeCloseTo(10)
  regress(fitted, rows, 1, false)
  expect(predicted(fitted, 0)).toBeLessThan(7)
})
