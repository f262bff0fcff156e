import { expect, test } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { type FeatureMatrix, select, takeLabels, takeRows } from '../../../src/model.ts'
import { trees, treesFromJson } from '../../../src/models/trees/trees.ts'
import { random } from '../../../src/util/random.ts'
import { aucByPairs, sample } from '../sample-data.ts'

const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i)

test('boosted trees come close to the truth that drew the labels', async () => {
  const { x, labels, truth } = sample(6000, 1)
  const model = await trees({ rounds: 80, maxDepth: 4 }).fit(
    takeRows(x, range(0, 4000)),
    takeLabels(labels, range(0, 4000)),
  )
  const test = takeRows(x, range(4000, 6000))
  const y = labels.y.subarray(4000)
  const [ours, best] = [aucByPairs(model.margin(test), y), aucByPairs(truth.subarray(4000), y)]
  expect(best).toBeGreaterThan(0.78)
  expect(best - ours).toBeLessThan(0.02)
  const mean = model.score(test).reduce((a, b) => a + b, 0) / 2000
  expect(Math.abs(mean - y.reduce((a, b) => a + b, 0) / 2000)).toBeLessThan(0.03)
})

test('the same seed gives the same model, another seed another one', async () => {
  const { x, labels } = sample(800, 2)
  const model = trees({ rounds: 10, rowSample: 0.7, columnSample: 0.7, nodeColumnSample: 0.8 })
  const json = async (seed: number) => JSON.stringify(await model.fit(x, labels, { seed }))
  expect(await json(5)).toBe(await json(5))
  expect(await json(5)).not.toBe(await json(6))
})

test('a model goes through JSON without change, also with values it never saw', async () => {
  const { x, labels } = sample(1500, 3)
  const model = await trees({ rounds: 20 }).fit(x, labels)
  const back = treesFromJson(JSON.parse(JSON.stringify(model)))
  const odd: FeatureMatrix = {
    ...x,
    rows: 5,
    columns: x.columns.map((_, j) =>
      Float32Array.from([
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        1e30,
        j === 3 ? 99 : -1e30,
      ]),
    ),
  }
  for (const matrix of [x, odd]) expect(back.margin(matrix)).toEqual(model.margin(matrix))
  // Infinite counts as missing.
  const [missing, up, down] = model.margin(odd)
  expect([up, down]).toEqual([missing, missing])
})

test('scoring floats gives what training on bins gave', async () => {
  const { x, labels } = sample(2000, 4)
  const model = await trees({ rounds: 15, maxDepth: 5 }).fit(x, labels)
  const margin = model.margin(x)
  // The bias of the explanation is the mean of the training margins, known from the covers that training counted.
  const { bias } = model.explain(x, range(0, 1))
  expect(bias).toBeCloseTo(margin.reduce((a, b) => a + b, 0) / x.rows, 9)
})

test('missing values learn their own direction', async () => {
  const n = 1000
  const column = Float32Array.from({ length: n }, (_, i) => (i % 4 === 0 ? Number.NaN : i % 10))
  const y = Float64Array.from(column, (v) => (Number.isNaN(v) || v === 9 ? 1 : 0))
  const x = { names: ['a'], rows: n, columns: [column] }
  const model = await trees({ rounds: 1, maxDepth: 1, learningRate: 1, l2: 0 }).fit(x, { y })
  const [missing, low, high] = model.score({
    names: ['a'],
    rows: 3,
    columns: [Float32Array.from([Number.NaN, 2, 9])],
  })
  expect(missing).toBeGreaterThan(0.9)
  expect(missing).toBe(high)
  expect(low).toBeLessThan(0.12)
})

test('one split by category separates codes that no threshold can', async () => {
  const n = 1200
  const column = Float32Array.from({ length: n }, (_, i) => i % 12)
  const y = Float64Array.from(column, (v) => (v % 3 === 0 ? 1 : 0))
  const auc = async (categorical: boolean) => {
    const x = { names: ['a'], rows: n, columns: [column], categorical: [categorical] }
    const model = await trees({
      rounds: 1,
      maxDepth: 1,
      learningRate: 1,
      categorySmoothing: 0,
      categoryL2: 0,
    }).fit(x, { y })
    return aucByPairs(model.margin(x), y)
  }
  expect(await auc(true)).toBe(1)
  expect(await auc(false)).toBeLessThan(0.8)
})

test('a weight of two is a row given twice, a weight of zero a row left out', async () => {
  const { x: fine, labels } = sample(600, 5)
  // Coarse values, so that both fits cut at the same places.
  const x = { ...fine, columns: fine.columns.map((column) => column.map((v) => Math.round(v * 2) / 2)) }
  const rows = range(0, 600)
  const repeated = Int32Array.from([...rows].flatMap((i) => (i % 3 === 0 ? [] : i % 3 === 1 ? [i] : [i, i])))
  const weight = Float64Array.from(rows, (i) => i % 3)
  const model = trees({ rounds: 5, maxDepth: 3, learningRate: 0.5 })
  const a = (await model.fit(x, { ...labels, weight })).margin(x)
  const b = (await model.fit(takeRows(x, repeated), takeLabels(labels, repeated))).margin(x)
  a.forEach((value, i) => {
    expect(value).toBeCloseTo(b[i], 9)
  })
})

test('poisson trees learn rates a unit of exposure', async () => {
  const { x, labels, truth } = sample(8000, 6, 'poisson')
  const model = await trees({ objective: 'poisson', rounds: 100, maxDepth: 3 }).fit(x, labels)
  const rate = model.score(x)
  let expected = 0
  let error = 0
  for (let i = 0; i < x.rows; i++) {
    expected += rate[i] * (labels.exposure?.[i] ?? 1)
    error += Math.abs(Math.log(rate[i]) - truth[i]) / x.rows
  }
  const events = labels.y.reduce((a, b) => a + b, 0)
  expect(expected / events).toBeCloseTo(1, 1)
  expect(error).toBeLessThan(0.25)
})

for (const objective of ['squared', 'gamma', 'tweedie'] as const) {
  test(`${objective} trees learn means`, async () => {
    const { x, truth } = sample(6000, 16)
    const rng = random(3)
    // Amounts around exp(risk / 2): for tweedie, a third of them 0; for squared, the risk itself and noise.
    const y = Float64Array.from(truth, (risk) => {
      if (objective === 'squared') return risk + rng.normal()
      const amount = Math.exp(0.5 * risk) * -Math.log(1 - rng.next() + 1e-12)
      return objective === 'tweedie' && rng.chance(1 / 3) ? 0 : amount + 1e-6
    })
    const model = treesFromJson((await trees({ objective, rounds: 80, maxDepth: 4 }).fit(x, { y })).toJSON())
    expect(model.objective).toBe(objective)
    const score = model.score(x)
    const expected = truth.map((risk) =>
      objective === 'squared' ? risk : Math.exp(0.5 * risk) * (objective === 'tweedie' ? 2 / 3 : 1),
    )
    const mean = (list: Float64Array) => list.reduce((a, b) => a + b, 0) / list.length
    expect(Math.abs(mean(score) / mean(y) - 1)).toBeLessThan(0.1)
    const distance =
      objective === 'squared' ? (a: number, b: number) => a - b : (a: number, b: number) => Math.log(a / b)
    const spread = mean(expected.map((e) => Math.abs(distance(e, mean(expected)))))
    const error = mean(score.map((s, i) => Math.abs(distance(s, expected[i]))))
    expect(error).toBeLessThan(0.4 * spread)
  })
}

test('a monotone feature never lowers the margin', async () => {
  const { x, labels } = sample(1500, 7)
  const model = await trees({ rounds: 40, maxDepth: 5, monotone: { amount: 1, noise: -1 } }).fit(x, labels)
  for (const [feature, direction] of [
    ['amount', 1],
    ['noise', -1],
  ] as const) {
    for (let row = 0; row < 40; row++) {
      const steps = 60
      const probe = takeRows(x, new Int32Array(steps).fill(row))
      probe.columns[x.names.indexOf(feature)].forEach((_, i, column) => {
        column[i] = -3 + i / 10
      })
      const margin = model.margin(probe)
      for (let i = 1; i < steps; i++)
        expect(direction * (margin[i] - margin[i - 1])).toBeGreaterThanOrEqual(-1e-12)
    }
  }
})

test('early stopping keeps the trees of the best validation loss', async () => {
  const { x, labels } = sample(1200, 8)
  const part = (a: number, b: number) => ({
    x: takeRows(x, range(a, b)),
    labels: takeLabels(labels, range(a, b)),
  })
  const [train, validation] = [part(0, 800), part(800, 1200)]
  const model = trees({ rounds: 400, learningRate: 0.3, patience: 10 })
  const fitted = treesFromJson((await model.fit(train.x, train.labels, { validation })).toJSON())
  expect(fitted.forest.roots.length).toBeGreaterThan(3)
  expect(fitted.forest.roots.length).toBeLessThan(100)
})

test('leaf-wise growth obeys the most leaves, and every leaf its least rows', async () => {
  const { x, labels } = sample(1500, 9)
  const model = await trees({
    growth: 'leaf',
    maxLeaves: 7,
    maxDepth: 20,
    minChildRows: 40,
    minChildWeight: 0,
    rounds: 10,
  }).fit(x, labels)
  const { forest } = treesFromJson(model.toJSON())
  forest.roots.forEach((root, t) => {
    const end = forest.roots[t + 1] ?? forest.feature.length
    const leaves = range(root, end).filter((node) => forest.feature[node] < 0)
    expect(leaves).toHaveLength(7)
    for (const leaf of leaves) expect(forest.cover[leaf]).toBeGreaterThanOrEqual(40)
  })
})

test('labels that are all alike, constant columns and single rows are no failure', async () => {
  const x = { names: ['a'], rows: 4, columns: [Float32Array.from([1, 1, 1, 1])] }
  const model = await trees({ rounds: 3 }).fit(x, { y: new Float64Array(4) })
  for (const score of model.score(x)) expect(score).toBeLessThan(1e-6)
  const empty = { names: ['a'], rows: 1, columns: [Float32Array.from([Number.NaN])] }
  expect((await trees().fit(empty, { y: Float64Array.of(1) })).score(empty)[0]).toBeGreaterThan(0.99)
})

test('aborting stops a fit', async () => {
  const { x, labels } = sample(4000, 10)
  const stop = new AbortController()
  const fit = trees({ rounds: 5000 }).fit(x, labels, {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('enough')),
  })
  await expect(fit).rejects.toThrow('enough')
})

test('faults of the caller are named', async () => {
  const { x, labels } = sample(100, 11)
  const model = await trees({ rounds: 2 }).fit(x, labels)
  expect(() => model.margin(select(x, ['amount', 'delay']))).toThrow(
    /missing features: age, peril, night, noise/,
  )
  expect(() => model.margin(select(x, [...x.names].reverse()))).toThrow(
    /invalid feature order: noise where amount belongs/,
  )
  expect(() => select(x, ['amount', 'colour'])).toThrow('missing features: colour')
  expect(() => trees({ learningRate: 2 })).toThrow('invalid tree parameter learningRate: 2')
  await expect(trees().fit(x, { y: new Float64Array(100).fill(2) })).rejects.toThrow('invalid label: 2')
  await expect(trees().fit(x, { y: new Float64Array(3) })).rejects.toThrow('invalid length of y: 3')
  await expect(trees({ monotone: { colour: 1 } }).fit(x, labels)).rejects.toThrow(UserError)
  const half = { ...x, columns: x.columns.map((c, j) => (j === 3 ? c.map((v) => v + 0.5) : c)) }
  await expect(trees().fit(half, labels)).rejects.toThrow(/invalid category of peril/)
})
