/** Rates against counts over exposure: intervals, groups, and two models held against each other. */
import { expect, test } from 'vitest'
import { compareRates } from '../../src/monitoring/compare-rates.ts'
import { measureRateGroups } from '../../src/monitoring/groups.ts'
import {
  devianceInterval,
  giniInterval,
  type RateRows,
  ratioInterval,
} from '../../src/monitoring/rate-measures.ts'
import { bootstrap } from '../../src/training/intervals.ts'
import { poissonDeviance } from '../../src/training/losses.ts'
import { gini } from '../../src/training/ranking.ts'
import { random } from '../../src/util/random.ts'

/** Counts drawn from known rates, and two models that see those through more or less noise. */
function sample(rows: number, seed: number, noise: readonly [number, number] = [0, 0]) {
  const rng = random(seed)
  const truth = Float64Array.from({ length: rows }, () => 0.3 * Math.exp(0.8 * rng.normal()))
  const exposure = Float64Array.from({ length: rows }, () => 0.1 + 0.9 * rng.next())
  const drawn = (mean: number) => {
    let count = 0
    for (let product = rng.next(); product > Math.exp(-mean); product *= rng.next()) count++
    return count
  }
  return {
    exposure,
    count: truth.map((rate, i) => drawn(rate * exposure[i])),
    a: truth.map((rate) => rate * Math.exp(noise[0] * rng.normal())),
    b: truth.map((rate) => rate * Math.exp(noise[1] * rng.normal())),
  }
}

const rowsOf = ({ a, count, exposure }: ReturnType<typeof sample>): RateRows => ({ rate: a, count, exposure })

/** Rows drawn so many times each. */
function repeated({ rate, count, exposure }: RateRows, times: Float64Array): RateRows {
  const rows = Array.from(times).flatMap((n, i) => new Array<number>(n).fill(i))
  const take = (list: Float64Array) => Float64Array.from(rows, (i) => list[i])
  return { rate: take(rate), count: take(count), exposure: take(exposure) }
}

test('values are those of the report card, and intervals as wide as those of a bootstrap', () => {
  const rows = rowsOf(sample(900, 3, [0.4, 0]))
  const found = { deviance: devianceInterval(rows), ratio: ratioInterval(rows), gini: giniInterval(rows) }
  expect(found.deviance.value).toBeCloseTo(poissonDeviance(rows.rate, rows.count, rows.exposure), 12)
  expect(found.gini.value).toBeCloseTo(gini(rows.rate, rows.count, rows.exposure), 12)
  const drawn = bootstrap(
    rows.rate.length,
    [
      (times) => devianceInterval(repeated(rows, times)).value,
      (times) => ratioInterval(repeated(rows, times)).value,
      (times) => giniInterval(repeated(rows, times)).value,
    ],
    { replicates: 300, seed: 2 },
  )
  for (const [i, one] of [found.deviance, found.ratio, found.gini].entries()) {
    const share = (one.high - one.low) / (drawn[i].high - drawn[i].low)
    expect(share, String(i)).toBeGreaterThan(0.8)
    expect(share, String(i)).toBeLessThan(1.25)
  }
})

test('the ratio of a true model holds 1 in about nineteen of twenty, in groups with few events too', () => {
  let missed = 0
  for (let k = 0; k < 300; k++) {
    const { low, high } = ratioInterval(rowsOf(sample(60, 100 + k)))
    if (low > 1 || high < 1) missed++
  }
  expect(missed).toBeGreaterThan(2)
  expect(missed).toBeLessThan(30)
})

test('no event leaves an upper end, near the exact one', () => {
  const none = Float64Array.of(0, 0)
  const { value, low, high } = ratioInterval({
    rate: Float64Array.of(1, 1),
    count: none,
    exposure: Float64Array.of(1, 1),
  })
  expect([value, low]).toEqual([0, 0])
  // -ln(0.025) events of 2 expected.
  expect(Math.abs(high - 3.689 / 2)).toBeLessThan(0.02)
})

test('groups show who pays for whom, small ones are marked, rows without a group are left out', () => {
  const { a, count, exposure } = sample(2000, 7)
  // The second group claims as it does, but is rated at half.
  const names = Array.from(a, (_, i) => (i < 990 ? 'fair' : i < 1970 ? 'half' : i < 1990 ? 'small' : null))
  const rate = a.map((r, i) => (names[i] === 'half' ? r / 2 : r))
  const [fair, half, small] = measureRateGroups({ rate, count, exposure }, names)
  expect([fair.group, half.group, small.group]).toEqual(['fair', 'half', 'small'])
  expect([fair.rows, half.rows, small.rows]).toEqual([990, 980, 20])
  expect([fair.isSmall, half.isSmall, small.isSmall]).toEqual([false, false, true])
  expect(fair.rates.ratio.low).toBeLessThan(1)
  expect(fair.rates.ratio.high).toBeGreaterThan(1)
  expect(half.rates.ratio.low).toBeGreaterThan(1.5)
  expect(half.rates.gini?.low).toBeGreaterThan(0)
  expect(fair.rates.ratio.value).toBeCloseTo(fair.events / fair.expected, 12)
  expect(fair.rates.exposure).toBeCloseTo(
    exposure.slice(0, 990).reduce((s, v) => s + v, 0),
    9,
  )
})

test('the better of two rates has less deviance and more Gini, beyond chance; equal ones differ by nothing', () => {
  const { a, b, count, exposure } = sample(2000, 11, [1.2, 0.1])
  const found = compareRates(a, b, { count, exposure }, 1)
  const { poisson_deviance: deviance, gini: order } = found?.measures ?? {}
  expect([found?.rows, found?.events]).toEqual([2000, count.reduce((s, n) => s + n, 0)])
  expect(deviance?.champion).toBeCloseTo(poissonDeviance(a, count, exposure), 12)
  expect(order?.challenger).toBeCloseTo(gini(b, count, exposure), 12)
  expect(deviance?.difference.value).toBeCloseTo((deviance?.challenger ?? 0) - (deviance?.champion ?? 0), 12)
  expect(deviance?.difference.high).toBeLessThan(0)
  expect(order?.difference.low).toBeGreaterThan(0)
  expect(found?.pValue).toBeLessThan(0.001)
  const same = compareRates(a, a, { count, exposure }, 1)
  expect(same?.measures.gini.difference).toEqual({ value: 0, low: 0, high: 0 })
  expect(same?.measures.poisson_deviance.difference).toEqual({ value: 0, low: 0, high: 0 })
  expect(same?.pValue).toBe(1)
})

test('a level that is wrong shows in the deviance and not in the Gini', () => {
  const { a, count, exposure } = sample(2000, 13)
  const twice = a.map((rate) => 2 * rate)
  const found = compareRates(a, twice, { count, exposure }, 1)
  expect(found?.measures.poisson_deviance.difference.low).toBeGreaterThan(0)
  expect(found?.measures.gini.difference.value).toBeCloseTo(0, 12)
})

test('two equally good models differ beyond chance in about one of twenty; too few events are not compared', () => {
  let missed = 0
  for (let k = 0; k < 40; k++) {
    const { a, b, count, exposure } = sample(300, 200 + k, [0.5, 0.5])
    const { low, high } = compareRates(a, b, { count, exposure }, 1)?.measures.poisson_deviance
      .difference ?? { low: 1, high: 1 }
    if (low > 0 || high < 0) missed++
  }
  expect(missed).toBeLessThan(8)
  const few = sample(15, 17)
  expect(compareRates(few.a, few.b, { count: new Float64Array(15), exposure: few.exposure }, 1)).toBe(null)
})
