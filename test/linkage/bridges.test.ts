import { afterEach, beforeEach, expect, test } from 'vitest'
import { bridges } from '../../src/linkage/bridges.ts'
import { findDoubts } from '../../src/linkage/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { emptyWarehouse } from './parties.ts'

test('the edge between two triangles is a bridge, those within are not', () => {
  const left = [0, 1, 0, 3, 4, 3, 2]
  const right = [1, 2, 2, 4, 5, 5, 3]
  expect(bridges(6, left, right)).toEqual([{ edge: 6, sides: [3, 3] }])
})

test('a chain is all bridges, the middle one first; a doubled edge is none; alone is nothing', () => {
  expect(bridges(4, [0, 1, 2], [1, 2, 3]).map((b) => [b.edge, ...b.sides])).toEqual([
    [1, 2, 2],
    [0, 1, 3],
    [2, 1, 3],
  ])
  expect(bridges(2, [0, 1], [1, 0])).toEqual([])
  expect(bridges(3, [], [])).toEqual([])
})

test('against a search that takes away each edge in turn', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const n = 4 + (seed % 9)
    const pairs = new Set<string>()
    for (let k = 0; k < n + (seed % 4); k++) {
      const a = (seed * 31 + k * 17) % n
      const b = (seed * 13 + k * k * 7 + 1) % n
      if (a !== b) pairs.add(`${Math.min(a, b)},${Math.max(a, b)}`)
    }
    const edges = [...pairs].map((text) => text.split(',').map(Number))
    const parts = (without: number) => {
      const group = Array.from({ length: n }, (_, i) => i)
      const of = (i: number): number => (group[i] === i ? i : of(group[i]))
      edges.forEach(([a, b], e) => {
        if (e !== without) group[of(a)] = of(b)
      })
      return new Set(group.map((_, i) => of(i))).size
    }
    const expected = edges.flatMap((_, e) => (parts(e) > parts(-1) ? [e] : []))
    const found = bridges(
      n,
      edges.map((e) => e[0]),
      edges.map((e) => e[1]),
    )
    expect(found.map((b) => b.edge).sort((a, b) => a - b)).toEqual(expected)
  }
})

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await emptyWarehouse()
})
afterEach(() => warehouse.close())

async function link(pairs: readonly (readonly [string, string, number])[], entity: Record<string, string>) {
  const at = new Date('2025-01-01T00:00:00Z')
  await warehouse.append('core.entity', {
    party_id: Object.keys(entity),
    entity_id: Object.values(entity),
    known_at: Object.keys(entity).map(() => at),
  })
  await warehouse.append('core.match', {
    party_id_l: pairs.map((p) => p[0]),
    party_id_r: pairs.map((p) => p[1]),
    match_weight: Float64Array.from(pairs, (p) => p[2]),
    match_probability: Float64Array.from(pairs, (p) => 1 / (1 + 2 ** -p[2])),
    is_vetoed: pairs.map(() => 0),
    waterfall: pairs.map(() => '[]'),
  })
}

test('a weak bridge is reported, a strong one and a pair of two are not', async () => {
  await link(
    [
      ['a', 'b', 20],
      ['b', 'c', 5],
      ['d', 'e', 20],
      ['e', 'f', 15],
      ['g', 'h', 4.5],
    ],
    { a: 'a', b: 'a', c: 'a', d: 'd', e: 'd', f: 'd', g: 'g', h: 'g' },
  )
  expect(await findDoubts(warehouse, 4.25)).toEqual({ bridge: 1, loose: 0, large: 0 })
  const [doubt] = await warehouse.db.selectFrom('core.entity_doubt').selectAll().execute()
  expect(doubt).toMatchObject({
    entity_id: 'a',
    kind: 'bridge',
    parties: 3,
    party_id_l: 'b',
    party_id_r: 'c',
    match_weight: 5,
    side_parties: 1,
  })
})

test('a long chain is loose, and large beyond ten', async () => {
  const names = 'abcdefghijkl'.split('')
  await link(
    names.slice(1).map((name, i) => [names[i], name, 30] as const),
    Object.fromEntries(names.map((name) => [name, 'a'])),
  )
  expect(await findDoubts(warehouse, 4.25)).toEqual({ bridge: 0, loose: 1, large: 1 })
  expect(await findDoubts(warehouse, 4.25)).toEqual({ bridge: 0, loose: 1, large: 1 })
})
