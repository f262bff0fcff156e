import { expect, test } from 'vitest'
import { type FeatureMatrix, takeLabels, takeRows } from '../../../src/model.ts'
import { restore } from '../../../src/models/kinds.ts'
import { decisionTree, extraTrees, randomForest } from '../../../src/models/trees/mean-forest.ts'
import { aucByPairs, sample } from '../sample-data.ts'

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i)
const { x, labels, truth } = sample(5000, 31)
const train = { x: takeRows(x, range(0, 3500)), labels: takeLabels(labels, range(0, 3500)) }
const held = takeRows(x, range(3500, 5000))
const y = labels.y.subarray(3500)
const back = (model: unknown) => restore(JSON.parse(JSON.stringify(model)))

for (const [model, lost] of [
  [decisionTree(), 0.06],
  [randomForest({ trees: 30 }), 0.04],
  [extraTrees({ trees: 30 }), 0.04],
] as const) {
  test(`${model.kind}: probabilities that rank, go through JSON, and come apart into parts`, async () => {
    const fitted = back(await model.fit(train.x, train.labels))
    expect(fitted.kind).toBe(model.kind)
    const score = fitted.score(held)
    const best = aucByPairs(truth.subarray(3500), y)
    expect(best - aucByPairs(score, y)).toBeLessThan(lost)
    expect(score.every((p) => p >= 0 && p <= 1)).toBe(true)
    const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / list.length
    expect(Math.abs(mean(score) - mean(y))).toBeLessThan(0.04)
    const { bias, parts } = fitted.explain(held, range(0, 200))
    const margin = fitted.margin(held)
    for (let i = 0; i < 200; i++) {
      expect(Math.abs(parts.reduce((sum, part) => sum + part[i], bias) - margin[i])).toBeLessThan(1e-9)
    }
  })

  test(`${model.kind}: the same seed and any threads give the same model`, async () => {
    const rows = range(0, 1200)
    const few = [takeRows(x, rows), takeLabels(labels, rows)] as const
    const json = async (options: object) => JSON.stringify(await model.fit(...few, options))
    const one = await json({ seed: 3 })
    expect(await json({ seed: 3, threads: 3 })).toBe(one)
    if (model.kind !== 'decision_tree') expect(await json({ seed: 4 })).not.toBe(one)
  })
}

test('a tree to its last leaf holds every label, and no leaf of one label is parted', async () => {
  const n = 600
  const columns = [0, 1].map((j) => Float32Array.from({ length: n }, (_, i) => (i * (j + 7)) % 101))
  const matrix: FeatureMatrix = { names: ['a', 'b'], rows: n, columns }
  const labelled = { y: Float64Array.from(columns[0], (a, i) => (a + columns[1][i] > 90 ? 1 : 0)) }
  const model = await decisionTree({ maxDepth: 32, minChildRows: 1 }).fit(matrix, labelled)
  expect(model.score(matrix)).toEqual(labelled.y)
  const { value, feature } = model.toJSON().body as { value: number[]; feature: number[] }
  // Sisters of the same label would have been one leaf.
  const { left, right } = model.toJSON().body as { left: number[]; right: number[] }
  feature.forEach((f, node) => {
    if (f < 0 || feature[left[node]] >= 0 || feature[right[node]] >= 0) return
    expect(value[left[node]]).not.toBe(value[right[node]])
  })
})

test('forests learn means of amounts, with weights', async () => {
  const amounts = {
    y: train.labels.y.map((label, i) => 100 * label + (i % 3)),
    weight: train.labels.y.map((_, i) => 1 + (i % 2)),
  }
  const model = await randomForest({ trees: 30 }).fit(train.x, amounts)
  expect(model.objective).toBe('squared')
  const score = model.score(held)
  expect(aucByPairs(score, y)).toBeGreaterThan(0.74)
  expect(Math.max(...score)).toBeLessThanOrEqual(102)
})

test('faults of the caller are named', async () => {
  expect(() => randomForest({ trees: 0 })).toThrow('invalid forest parameter trees: 0')
  expect(() => extraTrees({ minChildRows: 0 })).toThrow('invalid tree parameter minChildRows: 0')
  const file = (await decisionTree().fit(train.x, train.labels)).toJSON()
  expect(() => restore({ ...file, version: 2 } as never)).toThrow('invalid version of decision_tree: 2')
  expect(() => restore({ ...file, body: { ...file.body, high: -1 } } as never)).toThrow('low and high')
})
