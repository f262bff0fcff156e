import { expect, test } from 'vitest'
import type { FeatureMatrix, Labels } from '../../../src/model.ts'
import { type Forest, walkMargins } from '../../../src/models/trees/forest.ts'
import { addScores, scorerOf } from '../../../src/models/trees/scorer.ts'
import { type FittedTrees, trees, treesFromJson } from '../../../src/models/trees/trees.ts'
import { random } from '../../../src/util/random.ts'
import { sample } from '../sample-data.ts'

/** Rows at and beside every threshold, besides what nobody expects. */
function oddRows(forest: Forest, { names, categorical }: FeatureMatrix, rows: number): FeatureMatrix {
  const rng = random(5)
  const columns = names.map((_, f) => {
    const thresholds = [...forest.threshold].filter((_, node) => forest.feature[node] === f)
    const odd = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0,
      -0,
      1e-45,
      -1e-45,
      3e38,
      -3e38,
    ]
    const near = thresholds.flatMap((t) => [t, t * (1 + 2 ** -23), t * (1 - 2 ** -23)])
    const pool = categorical?.[f]
      ? [...Array(300).keys(), 2.5, -1, 1e9, ...odd]
      : [...near, ...odd, ...Array.from({ length: 50 }, () => rng.next() * 8 - 4)]
    return Float32Array.from({ length: rows }, () => pool[rng.int(0, pool.length - 1)])
  })
  return { names, rows, columns, ...(categorical ? { categorical } : {}) }
}

function check(model: FittedTrees, x: FeatureMatrix): void {
  const scorer = scorerOf(model.forest, x.names.length)
  expect(scorer).not.toBeNull()
  if (!scorer) return
  const walked = new Float64Array(x.rows).fill(model.base)
  walkMargins(model.forest, x.columns, walked)
  const scored = new Float64Array(x.rows).fill(model.base)
  addScores(scorer, x.columns, scored)
  expect(Buffer.from(scored.buffer).equals(Buffer.from(walked.buffer))).toBe(true)
}

const learned = async (x: FeatureMatrix, labels: Labels, parameters: object) =>
  treesFromJson((await trees(parameters).fit(x, labels)).toJSON())

for (const parameters of [
  { rounds: 20, maxDepth: 1 },
  { rounds: 20, maxDepth: 3 },
  { rounds: 20, maxDepth: 4 },
  { rounds: 20, maxDepth: 5 },
  { rounds: 40, maxDepth: 6 },
  { rounds: 20, maxDepth: 9, minChildWeight: 0 },
  { rounds: 10, maxDepth: 16, growth: 'leaf', maxLeaves: 60, minChildWeight: 0 },
]) {
  test(`the kernel scores as the walk does, to the bit (${JSON.stringify(parameters)})`, async () => {
    const { x, labels } = sample(1500, 31)
    const model = await learned(x, labels, parameters)
    check(model, x)
    check(model, oddRows(model.forest, x, 2000))
    check(model, oddRows(model.forest, x, 1))
  })
}

test.each([
  ['even', (u: number) => u - 0.5],
  ['skewed', (u: number) => Math.exp(60 * u - 30)],
  ['crowded', (u: number) => (u < 0.1 ? -1e30 * u : 1 + Math.floor(u * 300) * 2 ** -23)],
])('more thresholds in a column than a byte holds (%s)', (_, spread) => {
  const rng = random(7)
  const stumps = 700
  const nodes = stumps * 3
  const forest: Forest = {
    roots: Int32Array.from({ length: stumps }, (_, t) => t * 3),
    feature: Int32Array.from({ length: nodes }, (_, i) => (i % 3 === 0 ? 0 : -1)),
    threshold: Float32Array.from({ length: nodes }, (_, i) =>
      i === 0
        ? Number.NEGATIVE_INFINITY
        : i === 3
          ? Number.POSITIVE_INFINITY
          : i === 6
            ? -0
            : spread(rng.next()),
    ),
    left: Int32Array.from({ length: nodes }, (_, i) => i + 1),
    right: Int32Array.from({ length: nodes }, (_, i) => i + 2),
    missingLeft: Uint8Array.from({ length: nodes }, () => rng.int(0, 1)),
    value: Float64Array.from({ length: nodes }, () => rng.next()),
    cover: new Float64Array(nodes).fill(1),
    categoryStart: new Int32Array(nodes),
    categoryWords: new Int32Array(nodes),
    categories: new Uint32Array(0),
  }
  const x = oddRows(forest, { names: ['a'], rows: 0, columns: [] }, 4000)
  const scorer = scorerOf(forest, 1)
  const walked = new Float64Array(x.rows)
  const scored = new Float64Array(x.rows)
  walkMargins(forest, x.columns, walked)
  if (scorer) addScores(scorer, x.columns, scored)
  expect(scored).toEqual(walked)
})

test('scorers take turns with the memory that they share', async () => {
  const { x, labels } = sample(600, 32)
  const small = await learned(x, labels, { rounds: 3, maxDepth: 2 })
  const large = await learned(x, labels, { rounds: 30, maxDepth: 6 })
  const expected = [small, large].map((model) => [...model.margin(x)])
  for (let turn = 0; turn < 3; turn++) {
    expect([...small.margin(x)]).toEqual(expected[0])
    const { bias, parts } = large.explain(x)
    expect([...large.margin(x)]).toEqual(expected[1])
    for (let i = 0; i < x.rows; i++) {
      const sum = parts.reduce((total, part) => total + part[i], bias)
      expect(Math.abs(sum - expected[1][i])).toBeLessThan(1e-9)
    }
  }
})
