import { expect, test } from 'vitest'
import {
  binsOf,
  doubleLift,
  gammaDeviance,
  groupsBy,
  orderedGini,
  orderedLorenz,
  tenths,
  tweedieDeviance,
} from '../../src/training/tariff.ts'
import { random } from '../../src/util/random.ts'

const f = (...list: number[]) => Float64Array.from(list)

test('deviances are 0 where expected is observed, and those worked out by hand elsewhere', () => {
  expect(gammaDeviance(f(2, 5), f(2, 5), f(1, 3))).toBe(0)
  expect(gammaDeviance(f(1), f(2), f(1))).toBeCloseTo(2 * (1 - Math.log(2)), 12)
  expect(tweedieDeviance(f(3), f(6), f(2))).toBeCloseTo(0, 12)
  // Power 1.5: 2 (y^0.5 / -0.25 - y m^-0.5 / -0.5 + m^0.5 / 0.5) at y = 0, m = 4, twice the exposure of one.
  expect(tweedieDeviance(f(4), f(0), f(2))).toBeCloseTo(8, 12)
})

test('the ordered Lorenz curve of a perfect order, of none and of the wrong one', () => {
  const premium = f(1, 1, 1, 1)
  const loss = f(0, 0, 0, 4)
  expect(orderedGini(f(1, 2, 3, 4), premium, loss, { replicates: 1 }).value).toBeCloseTo(0.75, 12)
  expect(orderedGini(f(1, 1, 1, 1), premium, loss, { replicates: 1 }).value).toBeCloseTo(0, 12)
  expect(orderedGini(f(4, 3, 2, 1), premium, loss, { replicates: 1 }).value).toBeCloseTo(-0.75, 12)
  expect(orderedLorenz(f(1, 2, 3, 4), premium, loss, 4)).toEqual([
    { premium: 0, loss: 0 },
    { premium: 0.25, loss: 0 },
    { premium: 0.5, loss: 0 },
    { premium: 0.75, loss: 0 },
    { premium: 1, loss: 1 },
  ])
})

test('a premium that already follows the risk leaves nothing to gain', () => {
  const rng = random(1)
  const risk = Float64Array.from({ length: 4000 }, () => Math.exp(2 * rng.next()))
  const loss = risk.map((r) => r * -Math.log(1 - rng.next()))
  const flat = risk.map(() => 1)
  const over = (premium: Float64Array) =>
    orderedGini(
      risk.map((r, i) => r / premium[i]),
      premium,
      loss,
      { replicates: 100 },
    )
  expect(over(flat).low).toBeGreaterThan(0.2)
  const fair = risk.map((r) => r * (0.9 + 0.2 * rng.next()))
  expect(Math.abs(over(fair).value)).toBeLessThan(0.05)
})

test('tenths hold near equal exposure and their intervals hold the truth', () => {
  const rng = random(2)
  const exposure = Float64Array.from({ length: 20_000 }, () => 0.1 + rng.next())
  const expected = exposure.map((e) => e * Math.exp(rng.next()))
  const observed = expected.map((mean) => (rng.next() < mean / 10 ? 10 : 0))
  const bins = tenths(expected, observed, exposure)
  const total = exposure.reduce((a, b) => a + b, 0)
  expect(bins).toHaveLength(10)
  for (const bin of bins) expect(bin.exposure / total).toBeCloseTo(0.1, 2)
  for (let i = 1; i < bins.length; i++) expect(bins[i].expected).toBeGreaterThan(bins[i - 1].expected)
  const held = bins.filter(({ expected: e, observed: o }) => o.low <= e && e <= o.high).length
  expect(held).toBeGreaterThanOrEqual(8)
  const group = groupsBy(expected, exposure, 4)
  expect(binsOf(group, expected, observed, exposure, { groups: 4 }).reduce((n, b) => n + b.rows, 0)).toBe(
    20_000,
  )
})

test('double lift: the observed follows the tariff that is right', () => {
  const rng = random(3)
  const risk = Float64Array.from({ length: 20_000 }, () => Math.exp(rng.next()))
  const observed = risk.map((r) => (rng.next() < r / 10 ? 10 : 0))
  const bins = doubleLift(
    risk,
    risk.map(() => 1),
    observed,
    risk.map(() => 1),
  )
  const gap = (pick: (bin: (typeof bins)[number]) => number) =>
    bins.reduce((sum, bin) => sum + Math.abs(pick(bin) - bin.observed.value), 0)
  expect(gap((bin) => bin.ours)).toBeLessThan(gap((bin) => bin.theirs) / 3)
})
