import { expect, test } from 'vitest'
import { compareModels, delong } from '../../src/monitoring/compare.ts'
import { reasonsToRetrain } from '../../src/monitoring/due.ts'
import { measureGroups, shareInterval } from '../../src/monitoring/groups.ts'
import { performanceByQuarter } from '../../src/monitoring/performance.ts'
import { aucInterval } from '../../src/training/intervals.ts'
import { random } from '../../src/util/random.ts'

const rng = random(5)
const normal = () => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next())
const logistic = (m: number) => 1 / (1 + Math.exp(-m))

/** Outcomes of known log-odds, and two scores that see them through more or less noise. */
function sample(rows: number, noise: readonly [number, number]) {
  const truth = Float64Array.from({ length: rows }, () => normal() * 1.5 - 1)
  return {
    y: truth.map((m) => (rng.next() < logistic(m) ? 1 : 0)),
    a: truth.map((m) => logistic(m + noise[0] * normal())),
    b: truth.map((m) => logistic(m + noise[1] * normal())),
  }
}

test('the difference of two AUCs is the difference, with an interval narrower than two apart', () => {
  const { y, a, b } = sample(1500, [1.5, 0.2])
  const found = delong(a, b, y)
  expect(found.a).toBeCloseTo(aucInterval(a, y).value, 12)
  expect(found.difference.value).toBeCloseTo(found.b - found.a, 12)
  expect(found.pValue).toBeLessThan(0.001)
  const apart = (m: Float64Array) => aucInterval(m, y).high - aucInterval(m, y).low
  expect(found.difference.high - found.difference.low).toBeLessThan(Math.hypot(apart(a), apart(b)))
})

test("DeLong's variance is that of the placements, by hand on six rows", () => {
  const y = Float64Array.of(1, 1, 1, 0, 0, 0)
  const a = Float64Array.of(0.9, 0.4, 0.6, 0.5, 0.2, 0.1)
  const b = Float64Array.of(0.8, 0.7, 0.3, 0.6, 0.5, 0.2)
  const { a: first, b: second, difference } = delong(a, b, y)
  expect(first).toBeCloseTo(8 / 9, 12)
  expect(second).toBeCloseTo(7 / 9, 12)
  // Placements b less a: positives 0, 1/3 and -2/3, negatives 0, -1/3 and 0; each variance over its three rows.
  const variance = (0 + 16 / 81 + 25 / 81 + 1 / 81) / 2 / 3 + 0
  const negatives = (1 / 81 + 4 / 81 + 1 / 81) / 2 / 3
  expect((difference.high - difference.low) / 2).toBeCloseTo(1.959964 * Math.sqrt(variance + negatives), 6)
})

test('intervals of the difference hold zero for two equal models in about nineteen of twenty', () => {
  let missed = 0
  for (let k = 0; k < 60; k++) {
    const { y, a, b } = sample(400, [0.7, 0.7])
    const { low, high } = delong(a, b, y).difference
    if (low > 0 || high < 0) missed++
  }
  expect(missed).toBeLessThan(10)
})

test('every measure is compared on the same rows; too few outcomes are not compared', () => {
  const { y, a, b } = sample(600, [1.5, 0.1])
  const found = compareModels(a, b, y, 1)
  expect(Object.keys(found?.measures ?? {})).toEqual([
    'roc_auc',
    'average_precision',
    'precision_at_100',
    'brier',
  ])
  const { brier } = found?.measures ?? {}
  expect(brier?.difference.value).toBeCloseTo((brier?.challenger ?? 0) - (brier?.champion ?? 0), 12)
  expect(brier?.difference.high).toBeLessThan(0)
  expect(compareModels(a, a, y, 1)?.measures.roc_auc.difference).toEqual({ value: 0, low: 0, high: 0 })
  expect(compareModels(a.slice(0, 12), b.slice(0, 12), y.slice(0, 12), 1)).toBe(null)
})

test('quarters hold what was scored in them', () => {
  const day = (text: string) => Date.parse(`${text}T12:00:00Z`)
  const at = Float64Array.of(day('2026-01-01'), day('2026-03-31'), day('2026-04-01'), day('2026-04-02'))
  const [first, second] = performanceByQuarter(
    Float64Array.of(0.2, 0.4, 0.5, 0.9),
    Float64Array.of(0, 1, Number.NaN, 1),
    at,
  )
  expect(first).toMatchObject({ period: '2026-Q1', rows: 2, events: 1, auc: null })
  expect(first.expected).toBeCloseTo(0.6, 12)
  expect(first.brier).toBeCloseTo((0.04 + 0.36) / 2, 12)
  expect(second).toMatchObject({ period: '2026-Q2', rows: 1, events: 1 })
})

test('small groups are marked, and rows without a group are left out', () => {
  const { y, a } = sample(300, [0.5, 0.5])
  const groups = Array.from(a, (_, i) => (i < 280 ? 'large' : i < 290 ? 'small' : null))
  const [large, small] = measureGroups(a, y, groups, 0.5)
  expect([large.group, large.rows, large.isSmall]).toEqual(['large', 280, false])
  expect([small.group, small.rows, small.isSmall]).toEqual(['small', 10, true])
  expect(large.flagged.low).toBeLessThan(large.flagged.value)
  expect(shareInterval(0, 0)).toEqual({ value: 0, low: 0, high: 1 })
  expect(shareInterval(1, 10).low).toBeCloseTo(0.0179, 3)
  expect(shareInterval(1, 10).high).toBeCloseTo(0.4042, 3)
})

test('a model is due by age, by drift, by a lower AUC and by being out of tune, and not before', () => {
  const fine = { ageDays: 30, drift: [], trained: { value: 0.8, low: 0.75 }, given: null }
  const triggers = (change: Partial<Parameters<typeof reasonsToRetrain>[0]>) =>
    reasonsToRetrain({ ...fine, ...change }).map(({ trigger }) => trigger)
  const moved = (feature: string, isDrifted: boolean) => ({
    ...{ feature, line: '*', referenceRows: 900, recentRows: 200, psi: 0.4, psiLimit: 0.1 },
    ...{ ks: 0.3, ksLimit: 0.1, pValue: 1e-9, isDrifted },
  })
  const given = { rows: 100, events: 20, expected: 18, auc: { value: 0.7, high: 0.78 } }
  expect(triggers({})).toEqual([])
  expect(triggers({ ageDays: 91 })).toEqual(['age'])
  expect(triggers({ drift: [moved('a', true), moved('b', false)] })).toEqual(['drift'])
  expect(triggers({ drift: [moved('a', true), ...'bcdefg'.split('').map((f) => moved(f, false))] })).toEqual(
    [],
  )
  expect(triggers({ drift: [moved('score', true)] })).toEqual(['score_drift'])
  // Drift of what it has just learned from is no reason to learn it again.
  expect(triggers({ ageDays: 0, drift: [moved('a', true), moved('score', true)] })).toEqual([])
  expect(triggers({ given })).toEqual([])
  expect(triggers({ given: { ...given, auc: { value: 0.6, high: 0.7 } } })).toEqual(['performance'])
  expect(triggers({ given: { ...given, events: 45 } })).toEqual(['calibration'])
  expect(triggers({ given: { ...given, rows: 10, events: 3, expected: 1 } })).toEqual([])
})
