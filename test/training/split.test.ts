import { expect, test } from 'vitest'
import {
  foldSplit,
  foldSplits,
  holdout,
  rollingSplits,
  splitByTime,
  splitsAmong,
  stratifiedFolds,
  stratifiedGroupFolds,
} from '../../src/training/split.ts'
import { random } from '../../src/util/random.ts'

test('a split by time purges the gap and what was not known yet', () => {
  const time = Float64Array.of(1, 5, 8, 9, 10, 12, 20)
  const split = splitByTime(time, { at: 10, gap: 2, until: 15 })
  expect(split).toEqual({
    train: Int32Array.of(0, 1),
    test: Int32Array.of(4, 5),
    purged: Int32Array.of(2, 3),
  })
  // Row 1 happened long before, but its outcome came out on day 11.
  const late = splitByTime(time, { at: 10, knownAt: Float64Array.of(2, 11, 9, 9, 11, 13, 21) })
  expect(late).toEqual({
    train: Int32Array.of(0, 2, 3),
    test: Int32Array.of(4, 5, 6),
    purged: Int32Array.of(1),
  })
  expect(() => splitByTime(Float64Array.of(1, Number.NaN), { at: 2 })).toThrow('invalid time of row: 1')
})

test('stratified folds are even in rows and labels', () => {
  const y = Float64Array.from({ length: 203 }, (_, i) => (i % 20 === 0 ? 1 : 0))
  const folds = stratifiedFolds(y, 5, 3)
  for (let fold = 0; fold < 5; fold++) {
    const { train, test } = foldSplit(folds, fold)
    expect(train.length + test.length).toBe(203)
    expect(Math.abs(test.length - 203 / 5)).toBeLessThanOrEqual(1)
    expect(test.reduce((sum, row) => sum + y[row], 0)).toBeGreaterThanOrEqual(2)
  }
  expect(stratifiedFolds(y, 5, 3)).toEqual(folds)
  expect(stratifiedFolds(y, 5, 4)).not.toEqual(folds)
  expect(() => stratifiedFolds(y, 1, 3)).toThrow('invalid number of folds: 1')
})

test('a group never straddles folds, and every fold gets its share of rows and of a rare label', () => {
  const rng = random(9)
  const groups = Int32Array.from({ length: 1000 }, () => rng.int(0, 120))
  // The label belongs to groups, as fraud to rings: 12 groups of 120 hold all ones.
  const y = Float64Array.from(groups, (group) => (group % 10 === 0 ? 1 : 0))
  const folds = stratifiedGroupFolds(y, groups, 4, 1)
  const foldOf = new Map<number, number>()
  groups.forEach((group, i) => {
    expect(foldOf.get(group) ?? folds[i]).toBe(folds[i])
    foldOf.set(group, folds[i])
  })
  const ones = y.reduce((a, b) => a + b, 0)
  for (const { test } of foldSplits(folds)) {
    expect(Math.abs(test.length - 250)).toBeLessThan(25)
    const held = test.reduce((sum, row) => sum + y[row], 0)
    expect(Math.abs(held - ones / 4)).toBeLessThan(0.25 * ones)
  }
  expect(stratifiedGroupFolds(y, groups, 4, 1)).toEqual(folds)
})

test('a split by time leaves out whoever stands in the test as well', () => {
  const time = Float64Array.of(1, 2, 3, 4, 10, 11)
  const groups = Int32Array.of(7, 8, 7, 9, 7, 5)
  expect(splitByTime(time, { at: 10, groups })).toEqual({
    train: Int32Array.of(1, 3),
    test: Int32Array.of(4, 5),
    purged: Int32Array.of(0, 2),
  })
})

test('splits roll through time with a gap, and nobody stands on both sides', () => {
  const time = Float64Array.from({ length: 90 }, (_, i) => i)
  const groups = Int32Array.from({ length: 90 }, (_, i) => i % 40)
  const [first, second] = rollingSplits(time, 2, { gap: 5, groups })
  expect([...first.test]).toEqual(Array.from({ length: 30 }, (_, i) => 30 + i))
  expect(second.test.length).toBe(30)
  for (const { train, test } of [first, second]) {
    expect(Math.max(...train)).toBeLessThan(Math.min(...test) - 5)
    const tested = new Set([...test].map((row) => groups[row]))
    expect([...train].some((row) => tested.has(groups[row]))).toBe(false)
    expect(train.length).toBeGreaterThan(0)
  }
  // Among every other row, renumbered.
  const [half] = splitsAmong(
    [first],
    Int32Array.from({ length: 45 }, (_, i) => 2 * i),
  )
  expect([...half.test]).toEqual(Array.from({ length: 15 }, (_, i) => 15 + i))
})

test('a holdout takes its share of each label', () => {
  const y = Float64Array.from({ length: 1000 }, (_, i) => (i < 100 ? 1 : 0))
  const { train, test } = holdout(y, 0.2, 1)
  expect(test.length).toBe(200)
  expect(test.filter((row) => y[row] === 1)).toHaveLength(20)
  expect(new Set([...train, ...test]).size).toBe(1000)
})
