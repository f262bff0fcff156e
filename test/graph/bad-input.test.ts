/** What the graph does with input that should not be. */
import { expect, test } from 'vitest'
import { betweenness } from '../../src/graph/betweenness.ts'
import { biRank } from '../../src/graph/birank.ts'
import { components } from '../../src/graph/components.ts'
import { buildCsr } from '../../src/graph/csr.ts'
import { leiden } from '../../src/graph/leiden.ts'
import { measureNodes } from '../../src/graph/measure-nodes.ts'
import { pageRank } from '../../src/graph/page-rank.ts'
import { random } from '../../src/util/random.ts'

test('edges to nodes that do not exist, and weights that weigh nothing, are refused', () => {
  expect(() => buildCsr(2, [0], [2])).toThrow('invalid edge: [0,2] [nodes are numbers below 2]')
  expect(() => buildCsr(2, [0], [-1])).toThrow('invalid edge')
  expect(() => buildCsr(2, [0], [1], [0])).toThrow('invalid weight: 0')
  expect(() => buildCsr(2, [0], [1], [Number.NaN])).toThrow('invalid weight')
  expect(() => buildCsr(2, [0], [1], [Number.POSITIVE_INFINITY])).toThrow('invalid weight')
})

test('an empty graph and one of loops alone are measured as what they are', async () => {
  const empty = await measureNodes(buildCsr(0, [], []))
  expect(empty.facts).toMatchObject({ components: 0, largestComponent: 0, communities: 0, pivots: 0 })
  const loops = await measureNodes(buildCsr(3, [0, 1, 2], [0, 1, 2]))
  expect(loops.facts).toMatchObject({ components: 3, largestComponent: 1, communities: 3, squares: 0 })
  expect([...loops.columns.page_rank]).toEqual([1 / 3, 1 / 3, 1 / 3])
  expect([...loops.columns.betweenness]).toEqual([0, 0, 0])
})

test('a hub of half the book and one giant component are no blow-up', async () => {
  const n = 20_000
  const draw = random(2)
  const left: number[] = []
  const right: number[] = []
  for (let v = 1; v < n; v++) {
    left.push(v)
    right.push(v % 2 === 0 ? 0 : draw.int(0, v - 1))
    left.push(v)
    right.push(draw.int(0, n - 1))
  }
  const graph = buildCsr(n, left, right)
  const { facts, columns } = await measureNodes(graph)
  expect(facts).toMatchObject({ components: 1, largestComponent: n })
  expect(facts.pivots).toBeLessThan(n)
  expect(columns.betweenness[0]).toBe(columns.betweenness.reduce((most, x) => Math.max(most, x)))
  expect(columns.page_rank[0]).toBe(columns.page_rank.reduce((most, x) => Math.max(most, x)))
})

test('weights far apart in size lead to finite shares', () => {
  const graph = buildCsr(4, [0, 1, 2], [1, 2, 3], [1e-12, 1e12, 1])
  const rank = pageRank(graph)
  expect(rank.reduce((sum, x) => sum + x)).toBeCloseTo(1, 9)
  expect(biRank(graph, [1, 0, 0, 0]).every(Number.isFinite)).toBe(true)
  expect(leiden(graph).sizes.reduce((sum, x) => sum + x)).toBe(4)
})

test('a long chain needs no deep stack', async () => {
  const n = 200_000
  const line = buildCsr(
    n,
    Int32Array.from({ length: n - 1 }, (_, v) => v),
    Int32Array.from({ length: n - 1 }, (_, v) => v + 1),
  )
  expect(components(line).sizes).toHaveLength(1)
  const between = await betweenness(line)
  expect(between[n >> 1]).toBe((n >> 1) * (n - 1 - (n >> 1)))
})
