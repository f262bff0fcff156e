import { expect, test } from 'vitest'
import { forecastSeries } from '../../../src/models/forecast/forecast.ts'
import { quantile, upperTail } from '../../../src/models/forecast/limits.ts'
import { normalQuantile, normalTail } from '../../../src/util/normal.ts'
import { random } from '../../../src/util/random.ts'

/** Weekly counts with a yearly wave and a slow rise. */
function weekly(weeks: number, seed: number, level = 60): Float64Array {
  const rng = random(seed)
  return Float64Array.from({ length: weeks }, (_, t) => {
    const mean = level * (1 + 0.4 * Math.sin((2 * Math.PI * t) / 52) + 0.001 * t)
    return Math.max(0, Math.round(rng.normal(mean, Math.sqrt(mean))))
  })
}

test('a yearly wave is forecast better than by the mean, inside the limits', () => {
  const values = weekly(182, 71)
  const { mase, model, forecast, lower, upper } = forecastSeries(values.subarray(0, 156), {
    season: 52,
    horizon: 26,
    level: 0.99,
  })
  const truth = values.subarray(156)
  const mean = values.subarray(0, 156).reduce((a, b) => a + b, 0) / 156
  const error = (of: (h: number) => number) => truth.reduce((sum, v, h) => sum + Math.abs(v - of(h)), 0)
  expect(model).toContain('MSTL')
  expect(mase).toBeGreaterThan(0)
  expect(error((h) => forecast[h])).toBeLessThan(0.75 * error(() => mean))
  expect(truth.filter((v, h) => v >= lower[h] && v <= upper[h]).length).toBeGreaterThanOrEqual(24)
  expect(lower.every((v) => v >= 0)).toBe(true)
  // Further ahead is less certain.
  expect(upper[25] - lower[25]).toBeGreaterThanOrEqual(upper[0] - lower[0])
})

test('limits hold what they promise on ordinary weeks', () => {
  let outside = 0
  for (let seed = 0; seed < 60; seed++) {
    const [last] = forecastSeries(weekly(157, 100 + seed), { level: 0.95 }).judged
    outside += last.outside === 'inside' ? 0 : 1
  }
  expect(outside).toBeLessThanOrEqual(10)
})

test('a surge in the last week stands out and does not vouch for itself', () => {
  const values = weekly(157, 72, 20)
  values[156] = 70
  const [last] = forecastSeries(values).judged
  expect(last).toMatchObject({ index: 156, value: 70, outside: 'above' })
  expect(last.z).toBeGreaterThan(5)
  expect(last.p).toBeLessThan(1e-6)
  expect(last.expected).toBeLessThan(35)
})

test('one storm in the past neither moves the forecast nor widens the limits', () => {
  const values = weekly(156, 73)
  const calm = forecastSeries(values, { season: 1 })
  const stormy = forecastSeries(
    values.map((v, t) => (t === 120 ? 600 : v)),
    { season: 1 },
  )
  expect(Math.abs(stormy.forecast[0] - calm.forecast[0])).toBeLessThan(8)
  expect(stormy.deviation).toBeLessThan(1.2 * calm.deviation)
})

test('rare events: three in a week of a one-a-month peril are a warning, one is none', () => {
  const values = Float64Array.from({ length: 105 }, (_, t) => (t % 4 === 0 ? 1 : 0))
  values[104] = 4
  expect(forecastSeries(values).judged[0].outside).toBe('above')
  values[104] = 1
  expect(forecastSeries(values).judged[0].outside).toBe('inside')
})

test('short, constant, empty and gappy series have an answer', () => {
  expect(forecastSeries(Float64Array.of(), { horizon: 2 }).forecast).toEqual(Float64Array.of(0, 0))
  const single = forecastSeries(Float64Array.of(5), { horizon: 1 })
  expect(single.forecast[0]).toBeCloseTo(5)
  expect(single.judged).toHaveLength(0)
  const flat = forecastSeries(new Float64Array(30).fill(4), { horizon: 3 })
  expect([...flat.forecast].map((v) => Math.round(v))).toEqual([4, 4, 4])
  const gappy = weekly(120, 74)
  gappy.fill(Number.NaN, 40, 48)
  expect(forecastSeries(gappy).forecast.every(Number.isFinite)).toBe(true)
  expect(() => forecastSeries(Float64Array.of(1, Number.POSITIVE_INFINITY))).toThrow('invalid series')
  expect(() => forecastSeries(Float64Array.of(1), { level: 1 })).toThrow('invalid forecast level: 1')
})

test('amounts may be negative and have normal limits', () => {
  const rng = random(75)
  const values = Float64Array.from({ length: 200 }, () => rng.normal(-3, 1))
  const { lower, upper } = forecastSeries(values, { season: 1, level: 0.95 })
  expect(lower[0]).toBeCloseTo(-5, 0)
  expect(upper[0]).toBeCloseTo(-1, 0)
})

test('distributions agree with known values', () => {
  expect(normalTail(1.959963985)).toBeCloseTo(0.025, 7)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5)
  const poisson = { mean: 3, variance: 3, counts: true }
  expect(upperTail(poisson, 0)).toBe(1)
  expect(upperTail(poisson, 4)).toBeCloseTo(0.3527681, 6)
  expect(quantile(poisson, 0.99)).toBe(8)
  // Negative binomial with mean 3 and variance 6: size 3, share 0.5.
  const negative = { mean: 3, variance: 6, counts: true }
  expect(upperTail(negative, 1)).toBeCloseTo(1 - 0.125, 12)
  expect(quantile(negative, 0.99)).toBe(11)
  expect(upperTail(poisson, 40)).toBeGreaterThan(0)
})
