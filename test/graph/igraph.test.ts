/** Figures of python-igraph 1.0.0 on small graphs. */
import { expect, test } from 'vitest'
import { betweenness } from '../../src/graph/betweenness.ts'
import { biRank } from '../../src/graph/birank.ts'
import { coreNumbers } from '../../src/graph/core-numbers.ts'
import { buildCsr } from '../../src/graph/csr.ts'
import { cuts } from '../../src/graph/cuts.ts'
import { modularity } from '../../src/graph/modularity.ts'
import { pageRank } from '../../src/graph/page-rank.ts'
import { triangles } from '../../src/graph/triangles.ts'
import {
  BETWEENNESS,
  CORENESS,
  KARATE,
  PAGE_RANK,
  PERSONAL_PAGE_RANK,
  WEIGHTED_PAGE_RANK,
  weightOf,
} from './karate.ts'

const left = KARATE.map(([a]) => a)
const right = KARATE.map(([, b]) => b)
const club = buildCsr(34, left, right)
const weighted = buildCsr(34, left, right, KARATE.map(weightOf))

function near(found: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, v) => {
    expect(found[v]).toBeCloseTo(value, digits)
  })
}

test('betweenness', async () => {
  near(await betweenness(club), BETWEENNESS, 5)
})

test('PageRank: plain, by weight, and from two of them', () => {
  near(pageRank(club, { tolerance: 1e-13 }), PAGE_RANK, 9)
  near(pageRank(weighted, { tolerance: 1e-13 }), WEIGHTED_PAGE_RANK, 9)
  const restart = new Float64Array(34)
  restart[0] = 3
  restart[9] = 1
  near(pageRank(club, { restart, tolerance: 1e-13 }), PERSONAL_PAGE_RANK, 9)
})

test('modularity of the halves by number', () => {
  const halves = Array.from({ length: 34 }, (_, v) => (v < 17 ? 0 : 1))
  expect(modularity(club, halves)).toBeCloseTo(0.2432610124917818, 12)
  expect(modularity(weighted, halves)).toBeCloseTo(0.25640112499086837, 12)
  expect(modularity(club, halves, 0.5)).toBeCloseTo(0.4934253780407627, 12)
})

test('cores, cuts, bridges and triangles', () => {
  expect([...coreNumbers(club)]).toEqual(CORENESS)
  const { isCut, bridges } = cuts(club)
  expect([...isCut].flatMap((cut, v) => (cut ? [v] : []))).toEqual([0])
  expect([...bridges]).toEqual([0, 11])
  expect(triangles(club)).toBe(45)
})

test('BiRank, by its identity with the personalised PageRank of the roots of strength', () => {
  // f = D^(-1/2) p |D^(1/2) q| with p = personalized_pagerank(reset = D^(1/2) q, damping = 0.85).
  const book = buildCsr(7, [0, 0, 1, 2, 2, 1, 2, 0], [3, 4, 3, 4, 5, 5, 6, 6])
  near(
    biRank(book, [1, 0, 0, 0, 0, 0.5, 0], { tolerance: 1e-13 }),
    [0.3596436266, 0.1834340843, 0.2186971502, 0.2027597972, 0.2006906384, 0.2288498129, 0.2006906384],
    9,
  )
})
