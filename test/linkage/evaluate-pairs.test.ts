import { expect, test } from 'vitest'
import { clusters } from '../../src/linkage/clusters.ts'
import { evaluatePairs } from '../../src/linkage/index.ts'

test('pairwise precision and recall by hand: one of two found pairs is true, one of three true pairs is found', () => {
  const truth = new Map([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
    ['d', '2'],
  ])
  const found = new Map([
    ['a', 'a'],
    ['b', 'a'],
    ['c', 'c'],
    ['d', 'c'],
  ])
  expect(evaluatePairs(found, truth)).toEqual({
    precision: 1 / 2,
    recall: 1 / 3,
    f1: 0.4,
    truePairs: 3,
    foundPairs: 2,
    correctPairs: 1,
  })
})

test('clusters take their smallest member; a pair of one is harmless', () => {
  expect([...clusters(6, [5, 3, 2, 1], [4, 5, 2, 0])]).toEqual([0, 0, 2, 3, 3, 3])
  expect([...clusters(0, [], [])]).toEqual([])
})
