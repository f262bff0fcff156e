import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import { links } from '../../src/links/index.ts'
import { findRings } from '../../src/rings/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim, type TestPerson } from '../graph/small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

async function find(people: readonly TestPerson[], claims: readonly TestClaim[]) {
  warehouse = await smallBook(people, claims)
  await buildGraph(warehouse, links)
  await findRings(warehouse, { asOf: new Date('2026-01-01'), seed: 1, nullBooks: 2 })
  const rings = await warehouse.db.selectFrom('graph.ring').selectAll().orderBy('score', 'desc').execute()
  const members = await warehouse.db
    .selectFrom('graph.ring_member')
    .where('node_kind', '=', 'entity')
    .selectAll()
    .execute()
  return {
    rings: rings.filter((ring) => ring.explanation === null),
    of: (ring: string) =>
      members
        .filter((m) => m.ring_id === ring)
        .map((m) => m.node_id.slice(7))
        .sort(),
  }
}

const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + (i % 300))).toISOString().slice(0, 10)
const person = (id: string, rest: Partial<TestPerson> = {}): TestPerson => ({
  id,
  name: `Given${id} Name${id}`,
  ...rest,
})

test('claims in which nobody has a role but the claimant give no ring', async () => {
  const claims = Array.from({ length: 30 }, (_, i) => ({ id: `C${i}`, day: day(i), claimant: `P${i % 20}` }))
  expect((await find([], claims)).rings).toEqual([])
  expect((await find([], [{ id: 'C', day: '2025-01-01' }])).rings).toEqual([])
})

test('a claim with ten thousand people ties nobody, and a thing of half the book neither', async () => {
  const crowd = Array.from({ length: 10_000 }, (_, i) => `passenger Q${i}`)
  const people = Array.from({ length: 400 }, (_, i) => person(`Q${i}`, i % 2 ? { phone: '4008' } : {}))
  const { rings } = await find(people, [
    { id: 'BUS', day: '2025-02-02', claimant: 'Q1', parties: ['driver Q0', ...crowd.slice(1)] },
    ...Array.from({ length: 40 }, (_, i) => ({
      id: `C${i}`,
      day: day(i * 7),
      claimant: `Q${i * 2}`,
      parties: [`driver Q${i * 2}`, `counterparty Q${i * 2 + 101}`],
    })),
  ])
  expect(rings).toEqual([])
})

test('rings that hang together in one giant component are told apart, and chance ties join none', async () => {
  const crews = Array.from({ length: 6 }, (_, k) => ['A', 'B', 'C', 'D', 'E'].map((id) => `${id}${k}`))
  const staged: TestClaim[] = crews.flatMap((crew, k) =>
    Array.from({ length: 7 }, (_, c) => ({
      id: `S${k}x${c}`,
      day: day(k * 40 + c * 9),
      claimant: crew[c % 5],
      parties: [
        `driver ${crew[c % 5]}`,
        `counterparty ${crew[(c + 1) % 5]}`,
        `passenger! ${crew[(c + 3) % 5]}`,
      ],
    })),
  )
  // Each crew has crashed into the next one once, so that all hang in one ring of rings.
  const chance: TestClaim[] = crews.map((crew, k) => ({
    id: `X${k}`,
    day: day(k * 11),
    claimant: crew[0],
    parties: [`driver ${crew[0]}`, `counterparty ${crews[(k + 1) % crews.length][4]}`],
  }))
  const { rings, of } = await find([], [...staged, ...chance])
  expect(rings.map((ring) => of(ring.ring_id)).sort()).toEqual(crews.map((crew) => [...crew].sort()))
})

test('contradictory times are read as they stand: a loss after the moment, a payment before the loss, no date at all', async () => {
  const crew = ['A', 'B', 'C', 'D']
  const claims: TestClaim[] = Array.from({ length: 5 }, (_, c) => ({
    id: `S${c}`,
    day: day(20 + c * 9),
    claimant: crew[c % 4],
    parties: [
      `driver ${crew[c % 4]}`,
      `counterparty ${crew[(c + 1) % 4]}`,
      `passenger! ${crew[(c + 2) % 4]}`,
    ],
    paid: 4000,
  }))
  warehouse = await smallBook([], claims)
  await warehouse.execute(`
    update core.claim set loss_at = timestamp '2031-01-01', loss_date = date '2031-01-01' where claim_id = 'S0';
    update core.payment set paid_at = timestamp '2001-01-01', known_at = timestamp '2001-01-01' where claim_id = 'S1';
    update core.policy set inception_date = date '2030-01-01' where policy_id = 'POL-S2'`)
  await buildGraph(warehouse, links)
  const report = await findRings(warehouse, { asOf: new Date('2026-01-01'), seed: 1, nullBooks: 2 })
  expect(report.rings).toBe(1)
  const [ring] = await warehouse.db.selectFrom('graph.ring').selectAll().execute()
  expect(ring).toMatchObject({ typology: 'staged_accident', member_count: 4 })
  expect(Number.isFinite(ring.score)).toBe(true)
  expect(ring.at_stake_amount).toBeGreaterThanOrEqual(0)
})

test('an account that collects the claims of unrelated people is found with them; a garage paid for its customers is not', async () => {
  const claims: TestClaim[] = Array.from({ length: 6 }, (_, i) => ({
    id: `M${i}`,
    day: day(30 + i * 4),
    line: 'health',
    claimant: `V${i}`,
    parties: [`insured V${i}`],
    paid: 3000,
    account: '6222',
  }))
  const { rings, of } = await find([person('MULE', { account: '6222' })], claims)
  expect(rings.map((ring) => ring.typology)).toEqual(['account_mule'])
  expect(of(rings[0].ring_id)).toEqual(['MULE', 'V0', 'V1', 'V2', 'V3', 'V4', 'V5'])
  const served = claims.map((c) => ({ ...c, parties: [...(c.parties ?? []), 'repairer GARAGE'] }))
  expect(
    (await find([{ id: 'GARAGE', type: 'repairer', name: 'Garage Ltd', account: '6222' }], served)).rings,
  ).toEqual([])
})
