import { expect, test } from 'vitest'
import { random } from '../../src/util/random.ts'
import { adjusted, adjustedInFamilies } from '../../src/warning/false-discovery.ts'
import { countryOf, holidayEffect, holidayWeeks } from '../../src/warning/holidays.ts'
import { reconcile } from '../../src/warning/reconcile.ts'
import { parentOf, partsOf } from '../../src/warning/series.ts'

test('reconciled children add up to their parent, and nobody falls below 0', () => {
  const rng = random(2)
  for (let round = 0; round < 50; round++) {
    const node = (mean: number, children: readonly number[] = []) => ({
      mean,
      variance: 0.1 + mean * rng.next(),
      children,
    })
    const nodes = [
      node(rng.next() * 30, [1, 2, 3]),
      node(rng.next() * 10, [4, 5]),
      node(rng.next() * 10),
      node(rng.next() * 10),
      node(rng.next() * 5),
      node(rng.next() * 0.1),
    ]
    const mean = reconcile(nodes, 0)
    expect(mean[1] + mean[2] + mean[3]).toBeCloseTo(mean[0], 9)
    expect(mean[4] + mean[5]).toBeCloseTo(mean[1], 9)
    expect(Math.min(...mean)).toBeGreaterThanOrEqual(0)
  }
})

test('the certain forecast hardly moves, the doubtful ones give way', () => {
  const nodes = [
    { mean: 100, variance: 0.01, children: [1, 2] },
    { mean: 50, variance: 25, children: [] },
    { mean: 30, variance: 75, children: [] },
  ]
  const [whole, first, second] = reconcile(nodes, 0)
  expect(whole).toBeCloseTo(100, 1)
  expect(first).toBeCloseTo(55, 1)
  expect(second).toBeCloseTo(45, 1)
})

test('adjusted probabilities are those of Benjamini and Hochberg', () => {
  const expected = [0.04, 0.02, 0.2, 0.04]
  adjusted([0.02, 0.005, 0.2, 0.03]).forEach((q, i) => {
    expect(q).toBeCloseTo(expected[i])
  })
  expect(adjusted([])).toEqual([])
})

test('a family of thousands does not drown a small one, and chance opens few families', () => {
  const rng = random(4)
  const noise = (n: number) => Array.from({ length: n }, () => rng.next())
  const families = [noise(5000), [1e-4, ...noise(20)], ...Array.from({ length: 10 }, () => noise(50)), []]
  const q = adjustedInFamilies(families, 0.1)
  expect(q[1][0]).toBeLessThanOrEqual(0.1)
  expect(q.flat().filter((one) => one <= 0.1)).toHaveLength(1)
  expect(q.map((family) => family.length)).toEqual(families.map((family) => family.length))
})

test('holidays are working days of their week, and their effect is learned', async () => {
  const weeks = await holidayWeeks([2025])
  // Spring Festival 2025: 28 to 30 January, Tuesday to Thursday.
  expect(weeks.CN.get('2025-01-27')).toBeGreaterThanOrEqual(3)
  expect(weeks.AU.get('2025-12-22')).toBe(2)
  expect(countryOf('330100')).toBe('CN')
  expect(countryOf('AU-NSW')).toBe('AU')
  expect(countryOf('other')).toBeNull()
  const shares = Float64Array.from({ length: 100 }, (_, i) => (i % 10 === 5 ? 1 : 0))
  const values = Float64Array.from(shares, (share) => (share > 0 ? 40 : 100))
  expect(holidayEffect(values, shares)).toBeCloseTo(0.4, 1)
  expect(holidayEffect(values, new Float64Array(100))).toBe(1)
})

test('the name of a series says what it is a part of', () => {
  expect([...partsOf(['line', 'region'], 'auto:330100')]).toEqual([
    ['line', 'auto'],
    ['region', '330100'],
  ])
  expect(partsOf(['line'], 'all').size).toBe(0)
  expect(['all', 'auto', 'auto:330100'].map(parentOf)).toEqual([null, 'all', 'auto'])
})
