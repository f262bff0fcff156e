/** Betweenness against counting paths, and the same for any number of threads. */
import { expect, test } from 'vitest'
import { betweenness } from '../../src/graph/betweenness.ts'
import { buildCsr, type Csr } from '../../src/graph/csr.ts'
import { random } from '../../src/util/random.ts'

/** A graph of few cycles and many leaves, in several pieces. */
function drawn(seed: number, n: number, m: number): Csr {
  const draw = random(seed)
  const left = Array.from({ length: m }, () => draw.int(0, n - 1))
  const right = Array.from({ length: m }, () => Math.floor(n * draw.next() ** 2))
  return buildCsr(n, left, right)
}

/** Counts shortest paths between every pair, and through every node. */
function counted({ n, offsets, targets }: Csr): number[] {
  const distance = Array.from({ length: n }, () => new Array<number>(n).fill(Number.POSITIVE_INFINITY))
  const paths = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let s = 0; s < n; s++) {
    distance[s][s] = 0
    paths[s][s] = 1
    const queue = [s]
    for (const v of queue)
      for (const u of targets.subarray(offsets[v], offsets[v + 1])) {
        if (distance[s][u] === Number.POSITIVE_INFINITY) {
          distance[s][u] = distance[s][v] + 1
          queue.push(u)
        }
        if (distance[s][u] === distance[s][v] + 1) paths[s][u] += paths[s][v]
      }
  }
  return Array.from({ length: n }, (_, v) => {
    let sum = 0
    for (let s = 0; s < n; s++)
      for (let t = s + 1; t < n; t++)
        if (s !== v && t !== v && distance[s][v] + distance[v][t] === distance[s][t] && paths[s][t] > 0)
          sum += (paths[s][v] * paths[v][t]) / paths[s][t]
    return sum
  })
}

test('every node gets its share of every path, trees and pieces included', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const graph = drawn(seed, 40, 30 + 6 * seed)
    const expected = counted(graph)
    const found = await betweenness(graph)
    expected.forEach((value, v) => {
      expect(found[v]).toBeCloseTo(value, 9)
    })
  }
})

test('a path, a star, and nothing at all', async () => {
  expect([...(await betweenness(buildCsr(5, [0, 1, 2, 3], [1, 2, 3, 4])))]).toEqual([0, 3, 4, 3, 0])
  expect([...(await betweenness(buildCsr(5, [0, 0, 0, 0], [1, 2, 3, 4])))]).toEqual([6, 0, 0, 0, 0])
  expect(await betweenness(buildCsr(0, [], []))).toHaveLength(0)
  expect([...(await betweenness(buildCsr(3, [], [])))]).toEqual([0, 0, 0])
})

test('one, two or three threads: the same to the last digit', async () => {
  const graph = drawn(9, 2500, 5000)
  const one = await betweenness(graph)
  expect(await betweenness(graph, { workers: 2 })).toEqual(one)
  expect(await betweenness(graph, { workers: 3 })).toEqual(one)
})

test('pivots: all of them are exact, few find who stands between most', async () => {
  const graph = drawn(4, 600, 1200)
  const exact = await betweenness(graph)
  expect(await betweenness(graph, { pivots: 600 })).toEqual(exact)
  const guess = await betweenness(graph, { pivots: 120, seed: 3 })
  expect(await betweenness(graph, { pivots: 120, seed: 3 })).toEqual(guess)
  const top = (list: Float64Array) =>
    Array.from(list, (_, v) => v)
      .sort((a, b) => list[b] - list[a])
      .slice(0, 20)
  expect(top(guess).filter((v) => top(exact).includes(v)).length).toBeGreaterThanOrEqual(12)
  const total = (list: Float64Array) => list.reduce((sum, x) => sum + x, 0)
  expect(total(guess) / total(exact)).toBeGreaterThan(0.9)
  expect(total(guess) / total(exact)).toBeLessThan(1.1)
})

test('impossible options are refused in words', async () => {
  const graph = drawn(1, 10, 10)
  await expect(betweenness(graph, { workers: 0 })).rejects.toThrow('invalid number of workers: 0')
  await expect(betweenness(graph, { pivots: 0 })).rejects.toThrow('invalid number of pivots: 0')
})
