/** Models scored by onnxruntime, row for row as claimscope scores them. */
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { beforeAll, expect, test } from 'vitest'
import { shelves } from '../../../src/cli/shelves.ts'
import type { FeatureMatrix, FittedModel } from '../../../src/model.ts'
import { select } from '../../../src/model.ts'
import { ensemble } from '../../../src/models/ensemble.ts'
import { fitIsolationForest } from '../../../src/models/isolation-forest.ts'
import { logistic, poissonRegression } from '../../../src/models/linear/linear.ts'
import { toOnnx } from '../../../src/models/onnx/index.ts'
import { modelRegistry } from '../../../src/models/registry.ts'
import { extraTrees, randomForest } from '../../../src/models/trees/mean-forest.ts'
import { trees } from '../../../src/models/trees/trees.ts'
import { modelFolder } from '../../../src/run/model-files.ts'
import { snapshots } from '../../../src/warehouse/index.ts'
import { demoHome } from '../../demo-home.ts'
import { sample } from '../sample-data.ts'

const { x, labels } = sample(600, 9)

/** Rows that the models have not seen: missing, infinite and unknown values among them. */
const odd: FeatureMatrix = {
  ...x,
  columns: x.columns.map((column, j) =>
    column.map((value, i) => {
      if (i % 7 === j % 7) return Number.NaN
      if (i % 31 === 3) return i % 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
      if (x.categorical?.[j]) return i % 11 === 0 ? 40 : i % 13 === 0 ? 1.5 : i % 17 === 0 ? -1 : value
      return value
    }),
  ),
}

async function scored(model: FittedModel, rows: FeatureMatrix) {
  const session = await InferenceSession.create(toOnnx(model, { name: 'test', version: '1' }))
  const width = rows.names.length
  const data = new Float32Array(rows.rows * width)
  rows.columns.forEach((column, j) => {
    column.forEach((value, i) => {
      data[i * width + j] = value
    })
  })
  const { margin, score } = await session.run({ features: new Tensor('float32', data, [rows.rows, width]) })
  return { margin: margin.data as Float32Array, score: score.data as Float32Array }
}

/** Largest difference, relative beyond 1. */
const distance = (a: ArrayLike<number>, b: Float64Array) =>
  b.reduce((most, value, i) => Math.max(most, Math.abs(a[i] - value) / Math.max(1, Math.abs(value))), 0)

async function same(model: FittedModel, rows: FeatureMatrix) {
  const { margin, score } = await scored(model, rows)
  expect(margin).toHaveLength(rows.rows)
  expect(distance(margin, model.margin(rows))).toBeLessThan(1e-5)
  expect(distance(score, model.score(rows))).toBeLessThan(1e-5)
}

test('trees with categories, missing and infinite values score the same', async () => {
  expect(x.categorical).toContain(true)
  const model = await trees({ rounds: 60, maxDepth: 5, minChildWeight: 1 }).fit(x, labels, { seed: 3 })
  await same(model, x)
  await same(model, odd)
})

test('linear models and ensembles score the same', async () => {
  const linear = await logistic({ l2: 1 }).fit(x, labels)
  await same(linear, x)
  await same(linear, odd)
  const both = await ensemble([
    { model: trees({ rounds: 20, maxDepth: 3, rowSample: 0.8 }), bag: 3, weight: 0.7 },
    { model: logistic(), weight: 0.3 },
  ]).fit(x, labels, { seed: 4 })
  await same(both, odd)
})

test('rates are exponents of their margin', async () => {
  const exposure = new Float64Array(x.rows).fill(0.5)
  await same(await poissonRegression().fit(x, { ...labels, exposure }), odd)
  await same(
    await trees({ objective: 'poisson', rounds: 20, maxDepth: 4 }).fit(x, { ...labels, exposure }),
    odd,
  )
})

test('forests of means, and deep trees, score the same', async () => {
  await same(await randomForest({ trees: 20 }).fit(x, labels, { seed: 5 }), odd)
  await same(await extraTrees({ trees: 20 }).fit(x, labels, { seed: 6 }), odd)
  await same(await trees({ rounds: 5, maxDepth: 14, minChildWeight: 0 }).fit(x, labels, { seed: 7 }), odd)
})

test('a kind without operators is refused by name', () => {
  expect(() => toOnnx(fitIsolationForest(x, { seed: 1 }), { name: 'a', version: '1' })).toThrow(
    'invalid model kind for ONNX: "isolation_forest"',
  )
})

let home = ''
beforeAll(async () => {
  home = await demoHome()
})

test('every main model of the demo book scores its real rows the same', async () => {
  const store = snapshots(home, 'insurer')
  const { warehouse, manifest } = await store.openCurrent()
  const { featurize } = await import('../../../src/featurization/index.ts')
  const book = shelves.books.find(({ name }) => name === 'insurer')
  try {
    for (const task of book?.tasks ?? []) {
      const id = `${task.name}.main.${manifest.id}`.toLowerCase()
      const { model } = await modelRegistry(modelFolder(home, 'insurer')).load(id)
      const asOf = new Date(String(manifest.extra.asOf))
      const { matrix } = await featurize(
        warehouse,
        shelves.views,
        task.entity,
        task.spine(warehouse.db, asOf),
        { features: model.features },
      )
      const rows = select(matrix, model.features)
      expect(rows.columns.some((column) => column.some(Number.isNaN))).toBe(true)
      await same(model, rows)
    }
  } finally {
    await warehouse.close()
  }
})
