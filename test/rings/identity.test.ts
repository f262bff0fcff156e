import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import { links } from '../../src/links/index.ts'
import { findRings, type RingReason } from '../../src/rings/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim } from '../graph/small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

/** Crashes of a crew: everybody meets the next two, a crash every other week. */
function crashes(crew: string, from: string): TestClaim[] {
  const names = crew.split('')
  const start = Date.parse(from)
  return names.map((name, i) => {
    const [hit, rider] = [names[(i + 1) % names.length], names[(i + 2) % names.length]]
    return {
      id: `${crew}-${i}`,
      day: new Date(start + i * 14 * 86_400_000).toISOString().slice(0, 10),
      claimant: name,
      parties: [
        `driver ${name} CAR${name}`,
        `counterparty ${hit} CAR${hit}`,
        `passenger! ${rider} CAR${hit}`,
      ],
    }
  })
}

/** Finds rings at each moment in turn, as runs do that each begin with the snapshot before. */
async function snapshotsOf(claims: readonly TestClaim[], moments: readonly string[]) {
  const people = [
    ...new Set(claims.flatMap((claim) => (claim.parties ?? []).map((text) => text.split(' ')[1]))),
  ]
  warehouse = await smallBook(
    people.map((id) => ({ id, name: `Given${id} Name${id}` })),
    claims,
  )
  await buildGraph(warehouse, links)
  const seen = []
  for (const moment of moments) {
    await findRings(warehouse, { asOf: new Date(moment), nullBooks: 3 })
    const rings = await warehouse.db.selectFrom('graph.ring').selectAll().orderBy('first_at').execute()
    const origins = await warehouse.db
      .selectFrom('graph.ring_origin')
      .selectAll()
      .orderBy('ring_id')
      .orderBy('from_ring_id')
      .execute()
    seen.push({ rings, origins })
  }
  return seen
}

test('a ring keeps its name as it grows, then goes quiet', async () => {
  const [first, second, third] = await snapshotsOf(
    [...crashes('CDEF', '2025-01-05'), ...crashes('BDFA', '2025-04-05')],
    ['2025-03-15', '2025-06-15', '2026-03-15'],
  )
  expect(first.rings.map((ring) => ring.change)).toEqual(['new'])
  expect(second.rings).toHaveLength(1)
  expect(second.rings[0]).toMatchObject({ ring_id: first.rings[0].ring_id, member_count: 6, change: 'grew' })
  expect(second.origins).toEqual([
    { ring_id: first.rings[0].ring_id, from_ring_id: first.rings[0].ring_id, shared: 4, joined: 2, gone: 0 },
  ])
  expect(third.rings.map(({ ring_id, change }) => [ring_id, change])).toEqual([
    [first.rings[0].ring_id, 'quiet'],
  ])
})

test('two rings that come to crash into each other are one', async () => {
  const [first, second] = await snapshotsOf(
    [
      ...crashes('ABCD', '2025-01-05'),
      ...crashes('WXYZ', '2025-01-12'),
      ...crashes('AWBX', '2025-05-05'),
      ...crashes('CYDZ', '2025-05-09'),
    ],
    ['2025-04-15', '2025-09-15'],
  )
  expect(first.rings.map((ring) => ring.change)).toEqual(['new', 'new'])
  expect(second.rings).toHaveLength(1)
  expect(second.rings[0]).toMatchObject({ member_count: 8, change: 'merged' })
  expect(first.rings.map((ring) => ring.ring_id)).toContain(second.rings[0].ring_id)
  expect(second.origins.map((origin) => origin.from_ring_id)).toEqual(
    first.rings.map((ring) => ring.ring_id).sort(),
  )
})

test('a ring whose ties turn out to be an error splits, and the larger piece keeps the name', async () => {
  const errors = [
    ...crashes('AWBX', '2025-03-05'),
    ...crashes('CYDZ', '2025-03-09'),
    ...crashes('EXAZ', '2025-03-15'),
  ]
  await snapshotsOf(
    [...crashes('ABCDE', '2025-01-05'), ...crashes('WXYZ', '2025-01-12'), ...errors],
    ['2025-06-15'],
  )
  const held = warehouse as Warehouse
  const [one] = await held.db.selectFrom('graph.ring').selectAll().execute()
  expect(one.member_count).toBe(9)
  const ids = errors.map(({ id }) => `'${id}'`).join(', ')
  await held.execute(
    `delete from core.claim_party where claim_id in (${ids}); delete from core.claim where claim_id in (${ids})`,
  )
  await buildGraph(held, links)
  await findRings(held, { asOf: new Date('2025-06-16'), nullBooks: 3 })
  const rings = await held.db.selectFrom('graph.ring').selectAll().orderBy('member_count', 'desc').execute()
  expect(rings.map(({ member_count, change }) => [member_count, change])).toEqual([
    [5, 'split'],
    [4, 'split'],
  ])
  expect(rings[0].ring_id).toBe(one.ring_id)
  expect(rings[1].ring_id).not.toBe(one.ring_id)
})

test('a ring that is no longer found stays listed for a year, below every line, and its reasons still add up', async () => {
  await snapshotsOf(crashes('ABCDE', '2025-01-05'), ['2025-06-15'])
  const held = warehouse as Warehouse
  await held.execute('delete from core.claim_party')
  await buildGraph(held, links)
  for (const moment of ['2025-06-16', '2025-06-17']) {
    await findRings(held, { asOf: new Date(moment), nullBooks: 3 })
    const [ring] = await held.db.selectFrom('graph.ring').selectAll().execute()
    const sum = (JSON.parse(ring.reasons) as RingReason[]).reduce(
      (total, { log_odds }) => total + log_odds,
      0,
    )
    expect(ring.change).toBe('quiet')
    expect(ring.score).toBeLessThan(0.3)
    expect(ring.score).toBeCloseTo(1 / (1 + Math.exp(-sum)), 12)
  }
  await findRings(held, { asOf: new Date('2026-06-15'), nullBooks: 3 })
  expect(await held.db.selectFrom('graph.ring').selectAll().execute()).toEqual([])
  expect(await held.db.selectFrom('graph.ring_member').selectAll().execute()).toEqual([])
})

test('a book seen at an earlier moment knows nothing of the rings of later', async () => {
  const [, early] = await snapshotsOf(crashes('ABCDE', '2025-01-05'), ['2025-06-15', '2025-01-15'])
  expect(early.rings).toEqual([])
})
