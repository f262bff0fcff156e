import { expect, test } from 'vitest'
import { relation, rowOf, transposed } from '../../src/rings/incidence.ts'
import { numberMembers, sharedBy } from '../../src/rings/number-members.ts'
import { SERVING, SERVING_ROLES } from '../../src/rings/ring-sql.ts'
import { random } from '../../src/util/random.ts'

const rows = (list: readonly number[]) => Int32Array.from(list)

test('a relation has its rows in order, each pair once with the values of all', () => {
  const draw = random(4)
  const pairs = Array.from({ length: 900 }, () => [draw.int(-1, 5), draw.int(-1, 90), 1 << draw.int(0, 6)])
  const wanted = new Map<number, Map<number, number>>()
  for (const [left, right, value] of pairs) {
    if (left < 0 || right < 0) continue
    const row = wanted.get(left) ?? new Map<number, number>()
    wanted.set(left, row.set(right, (row.get(right) ?? 0) | value))
  }
  const column = (at: number) => Int32Array.from(pairs, (pair) => pair[at])
  const found = relation(7, column(0), column(1), column(2))
  for (let row = 0; row < 7; row++) {
    const sorted = [...(wanted.get(row) ?? [])].sort((a, b) => a[0] - b[0])
    expect([...rowOf(found, row)]).toEqual(sorted.map(([item]) => item))
    expect([...found.values.subarray(found.offsets[row], found.offsets[row + 1])]).toEqual(
      sorted.map(([, value]) => value),
    )
  }
  expect(transposed(transposed(found, 91), 7)).toEqual(found)
})

test('persons are numbered in order, who serves once for each role, and firms are no persons', () => {
  const hospital = SERVING + SERVING_ROLES.indexOf('hospital')
  const adjuster = SERVING + SERVING_ROLES.indexOf('adjuster')
  const { persons, providers, personAt, providerAt } = numberMembers(
    {
      count: 6,
      isPerson: Uint8Array.of(1, 0, 1, 1, 0, 1),
      surname: rows([7, -1, 8, -1, -1, 9]),
      employer: rows([-1, -1, 3, -1, -1, -1]),
      birthDay: rows([30_000, -1, 20_000, -1, -1, -1]),
    },
    { entity: rows([0, 4, 2, 2, 1]), bits: rows([1, hospital, hospital, adjuster, 16]) },
    rows([5]),
  )
  expect(persons).toEqual({
    count: 2,
    entity: rows([0, 5]),
    surname: rows([7, 9]),
    employer: rows([-1, -1]),
    birthDay: rows([30_000, -1]),
  })
  expect([...personAt]).toEqual([0, -1, -1, -1, -1, 1])
  expect(providers).toEqual({
    count: 3,
    entity: rows([2, 2, 4]),
    role: ['adjuster', 'hospital', 'hospital'],
  })
  expect(providerAt(2, SERVING_ROLES.indexOf('hospital'))).toBe(1)
  expect(providerAt(4, SERVING_ROLES.indexOf('hospital'))).toBe(2)
})

test('a thing of a firm ties nobody, and a passenger is no user of the car he rode in', () => {
  // Entity 3 is a firm. Thing 0 is shared by 0 and 1, thing 1 by 0, 1 and the firm, thing 2 is the car of 0 in which 1 and 2 sat.
  const uses = [
    [0, 0, -1, 0],
    [0, 1, 4, 0],
    [1, 0, -1, 0],
    [1, 1, -1, 0],
    [1, 3, -1, 0],
    [2, 0, -1, 1],
    [2, 1, 4, 1],
    [2, 2, 5, 1],
  ]
  const column = (at: number) => Int32Array.from(uses, (use) => use[at])
  const shared = (stands: readonly (readonly [claim: number, person: number, bits: number])[]) =>
    sharedBy({
      thing: column(0),
      entity: column(1),
      claim: column(2),
      link: column(3),
      personAt: rows([0, 1, 2, -1]),
      personsOf: relation(
        6,
        rows(stands.map(([claim]) => claim)),
        rows(stands.map(([, person]) => person)),
        rows(stands.map(([, , bits]) => bits)),
      ),
      things: 3,
    })
  const { number, usersOf } = shared([
    [4, 1, 2],
    [5, 2, 1],
  ])
  expect([...number]).toEqual([0, 2])
  expect([...rowOf(usersOf, 0)]).toEqual([0, 1])
  expect([...usersOf.values.subarray(0, 2)]).toEqual([1, 0])
  expect([...rowOf(usersOf, 1)]).toEqual([0, 2])
  // The owner stands in the claim with him.
  const { usersOf: known } = shared([
    [4, 1, 2],
    [5, 2, 1],
    [5, 0, 8],
  ])
  expect([...rowOf(known, 1)]).toEqual([0])
})
