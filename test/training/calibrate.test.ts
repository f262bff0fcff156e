import { expect, test } from 'vitest'
import { calibrated, fitIsotonic, fitPlatt, logisticLine } from '../../src/training/calibrate.ts'
import { logLoss } from '../../src/training/losses.ts'
import { random } from '../../src/util/random.ts'

const probability = (margin: Float64Array) => margin.map((m) => 1 / (1 + Math.exp(-m)))

/** Margins that are three times too sure and one too high. */
function loud(rows: number, seed: number) {
  const rng = random(seed)
  const truth = Float64Array.from({ length: rows }, () => rng.normal(-1, 1))
  return {
    truth,
    margin: truth.map((t) => 3 * t + 1),
    y: truth.map((t) => (rng.chance(1 / (1 + Math.exp(-t))) ? 1 : 0)),
  }
}

test('both calibrations bring the margins back near the truth on fresh rows', () => {
  const { margin, y } = loud(8000, 1)
  const fresh = loud(4000, 2)
  const best = logLoss(probability(fresh.truth), fresh.y)
  expect(logLoss(probability(fresh.margin), fresh.y)).toBeGreaterThan(best + 0.1)
  for (const calibration of [fitPlatt(margin, y), fitIsotonic(margin, y)]) {
    const back = JSON.parse(JSON.stringify(calibration)) as typeof calibration
    const out = calibrated(back, fresh.margin)
    expect(logLoss(probability(out), fresh.y)).toBeLessThan(best + 0.01)
    // Order is kept.
    const order = [...fresh.margin.keys()].sort((a, b) => fresh.margin[a] - fresh.margin[b])
    for (let i = 1; i < order.length; i++) expect(out[order[i]]).toBeGreaterThanOrEqual(out[order[i - 1]])
  }
})

test('Platt finds the line, and its standard errors cover it', () => {
  const { margin, y } = loud(8000, 3)
  const line = logisticLine(margin, y)
  expect(Math.abs(line.slope - 1 / 3)).toBeLessThan(3 * line.slopeError)
  expect(Math.abs(line.intercept + 1 / 3)).toBeLessThan(3 * line.interceptError)
})

test('labels that separate, are all alike or run backwards stay finite', () => {
  const margin = Float64Array.of(-2, -1, 1, 2)
  for (const y of [
    [0, 0, 1, 1],
    [0, 0, 0, 0],
    [1, 1, 0, 0],
  ]) {
    for (const learn of [fitPlatt, fitIsotonic]) {
      const out = calibrated(learn(margin, Float64Array.from(y)), Float64Array.of(-100, 0, 100))
      expect(out.every(Number.isFinite)).toBe(true)
      expect(out[0]).toBeLessThanOrEqual(out[2])
    }
  }
  expect(() => fitIsotonic(new Float64Array(0), new Float64Array(0))).toThrow('invalid calibration rows')
})
