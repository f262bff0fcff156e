/** Algorithms against values worked by hand or published. */
import { expect, test } from 'vitest'
import { components } from '../../src/graph/components.ts'
import { coreNumbers } from '../../src/graph/core-numbers.ts'
import { buildCsr, type Csr } from '../../src/graph/csr.ts'
import { leiden } from '../../src/graph/leiden.ts'
import { modularity } from '../../src/graph/modularity.ts'
import { pageRank } from '../../src/graph/page-rank.ts'
import { tieRows } from '../../src/graph/tie-rows.ts'
import { random } from '../../src/util/random.ts'
import { KARATE } from './karate.ts'

const graph = (n: number, edges: readonly (readonly [number, number, number?])[]): Csr =>
  buildCsr(
    n,
    edges.map((e) => e[0]),
    edges.map((e) => e[1]),
    edges.map((e) => e[2] ?? 1),
  )

/** Two triangles joined by one edge. */
const TRIANGLES = graph(6, [
  [0, 1],
  [1, 2],
  [0, 2],
  [3, 4],
  [4, 5],
  [3, 5],
  [2, 3],
])

test('rows drop loops and add up repeated edges', () => {
  const g = graph(3, [
    [0, 1, 2],
    [1, 0, 3],
    [2, 2, 9],
  ])
  expect([...g.offsets]).toEqual([0, 1, 2, 2])
  expect([...g.targets]).toEqual([1, 0])
  expect([...g.weights]).toEqual([5, 5])
})

test('rows of ties are in rising order whatever the order of the edges; the strongest of several counts', () => {
  const edges = [
    [4, 1, 0.5],
    [0, 3, 1],
    [1, 4, 0.7],
    [2, 2, 1],
    [3, 4, 0.1],
    [0, 4, 0.2],
    [4, 1, 0.6],
  ]
  for (const list of [edges, edges.toReversed()]) {
    const rows = tieRows(
      5,
      list.map((e) => e[0]),
      list.map((e) => e[1]),
      list.map((e) => e[2]),
    )
    expect([...rows.offsets]).toEqual([0, 2, 3, 3, 5, 8])
    expect([...rows.targets]).toEqual([3, 4, 4, 0, 4, 0, 1, 3])
    expect([...rows.weights]).toEqual([1, 0.2, 0.7, 1, 0.1, 0.2, 0.7, 0.1])
  }
  expect(() => tieRows(2, [0], [2], [1])).toThrow('invalid edge: [0,2] [nodes are numbers below 2]')
  expect(() => tieRows(2, [0], [1], [0])).toThrow('invalid weight: 0')
})

test('components are numbered by size', () => {
  const { label, sizes } = components(
    graph(7, [
      [5, 6],
      [0, 1],
      [1, 2],
    ]),
  )
  expect([...label]).toEqual([0, 0, 0, 2, 3, 1, 1])
  expect([...sizes]).toEqual([3, 2, 1, 1])
})

test('an empty graph has nothing', () => {
  const g = graph(0, [])
  expect(components(g).sizes.length).toBe(0)
  expect(leiden(g).label.length).toBe(0)
  expect(pageRank(g).length).toBe(0)
  expect(coreNumbers(g).length).toBe(0)
  expect(modularity(g, [])).toBe(0)
})

test('modularity of two triangles: 6/7 - 1/2', () => {
  expect(modularity(TRIANGLES, [0, 0, 0, 1, 1, 1])).toBeCloseTo(6 / 7 - 1 / 2, 12)
  expect(modularity(TRIANGLES, [0, 0, 0, 0, 0, 0])).toBeCloseTo(0, 12)
})

test('Leiden finds the two triangles from any start', () => {
  for (let seed = 0; seed < 10; seed++)
    expect([...leiden(TRIANGLES, { seed }).label]).toEqual([0, 0, 0, 1, 1, 1])
})

test('Leiden comes near the best modularity of the karate club (0.4198, igraph 1.0.0), and with chance reaches it', () => {
  const g = graph(34, KARATE)
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1)
  const best = (theta: number) =>
    Math.max(...seeds.map((seed) => modularity(g, leiden(g, { seed, theta }).label)))
  expect(best(0)).toBeGreaterThan(0.4155)
  expect(best(0)).toBeLessThan(0.41979)
  expect(best(0.05)).toBeCloseTo(0.4197896121, 9)
})

test('drawn merges are the same for a seed, differ between seeds, and leave every community connected', () => {
  const draw = random(5)
  const edges = Array.from({ length: 1500 }, () => [draw.int(0, 499), draw.int(0, 499), draw.next()] as const)
  const g = graph(500, edges)
  const first = leiden(g, { seed: 1, theta: 0.01 })
  expect(leiden(g, { seed: 1, theta: 0.01 })).toEqual(first)
  expect(leiden(g, { seed: 2, theta: 0.01 })).not.toEqual(first)
  for (let seed = 1; seed <= 5; seed++) {
    const { label, sizes } = leiden(g, { seed, theta: 0.1 })
    expect(
      components(
        graph(
          500,
          edges.filter(([a, b]) => label[a] === label[b]),
        ),
      ).sizes.length,
    ).toBe(sizes.length)
  }
})

test('Leiden refuses a resolution and a theta that cannot be', () => {
  expect(() => leiden(TRIANGLES, { resolution: 0 })).toThrow('invalid resolution: 0')
  expect(() => leiden(TRIANGLES, { theta: -1 })).toThrow('invalid theta: -1')
})

test('Leiden is the same for a seed, and every community is connected', () => {
  const draw = random(7)
  const edges = Array.from(
    { length: 6000 },
    () => [draw.int(0, 1999), draw.int(0, 1999), draw.next()] as const,
  )
  const g = graph(2000, edges)
  const first = leiden(g, { seed: 3 })
  expect(leiden(g, { seed: 3 }).label).toEqual(first.label)
  const inside = edges.filter(([a, b]) => first.label[a] === first.label[b])
  expect(components(graph(2000, inside)).sizes.length).toBe(first.sizes.length)
})

test('PageRank of a star by hand: the leaves share what the hub leaves', () => {
  const rank = pageRank(
    graph(5, [
      [0, 1],
      [0, 2],
      [0, 3],
      [0, 4],
    ]),
    { tolerance: 1e-12 },
  )
  // hub = 0.03 + 0.85 (4 leaf), leaf = 0.03 + 0.85 hub / 4
  const hub = (0.03 + 0.85 * 4 * 0.03) / (1 - 0.85 ** 2)
  expect(rank[0]).toBeCloseTo(hub, 9)
  expect(rank[1]).toBeCloseTo((1 - hub) / 4, 9)
  expect(rank.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
})

test('PageRank from one node stays near it', () => {
  const rank = pageRank(TRIANGLES, { restart: [1, 0, 0, 0, 0, 0] })
  expect(rank[0] + rank[1] + rank[2]).toBeGreaterThan(0.7)
})

test('core numbers: a triangle with a tail', () => {
  expect([
    ...coreNumbers(
      graph(6, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
        [3, 4],
      ]),
    ),
  ]).toEqual([2, 2, 2, 1, 1, 0])
})

test('PageRank refuses a restart that starts nowhere', () => {
  expect(() => pageRank(TRIANGLES, { restart: [0, 0, 0, 0, 0, 0] })).toThrow(/invalid restart: 0/)
  expect(() => pageRank(TRIANGLES, { restart: [1, 0, 0, -1, 0, 0] })).toThrow(/node 3/)
  expect(() => pageRank(TRIANGLES, { restart: [1] })).toThrow(/length of the restart/)
  expect(() => pageRank(TRIANGLES, { damping: 1 })).toThrow(/damping/)
})

test('PageRank with nodes that nobody is tied to: what a walker loses there comes back everywhere', () => {
  // One edge and one lonely node: the pair has p each, the lonely one q; q = 0.05 + 0.85 q / 3.
  const lonely = 0.05 / (1 - 0.85 / 3)
  const rank = pageRank(graph(3, [[0, 1]]), { tolerance: 1e-14 })
  expect(rank[2]).toBeCloseTo(lonely, 12)
  expect(rank[0]).toBeCloseTo((1 - lonely) / 2, 12)
})
