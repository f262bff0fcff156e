/** Charts are figures first: their geometry adds up, keeps its order and stays in its frame. */
import { expect, test } from 'vitest'
import { lengthsOf } from '../../dashboards/charts/bars.tsx'
import { isOutside, nearest, seriesLayout } from '../../dashboards/charts/series-layout.ts'
import { probabilityTicks, waterfallOf } from '../../dashboards/charts/waterfall-layout.ts'
import type { ScoreReason } from '../../src/api/schemas/index.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
const { reasonScale } = await import('../../dashboards/charts/reasons.tsx')

const reason = (name: string, logOdds: number): ScoreReason => ({
  name,
  label: { en: name, zh: name },
  value: 1,
  shown: '1',
  shownZh: '1',
  peerValue: null,
  peerShown: null,
  peerShownZh: null,
  logOdds,
})

const score = {
  logOdds: 0.3,
  parts: [
    { part: 'base' as const, logOdds: -3, reasons: [] },
    { part: 'rules' as const, logOdds: 1.2, reasons: [reason('early_claim', 1.2)] },
    {
      part: 'model' as const,
      logOdds: 2.1,
      reasons: [reason('amount', 2.5), reason('days', -0.405), reason('tiny', 0.005)],
    },
    { part: 'anomaly' as const, logOdds: 0, reasons: [] },
  ],
}

test('a waterfall begins at the base, ends at the score and leaves no gap', () => {
  const { steps } = waterfallOf(score)
  expect(steps[0]).toMatchObject({ kind: 'single', from: 0, to: -3 })
  expect(steps.at(-1)).toMatchObject({ kind: 'total', to: 0.3 })
  const parts = steps.filter((step) => step.kind === 'part')
  expect(parts.map((step) => step.name)).toEqual(['rules', 'model'])
  expect(parts[0].from).toBe(-3)
  expect(parts[1].from).toBeCloseTo(parts[0].to, 12)
  expect(parts[1].to).toBeCloseTo(0.3, 12)
})

test('reasons of a part fill it: what is too small to show is gathered, not lost', () => {
  const { steps } = waterfallOf(score)
  const at = steps.findIndex((step) => step.kind === 'part' && step.name === 'model')
  const reasons = steps.slice(at + 1, -1)
  expect(reasons.map((step) => step.name)).toEqual(['amount', 'days', 'other'])
  expect(reasons[0].from).toBe(steps[at].from)
  for (let i = 1; i < reasons.length; i++) expect(reasons[i].from).toBeCloseTo(reasons[i - 1].to, 12)
  expect(reasons.at(-1)?.to).toBeCloseTo(steps[at].to, 12)
})

test('every step of a waterfall lies on its axis, and probabilities on it do not crowd', () => {
  const fall = waterfallOf(score)
  for (const { from, to, kind } of fall.steps) {
    for (const end of kind === 'part' || kind === 'reason' ? [from, to] : [to]) {
      expect(fall.place(end)).toBeGreaterThanOrEqual(0)
      expect(fall.place(end)).toBeLessThanOrEqual(100)
    }
  }
  const ticks = probabilityTicks(fall, 11)
  expect(ticks.length).toBeGreaterThan(1)
  for (let i = 1; i < ticks.length; i++) expect(ticks[i].at - ticks[i - 1].at).toBeGreaterThanOrEqual(11)
  const half = ticks.find((tick) => tick.probability === 0.5)
  if (half) expect(half.at).toBeCloseTo(fall.place(0), 9)
})

test('reasons share one zero: bars to the right raise, bars to the left lower, in proportion', () => {
  const { zero, bars } = reasonScale([3, -1])
  expect(zero).toBe(25)
  expect(bars).toEqual([
    { left: 25, width: 75 },
    { left: 0, width: 25 },
  ])
  expect(reasonScale([]).zero).toBe(0)
})

test('bars are shares of the longest', () => {
  expect(lengthsOf([5, 10, 0])).toEqual([50, 100, 0])
  expect(lengthsOf([0, 0])).toEqual([0, 0])
})

const SIZE = { width: 200, height: 100, margin: { top: 10, right: 10, bottom: 10, left: 10 } }
const point = (period: string, value: number | null, isForecast = false) => ({
  period,
  value,
  expected: 5,
  lower: 2,
  upper: 8,
  isForecast,
})

test('a series marks what left its limits and keeps the forecast apart', () => {
  const points = [point('2026-01-05', 5), point('2026-01-12', 9), point('2026-01-19', null, true)]
  const layout = seriesLayout(points, SIZE)
  expect(layout.outside).toEqual([1])
  expect(layout.at(0)).toBe(10)
  expect(layout.at(2)).toBe(190)
  expect(layout.y(0)).toBe(90)
  expect(layout.observed).toContain('L100,')
  expect(layout.observed).not.toContain('190')
  expect(layout.forecast).toContain('190')
})

test('a gap in a series is a gap in its line', () => {
  const { observed } = seriesLayout(
    [point('2026-01-05', 1), point('2026-01-12', 2), point('2026-01-19', null), point('2026-01-26', 4)],
    SIZE,
  )
  expect(observed.match(/M/g)).toHaveLength(2)
})

test('limits count from both sides, and no limit is no reason', () => {
  expect(isOutside(point('2026-01-05', 1))).toBe(true)
  expect(isOutside(point('2026-01-05', 8))).toBe(false)
  expect(isOutside({ ...point('2026-01-05', 99), lower: null, upper: null })).toBe(false)
})

test('the nearest point is found', () => {
  expect(nearest([0, 10, 20], 13)).toBe(1)
  expect(nearest([0, 10, 20], 99)).toBe(2)
})
