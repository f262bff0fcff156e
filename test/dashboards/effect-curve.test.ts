/** The picture of a feature's effect: places that follow the values, bars that hold the rows. */
import { expect, test } from 'vitest'
import { browserGlobals } from './dom.ts'

browserGlobals()
Object.assign(globalThis, { location: { pathname: '/', search: '' }, addEventListener: () => undefined })
Object.assign(document, { addEventListener: () => undefined })
const { effectLayout } = await import('../../dashboards/charts/effect-curve.tsx')
const { shownValue } = await import('../../dashboards/shown.ts')

test('values lie from left to right, dots outside of them are left out', () => {
  const curve = { values: [0, 1, 2, 4], effects: [-1, 0, 0.5, 1], rows: [10, 20, 20, 10], missing: 3 }
  const { x, y, dots, bars } = effectLayout(
    curve,
    [
      [1, 0.2, 0.5],
      [null, 0.1, null],
      [9, 0.4, 1],
    ],
    400,
  )
  expect(dots).toHaveLength(1)
  expect(dots[0].x).toBeCloseTo(x(1))
  expect(y(1)).toBeLessThan(y(-1))
  expect(bars).toHaveLength(3)
  // Twenty rows on one unit of width stand higher than ten on two.
  expect(bars[1].height).toBeGreaterThan(bars[2].height)
})

test('long tails give room to the left', () => {
  const values = [1, 2, 3, 4, 5, 1000]
  const curve = { values, effects: values.map(() => 0), rows: values.map(() => 5), missing: 0 }
  const { x } = effectLayout(curve, [], 400)
  expect(x(5)).toBeGreaterThan(80)
})

test('a word of the data is shown as one', () => {
  expect(shownValue({ en: 'rear end', zh: 'rear end' })).toBe('rear-end collision')
})
