/** Thresholds as the page moves them: corners keep their order, lines their own limits, and findings the severity of the API. */
import { expect, test } from 'vitest'
import { HEIGHT, limitScales, lossTicks, MARGIN, nudge } from '../../dashboards/charts/limit-layout.ts'
import {
  isSame,
  limitsIn,
  moved,
  severityUnder,
  type ThresholdContent,
  withLimits,
  withoutLine,
} from '../../dashboards/thresholds.ts'
import { DEFAULT_THRESHOLDS, parseThresholds, severityOf } from '../../src/thresholds/index.ts'

const set: ThresholdContent = DEFAULT_THRESHOLDS
const { claim } = DEFAULT_THRESHOLDS.limits

test('a corner that is moved past its neighbour stops beside it, so that the API takes every set', () => {
  for (const level of ['watch', 'alert', 'critical'] as const)
    for (const probability of [-1, 0.2, 0.44, 2])
      for (const expectedLossAmount of [-5, 3000, 1e15]) {
        const limits = moved(claim, level, { probability, expectedLossAmount })
        expect(() => parseThresholds(withLimits(set, 'claim', null, limits))).not.toThrow()
      }
  expect(moved(claim, 'watch', { probability: 0.5, expectedLossAmount: 100 }).watch).toEqual({
    probability: claim.alert.probability - 0.001,
    expectedLossAmount: 100,
  })
})

test('severity in the picture is that of the API', () => {
  for (const probability of [0, 0.08, 0.1, 0.2, 0.45, 1])
    for (const expectedLossAmount of [0, 500, 3000, 15_000])
      expect(severityUnder(claim, { probability, expectedLossAmount })).toBe(
        severityOf(claim, probability, expectedLossAmount),
      )
})

test('a line has its own limits, gets them, and loses them again', () => {
  expect(limitsIn(set, 'claim', 'travel')).toBe(DEFAULT_THRESHOLDS.lines.travel)
  expect(limitsIn(set, 'claim', 'auto')).toBe(claim)
  const own = withLimits(
    set,
    'claim',
    'auto',
    moved(claim, 'alert', { probability: 0.3, expectedLossAmount: 1 }),
  )
  expect(limitsIn(own, 'claim', 'auto').alert.probability).toBe(0.3)
  expect(isSame(own, set)).toBe(false)
  expect(isSame(withoutLine(own, 'auto'), set)).toBe(true)
})

test('places of the picture and findings are one another, and arrow keys move a corner', () => {
  const { x, y, at, most } = limitScales([{ probability: 0.5, expectedLossAmount: 90_000 }], [], 800)
  for (const [probability, loss] of [
    [0.05, 500],
    [0.6, 40_000],
  ]) {
    const back = at(x(probability), y(loss))
    expect(back.probability).toBeCloseTo(probability, 6)
    expect(back.expectedLossAmount).toBeCloseTo(loss, 3)
  }
  expect(x(0)).toBe(MARGIN.left)
  expect(y(0)).toBe(HEIGHT - MARGIN.bottom)
  expect(lossTicks(most)).toEqual([0, 100, 1000, 10_000, 100_000])
  const limit = { probability: 0.2, expectedLossAmount: 3000 }
  expect(nudge(limit, 'ArrowRight')?.probability).toBeCloseTo(0.21, 9)
  expect(nudge(limit, 'ArrowDown')?.expectedLossAmount).toBe(2700)
  expect(nudge(limit, 'Enter')).toBeUndefined()
})
