import { expect, test } from 'vitest'
import { matchRings } from '../../src/rings/match-rings.ts'

const now = (...rings: string[]) => rings.map((members) => ({ members: new Set(members) }))
const before = (rings: Record<string, string>) =>
  Object.entries(rings).map(([id, members]) => ({ id, members: new Set(members) }))
const told = ({ matches }: ReturnType<typeof matchRings>) => matches.map(({ id, change }) => [id, change])

test('a ring that nobody was in before is new; one that is as it was is the same', () => {
  const result = matchRings(now('abc', 'xyz'), before({ R1: 'xyz' }))
  expect(told(result)).toEqual([
    [undefined, 'new'],
    ['R1', 'same'],
  ])
  expect(result.lost).toEqual([])
})

test('a ring keeps its name while it grows and shrinks', () => {
  const result = matchRings(now('abcdef', 'xy'), before({ R1: 'abcd', R2: 'wxyz' }))
  expect(told(result)).toEqual([
    ['R1', 'grew'],
    ['R2', 'shrank'],
  ])
  expect(result.matches[0].origins).toEqual([{ from: 'R1', shared: 4, joined: 2, gone: 0 }])
  expect(result.matches[1].origins).toEqual([{ from: 'R2', shared: 2, joined: 0, gone: 2 }])
})

test('of the pieces of a split ring the one most alike keeps the name', () => {
  const result = matchRings(now('ab', 'cdef'), before({ R1: 'abcdef' }))
  expect(told(result)).toEqual([
    [undefined, 'split'],
    ['R1', 'split'],
  ])
  expect(result.matches[0].origins).toEqual([{ from: 'R1', shared: 2, joined: 0, gone: 4 }])
})

test('two rings that merge are one under the name of the one more alike, and neither is lost', () => {
  const result = matchRings(now('abcdwxy'), before({ R1: 'abcd', R2: 'wxy' }))
  expect(told(result)).toEqual([['R1', 'merged']])
  expect(result.matches[0].origins.map(({ from }) => from)).toEqual(['R1', 'R2'])
  expect(result.lost).toEqual([])
})

test('a member who changes sides makes no kin of two rings', () => {
  const result = matchRings(now('abcd', 'wxyze'), before({ R1: 'abcde', R2: 'wxyz' }))
  expect(told(result)).toEqual([
    ['R1', 'shrank'],
    ['R2', 'grew'],
  ])
})

test('a ring that no ring of now holds half of is lost', () => {
  expect(matchRings(now('abcdefgh'), before({ R1: 'abcd', R2: 'hxyz' })).lost).toEqual(['R2'])
})
