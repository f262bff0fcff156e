import { afterEach, beforeEach, expect, test } from 'vitest'
import { judgeCurve, writeCurve } from '../../src/linkage/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { emptyWarehouse } from './parties.ts'

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await emptyWarehouse()
})
afterEach(() => warehouse.close())

const probability = (bits: number) => 1 / (1 + 2 ** -bits)

async function addMatches(weights: readonly number[], vetoed: readonly number[] = []) {
  await warehouse.append('core.match', {
    party_id_l: weights.map((_, i) => `L${i}`),
    party_id_r: weights.map((_, i) => `R${i}`),
    match_weight: Float64Array.from(weights),
    match_probability: Float64Array.from(weights, probability),
    is_vetoed: weights.map((_, i) => Number(vetoed.includes(i))),
    waterfall: weights.map(() => '[]'),
  })
}
const curve = () =>
  warehouse.db.selectFrom('core.linkage_curve').selectAll().orderBy('match_weight', 'desc').execute()

test('precision is the mean probability above the line, recall its share of all', async () => {
  await addMatches([6, 3, 0, -2])
  await writeCurve(warehouse, 2.75)
  const points = await curve()
  const at = points.find((p) => p.is_line)
  const above = [6, 3].map(probability)
  const all = [6, 3, 0, -2].map(probability)
  const sum = (x: readonly number[]) => x.reduce((a, b) => a + b, 0)
  expect(at).toMatchObject({ match_weight: 2.75, pairs: 2 })
  expect(at?.precision_estimated).toBeCloseTo(sum(above) / 2, 10)
  expect(at?.recall_estimated).toBeCloseTo(sum(above) / sum(all), 10)
  expect(points.filter((p) => p.is_line)).toHaveLength(1)
  for (const [i, point] of points.entries())
    if (i > 0) expect(point.pairs).toBeGreaterThanOrEqual(points[i - 1].pairs)
})

test('matches that the model expects below what is kept lower the recall; a pair held apart counts nowhere', async () => {
  await addMatches([6, 6, 9], [2])
  await writeCurve(warehouse, 4, 4)
  const at = (await curve()).find((p) => p.is_line)
  expect(at?.pairs).toBe(2)
  expect(at?.recall_estimated).toBeCloseTo((2 * probability(6)) / 4, 10)
})

test('against the truth: pairs that no rule brought together lower the recall, unknown parties count nowhere', async () => {
  await addMatches([8, 5, 1])
  await writeCurve(warehouse, 4.5)
  await judgeCurve(
    warehouse,
    new Map([
      ['L0', '1'],
      ['R0', '1'],
      ['L1', '2'],
      ['R1', '3'],
      ['L2', '4'],
      ['X', '4'],
    ]),
  )
  const at = (await curve()).find((p) => p.is_line)
  expect([at?.precision_true, at?.recall_true]).toEqual([0.5, 0.5])
})

test('no pairs, no precision', async () => {
  await writeCurve(warehouse, 4.25)
  expect((await curve()).find((p) => p.is_line)).toMatchObject({ pairs: 0, precision_estimated: null })
})
