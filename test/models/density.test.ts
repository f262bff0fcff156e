import { expect, test } from 'vitest'
import { densityClusters, NOISE } from '../../src/models/clusters/density.ts'
import { adjustedRandIndex } from '../../src/models/clusters/rand-index.ts'
import { random } from '../../src/util/random.ts'

/** The definition, taken word for word: quadratic, and plainly right. */
function byDefinition(columns: readonly Float64Array[], radius: number, minPoints: number): Int32Array {
  const n = columns[0].length
  const near = (a: number, b: number) =>
    columns.reduce((sum, column) => sum + (column[a] - column[b]) ** 2, 0) <= radius * radius
  const rows = [...Array(n).keys()]
  const around = rows.map((a) => rows.filter((b) => near(a, b)))
  const isCore = around.map((list) => list.length >= minPoints)
  const labels = new Int32Array(n).fill(NOISE)
  let next = 0
  for (const row of rows) {
    if (!isCore[row] || labels[row] !== NOISE) continue
    const queue = [row]
    labels[row] = next
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (!isCore[at]) continue
      for (const other of around[at]) {
        if (labels[other] !== NOISE) continue
        labels[other] = next
        queue.push(other)
      }
    }
    next++
  }
  return labels
}

test('labels are those of the definition, in one to four dimensions', () => {
  const rng = random(17)
  for (let round = 0; round < 60; round++) {
    const d = 1 + (round % 4)
    const n = rng.int(1, 160)
    const side = rng.pick([2, 5, 12])
    const columns = Array.from({ length: d }, () =>
      // Whole steps put many points at exactly the radius.
      Float64Array.from({ length: n }, () => (rng.chance(0.5) ? rng.int(0, side) : rng.next() * side)),
    )
    const [radius, minPoints] = [rng.pick([0.5, 1, 2]), rng.int(1, 7)]
    const found = densityClusters(columns, { radius, minPoints })
    expect(found, `round ${round}`).toEqual(byDefinition(columns, radius, minPoints))
  }
})

test('two crowds and the noise between them', () => {
  const rng = random(5)
  const x = Float64Array.from({ length: 300 }, (_, i) => (i < 100 ? 0 : i < 200 ? 50 : 0) + rng.normal())
  const y = Float64Array.from({ length: 300 }, (_, i) => (i < 200 ? rng.normal() : 1000 * rng.next()))
  const labels = densityClusters([x, y], { radius: 1, minPoints: 8 })
  expect(Math.max(...labels)).toBe(1)
  expect(labels.subarray(200).filter((l) => l === NOISE).length).toBeGreaterThan(90)
})

test('no points, and settings without a meaning', () => {
  expect(densityClusters([new Float64Array(0)], { radius: 1, minPoints: 2 })).toHaveLength(0)
  const one = [Float64Array.of(1)]
  expect(() => densityClusters(one, { radius: 0, minPoints: 2 })).toThrow('invalid density radius: 0')
  expect(() => densityClusters(one, { radius: 1, minPoints: 0 })).toThrow('invalid density points: 0')
  expect(() => densityClusters([Float64Array.of(Number.NaN)], { radius: 1, minPoints: 2 })).toThrow(
    'invalid coordinate: null',
  )
})

test('the Rand index is 1 for the same groups by other numbers, 0 for chance', () => {
  const a = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2)
  expect(
    adjustedRandIndex(
      a,
      Int32Array.from(a, (g) => (g + 1) % 3),
    ),
  ).toBe(1)
  // Hubert and Arabie's formula by hand: 1 pair together of 3 and 3, 15 pairs in all.
  expect(adjustedRandIndex(Int32Array.of(0, 0, 0, 1, 2, 3), Int32Array.of(0, 0, 1, 1, 2, 2))).toBeCloseTo(
    (1 - (3 * 3) / 15) / (3 - (3 * 3) / 15),
    12,
  )
  const rng = random(2)
  const draw = () => Int32Array.from({ length: 4000 }, () => rng.int(0, 4))
  expect(Math.abs(adjustedRandIndex(draw(), draw()))).toBeLessThan(0.01)
})
