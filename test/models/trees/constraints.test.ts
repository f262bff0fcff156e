import { expect, test } from 'vitest'
import type { Forest } from '../../../src/models/trees/forest.ts'
import type { TreeParameters } from '../../../src/models/trees/parameters.ts'
import { trees, treesFromJson } from '../../../src/models/trees/trees.ts'
import { sample } from '../sample-data.ts'

const { x, labels } = sample(4000, 14)

const grown = async (parameters: Partial<TreeParameters>) =>
  treesFromJson((await trees({ rounds: 20, maxDepth: 5, ...parameters }).fit(x, labels)).toJSON())

/** The features on every path from a root to a leaf. */
function paths({ roots, feature, left, right }: Forest): Set<number>[] {
  const found: Set<number>[] = []
  const walk = (node: number, path: readonly number[]): void => {
    if (feature[node] < 0) {
      found.push(new Set(path))
      return
    }
    for (const child of [left[node], right[node]]) walk(child, [...path, feature[node]])
  }
  for (const root of roots) walk(root, [])
  return found
}

test('features of one path share a group, and one without a group stands alone', async () => {
  const groups = [
    ['amount', 'delay'],
    ['delay', 'night'],
    ['amount', 'age', 'peril'],
  ]
  const named = groups.map((group) => new Set(group.map((name) => x.names.indexOf(name))))
  const allowed = [...named, new Set([x.names.indexOf('noise')])]
  const free = paths((await grown({})).forest)
  expect(free.some((path) => !allowed.some((group) => isWithin(path, group)))).toBe(true)
  const held = paths((await grown({ interactions: groups })).forest)
  expect(held.every((path) => allowed.some((group) => isWithin(path, group)))).toBe(true)
  // Every group is in use.
  for (const group of named) expect(held.some((path) => path.size > 1 && isWithin(path, group))).toBe(true)
  await expect(grown({ interactions: [['amount', 'colour']] })).rejects.toThrow(
    'unknown feature in interactions: colour',
  )
})

const isWithin = (path: ReadonlySet<number>, group: ReadonlySet<number>) =>
  [...path].every((feature) => group.has(feature))

test('one column a level is one column a level', async () => {
  const { forest } = await grown({ levelColumnSample: 1 / 6, rounds: 10 })
  const { roots, feature, left, right } = forest
  const used = new Set<number>()
  for (const root of roots) {
    for (let level = [root]; level.length > 0; ) {
      const inner = level.filter((node) => feature[node] >= 0)
      expect(new Set(inner.map((node) => feature[node])).size).toBeLessThanOrEqual(1)
      for (const node of inner) used.add(feature[node])
      level = inner.flatMap((node) => [left[node], right[node]])
    }
  }
  expect(used.size).toBeGreaterThan(3)
})

test('balanced classes weigh the same, as if the rarer had the weight', async () => {
  const y = labels.y.map((value, i) => (value === 1 && i % 8 === 0 ? 1 : 0))
  const [ones, zeros] = [y.filter((v) => v === 1).length, y.filter((v) => v === 0).length]
  const weight = y.map((v) => (v === 1 ? zeros / ones : 1))
  const recipe = { rounds: 10, maxDepth: 3 }
  const margin = async (parameters: Partial<TreeParameters>, weights?: Float64Array) =>
    (await trees({ ...recipe, ...parameters }).fit(x, { y, ...(weights ? { weight: weights } : {}) })).margin(
      x,
    )
  const balanced = await margin({ positiveWeight: 'balanced' })
  expect(balanced).toEqual(await margin({}, weight))
  expect(balanced).toEqual(await margin({ positiveWeight: zeros / ones }))
  const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / list.length
  expect(mean(balanced)).toBeGreaterThan(mean(await margin({})) + 1)
  expect(() => trees({ positiveWeight: 0 })).toThrow('invalid tree parameter positiveWeight: 0')
})

test('random cuts come close to the best ones, and are not the same', async () => {
  const [best, random] = [await grown({}), await grown({ cuts: 'random' })]
  const loss = (margin: Float64Array) =>
    margin.reduce((sum, m, i) => sum + Math.log1p(Math.exp(labels.y[i] === 1 ? -m : m)), 0) / margin.length
  const [a, b] = [loss(best.margin(x)), loss(random.margin(x))]
  expect(b).toBeGreaterThan(a)
  expect(b).toBeLessThan(a + 0.08)
})
