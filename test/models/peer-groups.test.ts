import { expect, test } from 'vitest'
import { fitPeerGroups, peerGroupsFromJson } from '../../src/models/clusters/peer-groups.ts'
import { silhouette } from '../../src/models/clusters/silhouette.ts'
import { random } from '../../src/util/random.ts'

/** Three clouds of different size in three columns, one of which is in thousands. */
function clouds(rows: number, seed: number) {
  const rng = random(seed)
  const centres = [
    [0, 0, 0],
    [8, 8000, 0],
    [-8, 8000, 3],
  ]
  const truth = Int32Array.from({ length: rows }, (_, i) => (i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : 2))
  const columns = [0, 1, 2].map((j) =>
    Float32Array.from(truth, (g) => centres[g][j] + rng.normal() * (j === 1 ? 1000 : 1)),
  )
  return { x: { names: ['rate', 'amount', 'visits'], rows, columns }, truth }
}

test('three clouds are found without being told their number, largest first', () => {
  const { x, truth } = clouds(3000, 61)
  const model = fitPeerGroups(x)
  expect(model.groups.map(({ rows }) => rows)).toEqual([1500, 900, 600])
  const { group } = model.assign(x)
  let wrong = 0
  group.forEach((g, i) => {
    wrong += g === truth[i] ? 0 : 1
  })
  expect(wrong).toBeLessThan(30)
  expect(model.groups[1].mean[1]).toBeGreaterThan(7500)
  expect(model.groups[1].mean[0]).toBeCloseTo(8, 0)
  const three = model.choices.find(({ groups }) => groups === 3)
  expect(three?.stability).toBeGreaterThan(0.98)
  for (const other of model.choices.filter(({ groups }) => groups > 4))
    expect(other.stability).toBeLessThan(0.9)
  expect(model.profile(1)[1]).toBeGreaterThan(0.5)
  expect(model.profile(0)[1]).toBeLessThan(-0.5)
})

test('a row far from its peers has a high z, by the feature that is odd', () => {
  const { x } = clouds(2000, 62)
  x.columns[2][10] = -9
  const model = fitPeerGroups(x, { groups: 3 })
  const { z } = model.assign(x)
  expect(z[10]).toBeGreaterThan(2)
  const { parts, bias } = model.explain(x, Int32Array.of(10, 8))
  expect(parts[2][0]).toBeGreaterThan(parts[0][0] + parts[1][0])
  expect(parts.reduce((sum, part) => sum + part[0], bias)).toBeCloseTo(z[10], 9)
  const mean = z.reduce((a, b) => a + b, 0) / x.rows
  expect(Math.abs(mean)).toBeLessThan(0.01)
})

test('seeds repeat, JSON keeps the model, gaps are allowed', () => {
  const { x } = clouds(800, 63)
  x.columns[0].fill(Number.NaN, 0, 100)
  const model = fitPeerGroups(x, { groups: 4, seed: 9 })
  expect(JSON.stringify(fitPeerGroups(x, { groups: 4, seed: 9 }))).toBe(JSON.stringify(model))
  const back = peerGroupsFromJson(JSON.parse(JSON.stringify(model)))
  expect(back.assign(x)).toEqual(model.assign(x))
  expect(back.score(x).every((s) => s >= 0 && s <= 1)).toBe(true)
})

test('one cloud stays one group; faults are named', () => {
  const rng = random(64)
  const alike = { names: ['a'], rows: 40, columns: [new Float32Array(40).fill(2)] }
  expect(fitPeerGroups(alike).groups).toHaveLength(1)
  const x = { names: ['a'], rows: 5, columns: [Float32Array.from({ length: 5 }, () => rng.normal())] }
  expect(() => fitPeerGroups(x, { groups: 9 })).toThrow('invalid number of groups: 9')
  expect(() => fitPeerGroups({ ...x, categorical: [true] })).toThrow(/invalid features for peer groups: a/)
})

test('silhouette of two far pairs is near 1, of mixed pairs below 0', () => {
  const points = [[0], [1], [100], [101]]
  expect(silhouette(points, [0, 0, 1, 1])).toBeCloseTo(0.99, 2)
  expect(silhouette(points, [0, 1, 0, 1])).toBeLessThan(0)
  expect(silhouette(points, [0, 0, 0, 0])).toBe(0)
})
