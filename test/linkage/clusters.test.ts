import { expect, test } from 'vitest'
import { claim } from '../../src/linkage/claims.ts'
import { clustersApart } from '../../src/linkage/clusters.ts'

const pairs = (...list: readonly (readonly [number, number, number])[]) => ({
  left: list.map((p) => p[0]),
  right: list.map((p) => p[1]),
  weight: list.map((p) => p[2]),
})

test('two that are to stay apart lose the weakest pair between them, the others stay', () => {
  const chain = pairs([0, 1, 9], [1, 2, 3], [2, 3, 7], [4, 5, 1])
  expect([...clustersApart(6, chain, [])]).toEqual([0, 0, 0, 0, 4, 4])
  expect([...clustersApart(6, chain, [[0, 3]])]).toEqual([0, 0, 2, 2, 4, 4])
  expect([...clustersApart(6, chain, [[4, 0]])]).toEqual([0, 0, 0, 0, 4, 4])
})

test('of two ways between them each is cut, and who is a stranger to one is a stranger to his friends', () => {
  const ring = pairs([0, 1, 5], [1, 2, 4], [0, 3, 6], [2, 3, 2])
  expect([...clustersApart(4, ring, [[0, 2]])]).toEqual([0, 0, 2, 0])
  expect([
    ...clustersApart(4, ring, [
      [0, 2],
      [1, 3],
    ]),
  ]).toEqual([0, 1, 1, 0])
})

test('the entity with the most parties chooses first; what is left without a group is gone', () => {
  const overlap = (group: number, entityId: string, parties: number, size: number, since = 0) => ({
    group,
    entityId,
    parties,
    size,
    since,
  })
  expect([...claim([overlap(7, 'A', 2, 2), overlap(7, 'B', 3, 3)])]).toEqual([[7, 'B']])
  expect([...claim([overlap(7, 'B', 2, 2, 5), overlap(7, 'A', 2, 2, 9)])]).toEqual([[7, 'B']])
  // A falls apart: the larger part goes on. B loses its group to A and goes on in the part that nobody claims.
  expect([
    ...claim([overlap(1, 'A', 1, 4), overlap(2, 'A', 3, 4), overlap(2, 'B', 2, 3), overlap(3, 'B', 1, 3)]),
  ]).toEqual([
    [2, 'A'],
    [3, 'B'],
  ])
})
