import { expect, test } from 'vitest'
import { fitIsolationForest, isolationForestFromJson } from '../../src/models/isolation-forest.ts'
import { random } from '../../src/util/random.ts'

function cloud(rows: number, seed: number) {
  const rng = random(seed)
  const names = ['a', 'b', 'c', 'd', 'e']
  const columns = names.map(() =>
    Float32Array.from({ length: rows }, () => (rng.chance(0.05) ? Number.NaN : rng.normal())),
  )
  return { names, rows, columns }
}

test('planted outliers rank first, and their features are the main reasons', () => {
  const x = cloud(3000, 51)
  const planted = [10, 500, 1500, 2500]
  for (const row of planted) x.columns[2][row] = x.columns[4][row] = 9
  const model = fitIsolationForest(x)
  const score = model.score(x)
  const order = [...score.keys()].sort((a, b) => score[b] - score[a])
  for (const row of planted) expect(order.indexOf(row)).toBeLessThan(30)
  const { parts, bias } = model.explain(x, Int32Array.from(planted))
  const margin = model.margin(x)
  planted.forEach((row, i) => {
    const values = parts.map((part) => part[i])
    expect(Math.min(values[2], values[4])).toBeGreaterThan(Math.max(values[0], values[1], values[3]))
    expect(Math.abs(values.reduce((a, b) => a + b, bias) - margin[row])).toBeLessThan(1e-9)
  })
})

test('scores are percentiles inside (0, 1), anomalies lie in (0, 1), seeds repeat', () => {
  const x = cloud(2000, 52)
  const model = fitIsolationForest(x, { seed: 3 })
  const score = model.score(x)
  expect(score.every((s) => s > 0 && s < 1)).toBe(true)
  expect(model.anomaly(x).every((s) => s > 0 && s < 1)).toBe(true)
  expect(score.reduce((a, b) => a + b, 0) / x.rows).toBeCloseTo(0.5, 1)
  expect(model.margin(x).every(Number.isFinite)).toBe(true)
  expect(JSON.stringify(fitIsolationForest(x, { seed: 3 }))).toBe(JSON.stringify(model))
  expect(JSON.stringify(fitIsolationForest(x, { seed: 4 }))).not.toBe(JSON.stringify(model))
  expect(isolationForestFromJson(JSON.parse(JSON.stringify(model))).margin(x)).toEqual(model.margin(x))
})

test('rows that are all alike, and gaps only, are no failure', () => {
  const x = {
    names: ['a', 'b'],
    rows: 50,
    columns: [new Float32Array(50).fill(1), new Float32Array(50).fill(Number.NaN)],
  }
  const model = fitIsolationForest(x)
  expect(new Set(model.score(x)).size).toBe(1)
  expect(() => fitIsolationForest({ names: ['a'], rows: 1, columns: [new Float32Array(1)] })).toThrow(
    'invalid training rows: 1',
  )
})
