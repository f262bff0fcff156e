import { beforeAll, expect, test } from 'vitest'
import { type FeatureMatrix, takeRows } from '../../src/model.ts'
import { fitIsolationForest } from '../../src/models/isolation-forest.ts'
import { restore } from '../../src/models/kinds.ts'
import { type FittedAutoencoder, fitAutoencoder } from '../../src/models/neural/autoencoder.ts'
import { neuralBackend, tensorflow } from '../../src/models/tensorflow.ts'
import { random } from '../../src/util/random.ts'
import { aucByPairs } from './sample-data.ts'

/** Ten numbers that three hidden ones make, a category that goes with one of them, and gaps. */
function usual(rows: number, seed: number): FeatureMatrix {
  const rng = random(seed)
  const loads = random(1)
  const mix = Array.from({ length: 10 }, () => [loads.normal(), loads.normal(), loads.normal()])
  const columns = Array.from({ length: 11 }, () => new Float32Array(rows))
  for (let i = 0; i < rows; i++) {
    const hidden = [rng.normal(), rng.normal(), rng.normal()]
    mix.forEach((load, j) => {
      const value = load.reduce((sum, w, k) => sum + w * hidden[k], 0) + 0.2 * rng.normal()
      columns[j][i] = j === 9 && rng.chance(0.2) ? Number.NaN : value
    })
    columns[10][i] = hidden[0] > 0.5 ? 2 : hidden[0] > -0.5 ? 1 : 0
  }
  const names = columns.map((_, j) => `f${j}`)
  return { names, rows, columns, categorical: names.map((_, j) => j === 10) }
}

/** Some rows in which one value is another row's: usual by itself, not with the rest. */
function planted(x: FeatureMatrix, seed: number) {
  const rng = random(seed)
  const columns = x.columns.map((column) => column.slice())
  const y = new Float64Array(x.rows)
  const where = new Map<number, number>()
  for (let i = 0; i < x.rows; i += 5) {
    const j = rng.int(0, 8)
    const away = (row: number) => Math.abs(x.columns[j][row] - x.columns[j][i])
    const others = Array.from({ length: 30 }, () => rng.int(0, x.rows - 1))
    const other = others.reduce((far, row) => (away(row) > away(far) ? row : far))
    columns[j][i] = x.columns[j][other]
    y[i] = 1
    where.set(i, j)
  }
  return { x: { ...x, columns }, y, where }
}

const training = usual(1500, 1)
const odd = planted(usual(600, 2), 3)
let model: FittedAutoencoder
let tensors = 0

beforeAll(async () => {
  tensors = (await tensorflow()).memory().numTensors
  model = await fitAutoencoder(training, { epochs: 30, hidden: 0.8, code: 4 }, { seed: 4 })
})

test('what does not go together is found, far better than by an isolation forest', () => {
  const found = aucByPairs(model.margin(odd.x), odd.y)
  const forest = aucByPairs(fitIsolationForest(training, { seed: 4 }).margin(odd.x), odd.y)
  expect(found).toBeGreaterThan(0.9)
  expect(found).toBeGreaterThan(forest + 0.1)
})

test('the feature that is out of place is named first, and the parts sum to the margin', () => {
  const rows = Int32Array.from(odd.where.keys())
  const margin = model.margin(odd.x)
  const { bias, parts } = model.explain(odd.x, rows)
  let named = 0
  rows.forEach((row, i) => {
    expect(Math.abs(parts.reduce((sum, part) => sum + part[i], bias) - margin[row])).toBeLessThan(1e-9)
    if (margin[row] <= 0) return
    const first = parts.reduce((best, part, j) => (part[i] > parts[best][i] ? j : best), 0)
    if (first === odd.where.get(row)) named++
  })
  expect(named / rows.length).toBeGreaterThan(0.6)
})

test('a gap is no error, and scores lie between 0 and 1', () => {
  const gaps = takeRows(training, Int32Array.of(0, 1, 2))
  const empty = { ...gaps, columns: gaps.columns.map(() => new Float32Array(3).fill(Number.NaN)) }
  const score = model.score(empty)
  for (const v of [...score, ...model.score(odd.x)]) {
    expect(v).toBeGreaterThan(0)
    expect(v).toBeLessThan(1)
  }
  // The number with gaps counts when it is there and out of place, not when it is missing.
  const { parts } = model.explain(empty)
  const numbers = parts.slice(0, 9).map((part) => Math.abs(part[0]))
  expect(Math.max(...numbers)).toBeLessThan(1e-12)
})

test('the same seed gives the same model, and its file gives it back', async () => {
  const settings = { epochs: 2 }
  const [a, b] = [
    await fitAutoencoder(training, settings, { seed: 8 }),
    await fitAutoencoder(training, settings, { seed: 8 }),
  ]
  expect(JSON.stringify(a)).toBe(JSON.stringify(b))
  const c = await fitAutoencoder(training, settings, { seed: 9 })
  expect(JSON.stringify(c)).not.toBe(JSON.stringify(a))
  const back = restore(JSON.parse(JSON.stringify(model)))
  expect(back.margin(odd.x)).toEqual(model.margin(odd.x))
})

test('a file whose layers do not fit is refused', () => {
  const file = JSON.parse(JSON.stringify(model))
  const broken = (change: (body: typeof file.body) => void) => {
    const copy = structuredClone(file)
    change(copy.body)
    return () => restore(copy)
  }
  expect(broken((body) => body.layers.pop())).toThrow('invalid model file: "layers"')
  expect(broken((body) => body.layers[1].weights.pop())).toThrow('invalid model file: "weights"')
  expect(broken((body) => (body.usual[0] = 0))).toThrow('invalid model file: "feature"')
  expect(broken((body) => (body.layers[0].bias[0] = null))).toThrow('invalid model file: "bias"')
  expect(broken((body) => (body.quantiles = []))).toThrow('invalid model file: "quantiles"')
})

test('no tensor stays behind: after a fit, after scoring, after an abort, after a failure', async () => {
  const tf = await tensorflow()
  expect(tf.memory().numTensors).toBe(tensors)
  model.margin(odd.x)
  model.explain(odd.x)
  expect(tf.memory().numTensors).toBe(tensors)
  const stop = new AbortController()
  const fit = fitAutoencoder(
    training,
    {},
    { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) },
  )
  await expect(fit).rejects.toThrow('enough')
  expect(tf.memory().numTensors).toBe(tensors)
  const failing = fitAutoencoder(
    training,
    {},
    {
      onProgress: () => {
        throw new Error('no more')
      },
    },
  )
  await expect(failing).rejects.toThrow('no more')
  expect(tf.memory().numTensors).toBe(tensors)
  expect(await neuralBackend()).toEqual({ backend: 'wasm', tensors, bytes: 0 })
})

test('too few rows and features that never change are refused', async () => {
  await expect(fitAutoencoder(takeRows(training, Int32Array.of(1, 2, 3)))).rejects.toThrow(
    'invalid training rows: 3',
  )
  const flat = { names: ['a'], rows: 50, columns: [new Float32Array(50)] }
  await expect(fitAutoencoder(flat)).rejects.toThrow('invalid features: 1')
})
