import { expect, test } from 'vitest'
import type { Json } from '../../src/model.ts'
import { ensemble } from '../../src/models/ensemble.ts'
import { restore } from '../../src/models/kinds.ts'
import { logistic } from '../../src/models/linear/linear.ts'
import { trees } from '../../src/models/trees/trees.ts'
import { sample } from './sample-data.ts'

test('an ensemble is the weighted mean of its members, and so are its reasons', async () => {
  const { x, labels } = sample(900, 41)
  const model = await ensemble([
    { model: trees({ rounds: 10, rowSample: 0.6 }), bag: 3, weight: 0.6 },
    { model: logistic(), weight: 0.2 },
  ]).fit(x, labels, { seed: 4 })
  const body = model.toJSON().body as { weights: number[]; members: Json[] }
  expect(body.members).toHaveLength(4)
  expect(body.weights.map((w) => Number(w.toFixed(12)))).toEqual([0.25, 0.25, 0.25, 0.25])
  const members = body.members.map((member) => restore(member).margin(x))
  expect(members[0]).not.toEqual(members[1])
  const margin = model.margin(x)
  const { bias, parts } = model.explain(x)
  for (let i = 0; i < x.rows; i++) {
    expect(margin[i]).toBeCloseTo(
      members.reduce((sum, m) => sum + m[i] / 4, 0),
      12,
    )
    expect(Math.abs(parts.reduce((sum, part) => sum + part[i], bias) - margin[i])).toBeLessThan(1e-9)
  }
  expect(restore(JSON.parse(JSON.stringify(model))).margin(x)).toEqual(margin)
})

test('unknown kinds and broken members are refused', async () => {
  const { x, labels } = sample(200, 42)
  const file = JSON.parse(JSON.stringify(await ensemble([{ model: trees({ rounds: 2 }) }]).fit(x, labels)))
  expect(() => restore({ ...file, kind: 'oracle' })).toThrow('unknown model kind: "oracle"')
  expect(() => restore({ ...file, kind: 'toString' })).toThrow('unknown model kind')
  expect(() => restore({ ...file, version: 99 })).toThrow('invalid version of ensemble: 99')
  expect(() => restore({ ...file, body: { ...file.body, weights: [-1] } })).toThrow(
    'invalid ensemble weights',
  )
  file.body.members[0].body.left[0] = 0
  expect(() => restore(file)).toThrow('points outside of the model')
  expect(() => ensemble([])).toThrow('invalid ensemble')
})
