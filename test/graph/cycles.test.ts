import { expect, test } from 'vitest'
import { buildCsr } from '../../src/graph/csr.ts'
import { twoEdgeConnected } from '../../src/graph/cycles.ts'

const parts = (n: number, edges: readonly (readonly [number, number])[]) => [
  ...twoEdgeConnected(
    buildCsr(
      n,
      edges.map((e) => e[0]),
      edges.map((e) => e[1]),
    ),
  ),
]

test('two triangles on a path are two parts; the path belongs to none', () => {
  const found = parts(8, [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 6],
    [6, 4],
    [6, 7],
  ])
  expect(found[0]).toBe(found[1])
  expect(found[1]).toBe(found[2])
  expect(found[4]).toBe(found[5])
  expect(found[5]).toBe(found[6])
  expect(new Set(found).size).toBe(4)
})

test('a tree has no part of two nodes', () => {
  expect(
    new Set(
      parts(5, [
        [0, 1],
        [0, 2],
        [2, 3],
        [2, 4],
      ]),
    ).size,
  ).toBe(5)
  expect(parts(0, [])).toEqual([])
})

test('triangles that share a node are one part', () => {
  expect(
    new Set(
      parts(5, [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
        [3, 4],
        [4, 2],
      ]),
    ).size,
  ).toBe(1)
})
