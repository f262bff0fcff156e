/** Pictures of models: better is to the right, what has drifted comes first, quarters stand where they belong. */
import { expect, test } from 'vitest'
import type { FeatureDrift, ModelPeriod } from '../../src/api/schemas/index.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
Object.assign(globalThis, {
  location: { pathname: '/', search: '' },
  addEventListener: () => undefined,
})
Object.assign(document, { addEventListener: () => undefined })
const { differenceRows } = await import('../../dashboards/charts/differences.tsx')
const { nearestLimits } = await import('../../dashboards/charts/drift-limits.tsx')
const { placePeriods } = await import('../../dashboards/charts/performance.tsx')

test('less is better where it is: the sign is turned with its interval', () => {
  const measure = (value: number, low: number, high: number) => ({
    champion: 0.7,
    challenger: 0.7 + value,
    difference: { value, low, high },
  })
  const rows = differenceRows({
    measures: {
      roc_auc: measure(0.05, 0.01, 0.09),
      brier: measure(0.02, 0.01, 0.03),
      average_precision: measure(0.01, -0.02, 0.04),
      poisson_deviance: measure(-0.04, -0.06, -0.02),
    },
  })
  expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['roc_auc', 1],
    ['brier', -1],
    ['average_precision', 0],
    ['poisson_deviance', 1],
  ])
  expect(rows[1]).toMatchObject({ value: -0.02, low: -0.03, high: -0.01 })
})

test('what has drifted comes first, then what is nearest to its limit, and the score is never left out', () => {
  const feature = (name: string, psi: number, isDrifted = false): FeatureDrift => ({
    feature: name,
    label: { en: name, zh: name },
    line: '*',
    referenceRows: 100,
    recentRows: 50,
    psi,
    psiLimit: 0.2,
    ks: 0.01,
    ksLimit: 0.2,
    pValue: 0.5,
    isDrifted,
  })
  const all = [feature('a', 0.1), feature('b', 0.19), feature('c', 0.25, true), feature('score', 0.01)]
  expect(nearestLimits(all).map((one) => one.feature)).toEqual(['c', 'b', 'a', 'score'])
  expect(nearestLimits(all, 2).map((one) => one.feature)).toEqual(['c', 'score'])
})

test('quarters stand in order, with their interval around the point; those without an AUC are only in the table', () => {
  const quarter = (period: string, way: ModelPeriod['way'], rocAuc: number | null): ModelPeriod => ({
    ...{ period, way, rocAuc, rows: 30, events: 5, expected: 4, brier: 0.1 },
    low: rocAuc === null ? null : rocAuc - 0.1,
    high: rocAuc === null ? null : rocAuc + 0.1,
  })
  const { names, placed } = placePeriods(
    [
      quarter('2026-Q2', 'held_out', 0.8),
      quarter('2026-Q1', 'given', 0.7),
      quarter('2026-Q3', 'given', null),
    ],
    400,
  )
  expect(names).toEqual(['2026-Q1', '2026-Q2', '2026-Q3'])
  expect(placed).toHaveLength(2)
  const [later, earlier] = placed
  expect(earlier.x).toBeLessThan(later.x)
  expect(later.y).toBeLessThan(earlier.y)
  for (const { y, top, bottom } of placed) expect([top < y, y < bottom]).toEqual([true, true])
})
