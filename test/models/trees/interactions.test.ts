import { expect, test } from 'vitest'
import { ensemble } from '../../../src/models/ensemble.ts'
import { logistic } from '../../../src/models/linear/linear.ts'
import { type Forest, goesLeft } from '../../../src/models/trees/forest.ts'
import { treeInteractions } from '../../../src/models/trees/interactions.ts'
import { trees, treesFromJson } from '../../../src/models/trees/trees.ts'
import { interactionsOf, thresholdsOf } from '../../../src/models/trees/within.ts'
import { sample } from '../sample-data.ts'

function expectation(forest: Forest, row: readonly number[], known: number): number {
  const walk = (node: number): number => {
    const f = forest.feature[node]
    if (f < 0) return forest.value[node]
    const [l, r] = [forest.left[node], forest.right[node]]
    if ((known >> f) & 1) return walk(goesLeft(forest, node, row[f]) ? l : r)
    return (forest.cover[l] * walk(l) + forest.cover[r] * walk(r)) / forest.cover[node]
  }
  return forest.roots.reduce((sum, root) => sum + walk(root), 0)
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))

/** Half of the interaction index, by its definition over all sets of the other features. */
function bruteForce(forest: Forest, row: readonly number[], j: number, k: number): number {
  const d = row.length
  const pair = (1 << j) | (1 << k)
  let sum = 0
  for (let known = 0; known < 1 << d; known++) {
    if (known & pair) continue
    const size = known.toString(2).replaceAll('0', '').length
    const share = (factorial(size) * factorial(d - size - 2)) / (2 * factorial(d - 1))
    const v = (more: number) => expectation(forest, row, known | more)
    sum += share * (v(pair) - v(1 << j) - v(1 << k) + v(0))
  }
  return sum
}

test('interaction values equal their definition, and each row sums to the Shapley value', async () => {
  const { x, labels } = sample(700, 51)
  const model = treesFromJson(
    (await trees({ rounds: 6, maxDepth: 7, minChildWeight: 0 }).fit(x, labels)).toJSON(),
  )
  const width = x.names.length
  const { parts } = model.explain(x)
  for (const row of [0, 5, 123]) {
    const matrix = treeInteractions(model.forest, x.columns, row)
    const values = x.columns.map((column) => column[row])
    for (let j = 0; j < width; j++) {
      let sum = 0
      for (let k = 0; k < width; k++) {
        sum += matrix[j * width + k]
        if (k !== j)
          expect(Math.abs(matrix[j * width + k] - bruteForce(model.forest, values, j, k))).toBeLessThan(1e-9)
      }
      expect(Math.abs(sum - parts[j][row])).toBeLessThan(1e-9)
    }
  }
})

test('an ensemble interacts as its trees do, by their weights', async () => {
  const { x, labels } = sample(500, 52)
  const recipe = ensemble([
    { model: trees({ rounds: 40, maxDepth: 3 }), weight: 0.75, bag: 2 },
    { model: logistic(), weight: 0.25 },
  ])
  const model = await recipe.fit(x, labels)
  const width = x.names.length
  const matrix = interactionsOf(model, x, 7)
  const night = x.names.indexOf('night')
  const delay = x.names.indexOf('delay')
  expect(matrix[night * width + delay]).toBeCloseTo(matrix[delay * width + night], 12)
  expect(Math.abs(matrix[night * width + delay])).toBeGreaterThan(0)
  expect(thresholdsOf(model, 'amount').length).toBeGreaterThan(2)
  expect(interactionsOf(await logistic().fit(x, labels), x, 7).every((v) => v === 0)).toBe(true)
})
