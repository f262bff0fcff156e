import { expect, test } from 'vitest'
import { accumulatedEffects } from '../../src/explanation/accumulated.ts'
import { explainModel } from '../../src/explanation/index.ts'
import type { FeatureMatrix } from '../../src/model.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { random } from '../../src/util/random.ts'
import { sample } from '../models/sample-data.ts'

test('accumulated effects are those of the feature alone, although another goes along with it', () => {
  const rng = random(3)
  const a = Float32Array.from({ length: 2000 }, () => rng.normal())
  const b = a.map((v) => v + 0.1 * rng.normal())
  const x: FeatureMatrix = { names: ['a', 'b'], rows: 2000, columns: [a, b] }
  // The margin is 2a - 3b + ab: the effect of a alone near b = a has slope 2 + a.
  const margin = ({ columns: [p, q] }: FeatureMatrix) =>
    Float64Array.from(p, (v, i) => 2 * v - 3 * q[i] + v * q[i])
  const found = accumulatedEffects(x, 0, margin)
  expect(found).not.toBeNull()
  if (!found) return
  const { values, effects, rows, missing } = found
  const expected = values.map((v) => 2 * v + (v * v) / 2)
  for (let k = 2; k < values.length - 1; k++)
    expect(effects[k] - effects[2]).toBeCloseTo(expected[k] - expected[2], 1)
  expect(rows.reduce((sum, n) => sum + n, 0)).toBe(2000)
  expect(missing).toBe(0)
})

test('effects of a flag with gaps: two values, centred, gaps counted', () => {
  const flag = Float32Array.of(0, 0, 0, 1, Number.NaN)
  const x: FeatureMatrix = { names: ['f'], rows: 5, columns: [flag] }
  const found = accumulatedEffects(x, 0, ({ columns: [f] }) => Float64Array.from(f, (v) => 4 * v))
  expect(found?.values).toEqual([0, 1])
  expect((found?.effects[1] ?? 0) - (found?.effects[0] ?? 0)).toBeCloseTo(4, 12)
  expect(found?.missing).toBe(1)
  expect(
    accumulatedEffects({ ...x, columns: [new Float32Array(5)] }, 0, () => new Float64Array(5)),
  ).toBeNull()
})

test('a model as a whole: weight by size, the partner that explains the spread, categories by their mean', async () => {
  const { x, labels } = sample(1500, 41)
  const model = await trees({ rounds: 60, maxDepth: 4 }).fit(x, labels)
  const { importances, features, rows } = explainModel(model, x, 6)
  expect(rows).toBe(1500)
  expect(importances.map(({ name }) => name).indexOf('amount')).toBeLessThan(3)
  expect(features).toHaveLength(6)
  // The delay matters at night only.
  expect(features.find(({ name }) => name === 'delay')?.partner).toBe('night')
  const peril = features.find(({ name }) => name === 'peril')
  expect(peril?.curve).toBeNull()
  expect(peril?.categories?.[0].code).toBe(0)
  expect([1, 3]).toContain(peril?.categories?.at(-1)?.code)
  const amount = features.find(({ name }) => name === 'amount')
  expect(amount?.curve?.effects.at(-1)).toBeGreaterThan(1)
  expect(amount?.points.length).toBe(300)
})
