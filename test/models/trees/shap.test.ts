import { expect, test } from 'vitest'
import { type Forest, goesLeft } from '../../../src/models/trees/forest.ts'
import { treeShap } from '../../../src/models/trees/shap.ts'
import { trees, treesFromJson } from '../../../src/models/trees/trees.ts'
import { sample } from '../sample-data.ts'

/** Expected sum of leaves when only the features in `known` are seen: the definition, walked node by node. */
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

function bruteForce(forest: Forest, row: readonly number[]): number[] {
  const d = row.length
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
  return row.map((_, j) => {
    let sum = 0
    for (let known = 0; known < 1 << d; known++) {
      if ((known >> j) & 1) continue
      const size = known.toString(2).replaceAll('0', '').length
      const share = (factorial(size) * factorial(d - 1 - size)) / factorial(d)
      sum += share * (expectation(forest, row, known | (1 << j)) - expectation(forest, row, known))
    }
    return sum
  })
}

for (const parameters of [
  { rounds: 8, maxDepth: 4 },
  { rounds: 12, maxDepth: 6, minChildWeight: 0 },
  { rounds: 4, maxDepth: 12, growth: 'leaf', maxLeaves: 40, minChildWeight: 0 },
  { rounds: 5, maxDepth: 1 },
] as const) {
  test(`Shapley values equal their definition (${JSON.stringify(parameters)})`, async () => {
    const { x, labels } = sample(700, 21)
    const model = treesFromJson((await trees(parameters).fit(x, labels)).toJSON())
    const rows = Int32Array.from({ length: 300 }, (_, i) => (i * 7) % 700)
    const { bias, parts } = model.explain(x, rows)
    const margin = model.margin(x)
    rows.forEach((row, i) => {
      const sum = parts.reduce((total, part) => total + part[i], bias)
      expect(Math.abs(sum - margin[row])).toBeLessThan(1e-9)
    })
    for (let i = 0; i < 12; i++) {
      const expected = bruteForce(
        model.forest,
        x.columns.map((column) => column[rows[i]]),
      )
      expected.forEach((value, j) => {
        expect(Math.abs(value - parts[j][i])).toBeLessThan(1e-9)
      })
    }
  })
}

test('paths of more features than the tables hold are explained exactly too', async () => {
  const { x, labels } = sample(900, 22)
  const twice = {
    names: [...x.names, ...x.names.map((name) => `${name}_shifted`)],
    rows: x.rows,
    columns: [
      ...x.columns,
      ...x.columns.map((column, j) => column.map((_, i) => column[(i * 31 + j) % x.rows])),
    ],
  }
  const model = treesFromJson(
    (await trees({ rounds: 3, maxDepth: 14, minChildWeight: 0, l2: 0.1 }).fit(twice, labels)).toJSON(),
  )
  const rows = Int32Array.from([0, 17, 333])
  const { parts } = model.explain(twice, rows)
  rows.forEach((row, i) => {
    const expected = bruteForce(
      model.forest,
      twice.columns.map((column) => column[row]),
    )
    expected.forEach((value, j) => {
      expect(Math.abs(value - parts[j][i])).toBeLessThan(1e-9)
    })
  })
})

test('many rows by tables and few by recursion are explained alike', async () => {
  const { x, labels } = sample(900, 23)
  for (const parameters of [
    { rounds: 20, maxDepth: 6 },
    { rounds: 6, maxDepth: 9, minChildWeight: 0 },
    { rounds: 300, maxDepth: 2 },
  ]) {
    const model = treesFromJson((await trees(parameters).fit(x, labels)).toJSON())
    const many = model.explain(x)
    for (const from of [0, 450, 700]) {
      const rows = Int32Array.from({ length: 200 }, (_, i) => from + i)
      const few = model.explain(x, rows)
      expect(few.bias).toBe(many.bias)
      few.parts.forEach((part, j) => {
        part.forEach((value, i) => {
          expect(Math.abs(value - many.parts[j][from + i])).toBeLessThan(1e-12)
        })
      })
    }
  }
})

test('a branch that no training row took is explained too', () => {
  // Feature 0 splits at 0, then again at 1 where nobody went right.
  const forest: Forest = {
    roots: Int32Array.of(0),
    feature: Int32Array.of(0, 1, 0, -1, -1, -1, -1),
    threshold: Float32Array.of(0, 0, 1, 0, 0, 0, 0),
    left: Int32Array.of(1, 3, 5, 0, 0, 0, 0),
    right: Int32Array.of(2, 4, 6, 0, 0, 0, 0),
    missingLeft: new Uint8Array(7),
    value: Float64Array.of(0, 0, 0, -1, 2, 3, 50),
    cover: Float64Array.of(10, 4, 6, 1, 3, 6, 0),
    categoryStart: new Int32Array(7),
    categoryWords: new Int32Array(7),
    categories: new Uint32Array(0),
  }
  const column = (pick: (i: number) => number) => Float32Array.from({ length: 300 }, (_, i) => pick(i))
  const columns = [column((i) => [-1, 0.5, 2, Number.NaN][i % 4]), column((i) => [-1, 1][i % 2])]
  const all = Int32Array.from({ length: 300 }, (_, i) => i)
  const many = treeShap(forest, columns, all)
  const few = treeShap(forest, columns, all.subarray(0, 8))
  for (let i = 0; i < 8; i++)
    bruteForce(
      forest,
      columns.map((values) => values[i]),
    ).forEach((value, j) => {
      expect(Math.abs(value - few.parts[j][i])).toBeLessThan(1e-12)
      expect(Math.abs(value - many.parts[j][i])).toBeLessThan(1e-12)
    })
})
