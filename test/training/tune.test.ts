import { expect, test } from 'vitest'
import { trees } from '../../src/models/trees/trees.ts'
import { crossValidate, shuffleCheck } from '../../src/training/cross-validate.ts'
import { rank, rocAuc } from '../../src/training/ranking.ts'
import { rollingSplits, stratifiedFolds, stratifiedGroupFolds } from '../../src/training/split.ts'
import { tune } from '../../src/training/tune.ts'
import { sample } from '../models/sample-data.ts'

const auc = (margin: Float64Array, { y }: { y: Float64Array }) => rocAuc(rank(margin, y))
const small = trees({ rounds: 15, maxDepth: 3, learningRate: 0.2 })

test('cross-validation scores every row once, by a model that has not seen it', async () => {
  const { x, labels } = sample(1200, 91)
  const folds = stratifiedFolds(labels.y, 4, 1)
  const found = await crossValidate(small, x, labels, folds, auc)
  expect(found.margin.some(Number.isNaN)).toBe(false)
  expect(found.scores).toHaveLength(4)
  expect(found.mean).toBeGreaterThan(0.7)
  // Noise labels can be learned by heart, but not predicted.
  const shuffled = await shuffleCheck(small, x, labels, folds, auc)
  expect(Math.abs(shuffled.mean - 0.5)).toBeLessThan(0.06)
})

test('the check on shuffled labels is chance for honest folds and not for leaking ones', async () => {
  const { x, labels } = sample(600, 92)
  // Every row twice: the copies fall into different folds unless they are grouped.
  const twice = Int32Array.from({ length: 1200 }, (_, i) => i >> 1)
  const doubled = {
    ...x,
    rows: 1200,
    columns: x.columns.map((column) => Float32Array.from(twice, (i) => column[i])),
  }
  const y = Float64Array.from(twice, (i) => labels.y[(i * 17) % 600])
  const deep = trees({ rounds: 60, maxDepth: 8, minChildWeight: 0, l2: 0.1, learningRate: 0.3 })
  const leaking = await crossValidate(deep, doubled, { y }, stratifiedFolds(y, 3, 1), auc)
  const honest = await crossValidate(deep, doubled, { y }, stratifiedGroupFolds(y, twice, 3, 1), auc)
  expect(leaking.mean).toBeGreaterThan(0.65)
  expect(Math.abs(honest.mean - 0.5)).toBeLessThan(0.08)
})

test('tuning prefers parameters that learn, repeats by seed and ends on all rows', async () => {
  const { x, labels } = sample(1000, 93)
  const folds = stratifiedFolds(labels.y, 3, 2)
  const run = () =>
    tune(
      (p) => trees({ rounds: 10, maxDepth: Number(p.depth), learningRate: Number(p.rate) }),
      { depth: { oneOf: [1, 3] }, rate: { from: 1e-6, to: 0.3, scale: 'log' } },
      x,
      labels,
      folds,
      auc,
      { candidates: 6, seed: 3, include: [{ depth: 3, rate: 0.2 }] },
    )
  const { best, trials } = await run()
  expect(best.rows).toBe(1000)
  expect(trials).toHaveLength(6)
  expect(trials.filter(({ rows }) => rows === 1000).length).toBeLessThan(6)
  expect(best.score).toBeGreaterThan(0.7)
  expect((await run()).best).toEqual(best)
})

test('tuning by a time budget stops when the time is over, and says so', async () => {
  const { x, labels } = sample(400, 94)
  let now = 0
  const found = await tune(
    (p) => trees({ rounds: 5, maxDepth: Number(p.depth) }),
    { depth: { oneOf: [1, 2, 3] } },
    x,
    labels,
    rollingSplits(Float64Array.from(labels.y.keys()), 2),
    auc,
    { candidates: 8, seed: 3, seconds: 2.5, clock: () => (now += 1000) },
  )
  expect(found.cutShort).toBe(true)
  expect(found.trials.length).toBeLessThan(8)
  expect(found.best).toBe(found.trials[0])
})
