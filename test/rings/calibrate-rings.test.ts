import { expect, test } from 'vitest'
import { calibrateRings, laterOutcome } from '../../src/rings/calibrate-rings.ts'
import type { RingBook } from '../../src/rings/ring-book.ts'
import { logistic } from '../../src/score.ts'
import { random } from '../../src/util/random.ts'
import { chanceBook } from './chance-book.ts'

const MOMENTS = [new Date('2025-01-01')]

/** Rings of which outcomes confirm as many as `truth` says at their points. */
function judged(n: number, truth: (logOdds: number) => number) {
  const draw = random(3)
  return Array.from({ length: n }, () => {
    const logOdds = draw.normal(0, 2)
    return { logOdds, isConfirmed: draw.chance(logistic(truth(logOdds))) }
  })
}

test('with many rings the line is what outcomes say', () => {
  const { slope, intercept, isFitted } = calibrateRings(
    judged(4000, (x) => 0.5 * x - 1),
    MOMENTS,
  )
  expect(isFitted).toBe(true)
  expect(Math.abs(slope - 0.5)).toBeLessThan(0.15)
  expect(Math.abs(intercept + 1)).toBeLessThan(0.15)
})

test('with few rings the line stays near the points, with too few on them', () => {
  const few = calibrateRings(
    judged(20, (x) => 0.3 * x - 1),
    MOMENTS,
  )
  expect(few.isFitted).toBe(true)
  expect(few.slope).toBeGreaterThan(0.3)
  expect(few.intercept).toBeGreaterThan(-1)
  expect(
    calibrateRings(
      judged(8, (x) => x),
      MOMENTS,
    ),
  ).toMatchObject({ slope: 1, intercept: 0, isFitted: false })
  expect(calibrateRings([], MOMENTS)).toMatchObject({ rings: 0, confirmed: 0, isFitted: false, table: [] })
})

test('rings without an unconfirmed one among them teach nothing', () => {
  const all = judged(40, (x) => x).map((ring) => ({ ...ring, isConfirmed: true }))
  expect(calibrateRings(all, MOMENTS).isFitted).toBe(false)
})

test('rings that nobody looked at say nothing where all are looked at alike, and are none where rings are', () => {
  const truth = (x: number) => x
  const seen = judged(300, truth)
  const plain = calibrateRings(seen, MOMENTS)
  // As many again, taken at random from the same groups, with the outcome not known.
  const alike = calibrateRings(
    [...seen, ...judged(300, truth).map(({ logOdds }) => ({ logOdds, isConfirmed: undefined }))],
    MOMENTS,
  )
  expect(alike.rings).toBe(300)
  expect(alike.unseen).toBe(300)
  expect(Math.abs(alike.intercept - plain.intercept)).toBeLessThan(0.3)
  expect(Math.abs(alike.looked.rings - alike.looked.others)).toBeLessThan(0.15)
  // Whoever looks, looks at rings: of those that are none eight in ten stay unseen.
  const draw = random(5)
  const chosen = judged(3000, truth).map((ring) =>
    ring.isConfirmed || draw.chance(0.2) ? ring : { ...ring, isConfirmed: undefined },
  )
  const corrected = calibrateRings(chosen, MOMENTS)
  expect(corrected.looked.rings).toBeGreaterThan(0.9)
  expect(corrected.looked.others).toBeLessThan(0.3)
  expect(Math.abs(corrected.intercept)).toBeLessThan(0.3)
})

test('a ring that is found at several moments counts once', () => {
  const rings = judged(40, (x) => x)
  const thrice = rings.flatMap((ring) => Array.from({ length: 3 }, () => ({ ...ring, weight: 1 / 3 })))
  const [once, often] = [calibrateRings(rings, MOMENTS), calibrateRings(thrice, MOMENTS)]
  expect(often.slope).toBeCloseTo(once.slope, 6)
  expect(often.intercept).toBeCloseTo(once.intercept, 6)
})

test('scores rise with points whatever the outcomes', () => {
  expect(
    calibrateRings(
      judged(400, (x) => -x),
      MOMENTS,
    ).slope,
  ).toBeGreaterThan(0)
})

test('the table counts every ring once', () => {
  const { table, rings, confirmed } = calibrateRings(
    judged(200, (x) => x),
    MOMENTS,
  )
  expect(table.reduce((sum, row) => sum + row.rings, 0)).toBe(rings)
  expect(table.reduce((sum, row) => sum + row.confirmed, 0)).toBe(confirmed)
})

test('only outcomes that were not known then count, and half of them confirm', () => {
  const book = chanceBook({ persons: 20, claims: 6, things: 2, seed: 1 })
  const at = (outcomes: readonly number[]): RingBook => ({
    ...book,
    claims: { ...book.claims, outcome: Int8Array.from(outcomes) },
  })
  const ring = { logOdds: 1, group: { persons: [], claims: [0, 1, 2, 3], things: [], providers: [] } }
  const then = at([1, -1, -1, -1, -1, -1])
  const later = (...outcomes: number[]) => laterOutcome(ring, then, outcomes)
  expect(later(1, -1, -1, -1, 1, 1)).toBeUndefined()
  expect(later(1, 1, 0, -1, 0, 0)).toEqual({ logOdds: 1, isConfirmed: true })
  expect(later(1, 0, 0, 1, 1, 1)).toEqual({ logOdds: 1, isConfirmed: false })
})
