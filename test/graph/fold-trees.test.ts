/** Measures of a graph whose trees were folded against those of the whole. */
import { expect, test } from 'vitest'
import { betweenness } from '../../src/graph/betweenness.ts'
import { components } from '../../src/graph/components.ts'
import { coreNumbers } from '../../src/graph/core-numbers.ts'
import { buildCsr, type Csr } from '../../src/graph/csr.ts'
import { cuts } from '../../src/graph/cuts.ts'
import { foldTrees } from '../../src/graph/fold-trees.ts'
import { leiden } from '../../src/graph/leiden.ts'
import { measureNodes } from '../../src/graph/measure-nodes.ts'
import { modularity, weightInside } from '../../src/graph/modularity.ts'
import { pageRank } from '../../src/graph/page-rank.ts'
import { squares } from '../../src/graph/squares.ts'
import { tieRows } from '../../src/graph/tie-rows.ts'
import { triangles } from '../../src/graph/triangles.ts'
import { homesOf, unfoldCommunities } from '../../src/graph/unfold.ts'
import { random } from '../../src/util/random.ts'

/** Few ties a node, so that trees hang everywhere and some parts are trees; weights of many sizes. */
function sparse(seed: number, n: number, m: number): Csr {
  const draw = random(seed)
  const left = Int32Array.from({ length: m }, () => draw.int(0, n - 1))
  const right = Int32Array.from({ length: m }, () => Math.floor(n * draw.next() ** 2))
  return tieRows(
    n,
    left,
    right,
    Float64Array.from(left, () => 0.2 + draw.next()),
  )
}

const sum = (list: Iterable<number>) => [...list].reduce((a, b) => a + b, 0)

/** Pieces that the communities have, each counted by itself. */
function pieces(graph: Csr, label: ArrayLike<number>): number {
  const left: number[] = []
  const right: number[] = []
  for (let v = 0; v < graph.n; v++)
    for (let i = graph.offsets[v]; i < graph.offsets[v + 1]; i++)
      if (label[graph.targets[i]] === label[v]) {
        left.push(v)
        right.push(graph.targets[i])
      }
  return components(buildCsr(graph.n, left, right)).sizes.length
}

test('what is known of the folded nodes is what the whole graph says', async () => {
  for (const [seed, n, m] of [
    [1, 300, 240],
    [2, 300, 330],
    [3, 400, 700],
  ]) {
    const graph = sparse(seed, n, m)
    const { columns, facts } = await measureNodes(graph)
    const { label, sizes } = components(graph)
    const { isCut, bridges } = cuts(graph)
    expect(facts.components).toBe(sizes.length)
    expect(facts.largestComponent).toBe(sizes[0])
    expect(columns.component_id).toEqual(label)
    expect(columns.core_number).toEqual(coreNumbers(graph))
    expect(columns.is_cut).toEqual(isCut)
    expect(facts.cutNodes).toBe(sum(isCut))
    expect(facts.bridges).toBe(bridges.length / 2)
    expect(facts.triangles).toBe(triangles(graph))
    expect(facts.squares).toBe(sum(squares(graph)) / 4)
    const rank = pageRank(graph, { tolerance: 1e-13 })
    columns.page_rank.forEach((share, v) => {
      expect(share).toBeCloseTo(rank[v], 9)
    })
    const between = await betweenness(graph)
    const pairs = ((n - 1) * (n - 2)) / 2
    columns.betweenness.forEach((share, v) => {
      expect(share).toBeCloseTo(between[v] / pairs, 12)
    })
    expect(facts.modularity).toBeCloseTo(modularity(graph, columns.community_id), 12)
    expect(pieces(graph, columns.community_id)).toBe(facts.communities)
  }
})

test('folding loses no modularity: on average over graphs with many trees, no more than chance does', () => {
  const seeds = Array.from({ length: 24 }, (_, i) => i + 1)
  for (const [n, m] of [
    [300, 280],
    [1000, 1100],
    [3000, 5000],
  ]) {
    const gains = seeds.map((seed) => {
      const graph = sparse(seed, n, m)
      const folded = foldTrees(graph, { resolution: 1 })
      expect(folded.leaves.length).toBeGreaterThan(n / 10)
      const sums = Float64Array.from(folded.nodes, (v) => folded.sums[v])
      const found = leiden(folded.graph, { seed, sums })
      const inside = weightInside(folded.graph, found.label)
      const homes = homesOf(folded, folded.nodes)
      const split = unfoldCommunities(folded, homes, found, sums, inside, 1)
      return split.modularity - modularity(graph, leiden(graph, { seed }).label)
    })
    expect(sum(gains) / seeds.length).toBeGreaterThan(-5e-4)
  }
})

test('branches that are better off alone than with their hub are left alone, at any resolution', async () => {
  const branches = 3000
  const left = Int32Array.from({ length: 2 * branches }, (_, i) => (i < branches ? 0 : i - branches + 1))
  const right = Int32Array.from({ length: 2 * branches }, (_, i) => i + 1)
  const star = buildCsr(2 * branches + 1, left, right)
  for (const resolution of [1, 5]) {
    const { facts, columns } = await measureNodes(star, { resolution })
    const whole = leiden(star, { resolution })
    expect(modularity(star, columns.community_id, resolution)).toBeGreaterThan(
      modularity(star, whole.label, resolution) - 1e-9,
    )
    expect(facts.communities).toBeGreaterThan(1)
    expect(pieces(star, columns.community_id)).toBe(facts.communities)
  }
})

test('what hangs on a ring is folded, and a tree to one node', () => {
  const ring = buildCsr(6, [0, 1, 2, 2, 4], [1, 2, 0, 3, 5])
  const { graph, nodes, foot, leaves, stands, isCut } = foldTrees(ring)
  expect([...nodes]).toEqual([0, 1, 2, 5])
  expect([...leaves]).toEqual([3, 4])
  expect([...foot]).toEqual([0, 1, 2, 2, 5, 5])
  expect([...stands]).toEqual([1, 1, 2, 1, 1, 2])
  expect([...isCut]).toEqual([0, 0, 1, 0, 0, 0])
  expect([...graph.offsets]).toEqual([0, 2, 4, 6, 6])
})
