import { expect, test } from 'vitest'
import { lookalikeRings, ringRecall } from '../../src/rings/index.ts'
import { poissonTail } from '../../src/rings/surprise.ts'

const planted = (ring_id: string, members: string) => ({
  ring_id,
  typology: 'staged',
  members: members.split(''),
})
const reported = (ring_id: string, members: string) => ({ ring_id, score: 0.9, members: members.split('') })

test('a planted ring is found when half of it lies in one ring that is half its own', () => {
  const result = ringRecall(
    [planted('1', 'abcd'), planted('2', 'efgh'), planted('3', 'ijkl')],
    [reported('x', 'abz'), reported('y', 'eopq'), reported('z', 'ijkuvwxyz')],
  )
  expect(result).toMatchObject({ planted: 3, found: 1, falseRings: 2, matches: { 1: 'x' } })
  expect(result.byTypology).toEqual({ staged: { planted: 3, found: 1 } })
  expect(result.recall).toBeCloseTo(1 / 3, 12)
})

test('nothing planted is nothing missed', () => {
  expect(ringRecall([], []).recall).toBe(1)
  expect(ringRecall([], [reported('x', 'ab')]).falseRings).toBe(1)
})

test('tails of the Poisson: nothing surprising below the mean, ten for one is about 1e-6', () => {
  expect(poissonTail(1, 2)).toBe(0)
  expect(poissonTail(0, 0)).toBe(0)
  expect(poissonTail(10, 1)).toBeLessThan(-5)
  expect(poissonTail(10, 1)).toBeGreaterThan(-7)
})

test('members are counted over all rings, however they are cut', () => {
  const result = ringRecall(
    [planted('1', 'abcd'), planted('2', 'efgh')],
    [reported('x', 'abz'), reported('y', 'efgz')],
  )
  expect(result.memberPrecision).toBeCloseTo(5 / 6, 12)
  expect(result.memberRecall).toBeCloseTo(5 / 8, 12)
  expect(ringRecall([], [])).toMatchObject({ memberPrecision: 1, memberRecall: 1, falseIds: [] })
})

test('a ring is a look-alike when half of it is one family, or half of its claims one hail day', () => {
  const ring = (members: string, claims: string) => ({
    ...reported(members, members),
    claims: claims.split(''),
  })
  const alike = [
    { kind: 'family', members: ['a', 'b', 'c'], claims: [] },
    { kind: 'hail', members: [], claims: ['1', '2', '3'] },
  ]
  expect(lookalikeRings([ring('abx', '9'), ring('xyz', '128'), ring('axyz', '789')], alike)).toEqual({
    family: 1,
    hail: 1,
  })
})
