import { expect, test } from 'vitest'
import { scaledError, scaleOf, symmetricError } from '../../../src/models/forecast/accuracy.ts'
import { automatic } from '../../../src/models/forecast/automatic.ts'
import { candidatesFor } from '../../../src/models/forecast/candidates.ts'
import { studentQuantile } from '../../../src/models/forecast/intervals.ts'
import { drift, naive, seasonalNaive } from '../../../src/models/forecast/naive.ts'
import { random } from '../../../src/util/random.ts'

/** Monthly values with a trend and a season that grows with the level. */
function monthly(months: number, seed: number): Float64Array {
  const rng = random(seed)
  return Float64Array.from(
    { length: months },
    (_, t) =>
      (200 + 2 * t) * (1 + 0.3 * Math.sin((2 * Math.PI * t) / 12)) * Math.exp(0.04 * rng.normal(0, 1)),
  )
}

test('trend and season are carried on, much better than by repeating', () => {
  const values = monthly(132, 1)
  const [known, later] = [values.subarray(0, 120), values.subarray(120)]
  const { forecast, mase, members, name } = automatic(known, { season: 12, horizon: 12 })
  expect(scaledError(later, forecast, scaleOf(known, 12))).toBeLessThan(
    0.75 * scaledError(later, seasonalNaive.fit(known, 12).forecast(12), scaleOf(known, 12)),
  )
  expect(symmetricError(later, forecast)).toBeLessThan(6)
  expect(mase).toBeLessThan(0.8)
  expect(members.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
  expect(members[0].weight).toBeGreaterThanOrEqual(members[members.length - 1].weight)
  expect(name).toContain(members[0].name)
})

test('the same series has the same forecast, to the bit', () => {
  const values = monthly(60, 2)
  const once = automatic(values, { season: 12, horizon: 6 })
  expect(automatic(values.slice(), { season: 12, horizon: 6 }).forecast).toEqual(once.forecast)
})

test('limits hold about what they promise', () => {
  let [narrow, wide, points] = [0, 0, 0]
  for (let seed = 10; seed < 40; seed++) {
    const values = monthly(72, seed)
    const made = automatic(values.subarray(0, 60), { season: 12, horizon: 12 })
    const [inner, outer] = [made.limits(0.8), made.limits(0.95)]
    values.subarray(60).forEach((v, h) => {
      points++
      if (v >= inner.lower[h] && v <= inner.upper[h]) narrow++
      if (v >= outer.lower[h] && v <= outer.upper[h]) wide++
      expect(outer.upper[h]).toBeGreaterThan(inner.upper[h])
    })
  }
  expect(narrow / points).toBeGreaterThan(0.72)
  expect(wide / points).toBeGreaterThan(0.9)
})

test('short series, gaps, nothing at all and what never moves have a forecast', () => {
  for (const values of [[], [5], [5, 7], [5, 7, 6], [5, 7, 6, 8], [5, 7, 6, 8, 9, 9, 11]]) {
    const { forecast, limits } = automatic(Float64Array.from(values), { season: 12, horizon: 4 })
    expect(forecast.every(Number.isFinite)).toBe(true)
    const { lower, upper } = limits(0.9)
    expect(lower.every((low, h) => low <= forecast[h] && forecast[h] <= upper[h])).toBe(true)
  }
  const flat = automatic(new Float64Array(40).fill(3), { season: 12, horizon: 5 })
  for (const v of flat.forecast) expect(v).toBeCloseTo(3, 6)
  const gappy = monthly(60, 3)
  gappy.fill(Number.NaN, 20, 27)
  gappy[59] = Number.NaN
  gappy[0] = Number.NaN
  const whole = automatic(monthly(60, 3), { season: 12, horizon: 12 })
  const holed = automatic(gappy, { season: 12, horizon: 12 })
  holed.forecast.forEach((v, h) => {
    expect(Math.abs(v / whole.forecast[h] - 1)).toBeLessThan(0.15)
  })
  expect(automatic(new Float64Array(30).fill(Number.NaN), { season: 12, horizon: 2 }).forecast).toEqual(
    Float64Array.of(0, 0),
  )
})

test('counts that fall to nought are never forecast below it', () => {
  const values = Float64Array.from({ length: 24 }, (_, t) => Math.max(0, 40 - 2 * t))
  const { forecast, limits } = automatic(values, { season: 1, horizon: 12 })
  expect(Math.min(...forecast, ...limits(0.99).lower)).toBe(0)
})

test('what is mostly nought is left to the models for that', () => {
  const values = Float64Array.from({ length: 60 }, (_, t) => (t % 5 === 0 ? 3 : 0))
  expect(candidatesFor(values, 12).map(({ name }) => name)).toEqual(['mean', 'Croston', 'SBA', 'TSB'])
  expect(automatic(values, { season: 12, horizon: 3 }).forecast[0]).toBeCloseTo(0.6, 0)
})

test('later values go through the same combination', () => {
  const values = monthly(84, 4)
  const before = automatic(values.subarray(0, 72), { season: 12, horizon: 6 })
  const after = before.refit(values)
  expect(after.members.map(({ weight }) => weight)).toEqual(before.members.map(({ weight }) => weight))
  expect(after.fitted).toHaveLength(84)
  expect(Math.abs(after.forecast[0] / before.forecast[0] - 1)).toBeGreaterThan(0.01)
})

test('faulty questions are refused', () => {
  expect(() => automatic(Float64Array.of(1, 2), { season: 0, horizon: 1 })).toThrow('invalid season: 0')
  expect(() => automatic(Float64Array.of(1, 2), { season: 1, horizon: 0.5 })).toThrow('invalid horizon: 0.5')
  expect(() => automatic(Float64Array.of(1, Number.POSITIVE_INFINITY), { season: 1, horizon: 1 })).toThrow(
    'invalid series',
  )
})

test('naive forecasts are what their names say', () => {
  const values = Float64Array.of(1, 2, 3, 4, 6)
  expect([...naive.fit(values, 1).forecast(2)]).toEqual([6, 6])
  expect([...seasonalNaive.fit(values, 2).forecast(3)]).toEqual([4, 6, 4])
  expect([...drift.fit(values, 1).forecast(2)]).toEqual([7.25, 8.5])
  expect(scaleOf(values, 1)).toBe(1.25)
  expect(scaleOf(values, 2)).toBeCloseTo(7 / 3)
})

test("Student's quantile with 4 degrees of freedom agrees with the tables", () => {
  expect(studentQuantile(0.9)).toBeCloseTo(1.5332, 4)
  expect(studentQuantile(0.975)).toBeCloseTo(2.7764, 4)
  expect(studentQuantile(0.995)).toBeCloseTo(4.6041, 4)
})
