import { expect, test } from 'vitest'
import { changepoints } from '../../../src/models/surveillance/changepoints.ts'
import { detect } from '../../../src/models/surveillance/detector.ts'
import { random } from '../../../src/util/random.ts'

const quiet = (weeks: number, mean: number, seed = 3) => {
  const rng = random(seed)
  return Float64Array.from({ length: weeks }, () =>
    Math.max(0, Math.round(rng.normal(mean, Math.sqrt(mean)))),
  )
}

test('a jump is outside, small rises that last pile up, and quiet weeks stay inside', () => {
  const values = quiet(200, 20)
  values[150] = 60
  for (let i = 180; i < 190; i++) values[i] += 9
  const verdicts = detect(values, { period: 'week', counts: true, from: 120, level: 0.99 })
  expect(verdicts.map(({ index }) => index)).toEqual(Array.from({ length: 80 }, (_, i) => 120 + i))
  const at = (index: number) => verdicts[index - 120]
  expect(at(150)).toMatchObject({ outside: 'above', value: 60 })
  expect(at(150).p).toBeLessThan(1e-6)
  expect(
    verdicts.filter(({ index, outside }) => index >= 180 && index < 190 && outside === 'above').length,
  ).toBeGreaterThan(4)
  expect(verdicts.filter(({ index, outside }) => index < 150 && outside !== 'inside').length).toBeLessThan(3)
  for (const { value, upper, lower, outside } of verdicts) {
    if (outside === 'above') expect(value).toBeGreaterThan(upper)
    if (outside === 'below') expect(value).toBeLessThan(lower)
  }
})

test('a known effect is expected: few working days make few claims', () => {
  const values = quiet(160, 40)
  values[155] = 12
  const exposure = new Float64Array(160).fill(1)
  exposure[155] = 0.35
  const options = { period: 'week', counts: true, from: 155, level: 0.99 } as const
  expect(detect(values, options)[0].outside).toBe('below')
  const known = detect(values, { ...options, exposure })[0]
  expect(known.outside).toBe('inside')
  expect(known.expected).toBeGreaterThan(10)
  expect(known.expected).toBeLessThan(18)
})

test('what lies ahead is expected with the season, and has limits', () => {
  const values = Float64Array.from(quiet(208, 20), (v, i) =>
    Math.round(v * (1 + 0.8 * Math.sin((2 * Math.PI * i) / 52))),
  )
  const ahead = detect(values, { period: 'week', counts: true, from: 208, level: 0.99, ahead: 26 })
  expect(ahead.map(({ index }) => index)).toEqual(Array.from({ length: 26 }, (_, i) => 208 + i))
  expect(ahead[13].expected).toBeGreaterThan(30)
  for (const { lower, upper, expected } of ahead) {
    expect(lower).toBeLessThan(expected)
    expect(upper).toBeGreaterThan(expected)
  }
})

test('rare amounts are not judged, frequent ones are', () => {
  const rare = Float64Array.from({ length: 150 }, (_, i) => (i % 9 === 0 ? 5000 : 0))
  expect(detect(rare, { period: 'week', counts: false, from: 120, level: 0.99 })).toEqual([])
  const often = quiet(150, 30).map((v) => v * 1000)
  often[149] = 120_000
  expect(detect(often, { period: 'week', counts: false, from: 149, level: 0.99 })[0].outside).toBe('above')
})

test('levels that change are dated, whatever lies between', () => {
  const expected = new Float64Array(120).fill(10)
  const observed = Float64Array.from(quiet(120, 10, 8), (v, i) => (i >= 70 && i < 95 ? v * 2 : v))
  const found = changepoints(observed, expected, 1)
  expect(found).toHaveLength(2)
  expect(Math.abs(found[0] - 70)).toBeLessThan(4)
  expect(Math.abs(found[1] - 95)).toBeLessThan(4)
  expect(changepoints(quiet(120, 10, 9), expected, 1.2)).toEqual([])
  expect(changepoints(new Float64Array(0), new Float64Array(0), 1)).toEqual([])
})
