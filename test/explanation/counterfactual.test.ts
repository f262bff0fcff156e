import { expect, test } from 'vitest'
import { type Change, counterfactual, leverOf } from '../../src/explanation/index.ts'
import type { FeatureMeta } from '../../src/feature.ts'

const lever = (feature: string, value: number, candidates: readonly number[]) => ({
  feature,
  value,
  candidates,
  scale: 1,
})

/** Log-odds of a linear score that starts at 3. */
const linear = (weights: Readonly<Record<string, number>>) => (trials: readonly (readonly Change[])[]) =>
  Float64Array.from(trials, (changes) =>
    changes.reduce((sum, { feature, from, to }) => sum + weights[feature] * (to - from), 3),
  )

test('one change that is enough is taken before two, and the smallest such', () => {
  const levers = [lever('a', 10, [9, 8, 7, 6, 5, 4]), lever('b', 0, [1]), lever('c', 5, [4, 3])]
  const found = counterfactual(levers, 0.9, linear({ a: 0.5, b: -1, c: 0.3 }))
  expect(found.reached).toBe(true)
  expect(found.changes).toEqual([{ feature: 'a', from: 10, to: 5 }])
  expect(found.logOdds).toBeCloseTo(0.5, 12)
})

test('several changes where one is not enough, none larger than needed', () => {
  const levers = [lever('a', 3, [2, 1, 0]), lever('b', 0, [1]), lever('c', 5, [4, 3])]
  const found = counterfactual(levers, 0.6, linear({ a: 0.5, b: -1, c: 0.1 }))
  expect(found.reached).toBe(true)
  expect(found.changes.map(({ feature }) => feature)).toEqual(['a', 'b'])
  expect(found.changes).toContainEqual({ feature: 'a', from: 3, to: 0 })
  expect(found.logOdds).toBeLessThanOrEqual(0.6)
})

test('an aim out of reach gives what comes nearest, and says so', () => {
  const found = counterfactual([lever('a', 1, [0]), lever('b', 1, [0])], -5, linear({ a: 0.5, b: 0.01 }))
  expect(found.reached).toBe(false)
  // What hardly moves the score is not named.
  expect(found.changes).toEqual([{ feature: 'a', from: 1, to: 0 }])
  expect(counterfactual([], -5, linear({})).changes).toEqual([])
})

test('interplay that no single change shows is found by the beam', () => {
  const both = (trials: readonly (readonly Change[])[]) =>
    Float64Array.from(trials, (changes) => (changes.length === 2 ? -1 : 1))
  expect(counterfactual([lever('a', 1, [0]), lever('b', 1, [0])], 0, both).changes).toHaveLength(2)
})

const meta = (more: Partial<FeatureMeta>): FeatureMeta => ({
  meaning: { en: 'x', zh: 'x' },
  unit: 'count',
  direction: 'up',
  group: 'claims',
  ...more,
})
const observed = Float32Array.from({ length: 100 }, (_, i) => i)

test('levers hold to what may change: direction, whole units, the usual range, never protected', () => {
  const source = { feature: 'x', value: 40, observed, thresholds: [10.5, 60.5, 500] }
  expect(leverOf({ ...source, meta: meta({}) })).toBeNull()
  expect(leverOf({ ...source, meta: meta({ canChange: 'down', isProtected: true }) })).toBeNull()
  expect(leverOf({ ...source, value: Number.NaN, meta: meta({ canChange: 'down' }) })).toBeNull()
  const down = leverOf({ ...source, meta: meta({ canChange: 'down' }) })
  expect(down?.candidates).toContain(10)
  expect(down?.candidates.every((v) => Number.isInteger(v) && v < 40 && v >= 1)).toBe(true)
  const up = leverOf({ ...source, meta: meta({ canChange: 'up' }) })
  expect(up?.candidates).toContain(61)
  expect(up?.candidates.every((v) => v > 40 && v <= 98)).toBe(true)
  const share = leverOf({ ...source, meta: meta({ canChange: 'both', unit: 'share' }) })
  expect(share?.candidates.some((v) => v < 10.5 && v > 10.4)).toBe(true)
  const flag = leverOf({
    feature: 'f',
    value: 0,
    observed: Float32Array.of(0, 0, 1),
    thresholds: [0.5],
    meta: meta({ canChange: 'up', unit: '0/1' }),
  })
  expect(flag?.candidates).toEqual([1])
})
