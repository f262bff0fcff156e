import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import { links } from '../../src/links/index.ts'
import { findRings, type RingReason, typologies } from '../../src/rings/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestClaim, type TestPerson } from '../graph/small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const AS_OF = new Date('2026-01-01')

async function find(people: readonly TestPerson[], claims: readonly TestClaim[], asOf = AS_OF) {
  warehouse = await smallBook(people, claims)
  await buildGraph(warehouse, links)
  const report = await findRings(warehouse, { asOf, seed: 1 })
  const rings = await warehouse.db.selectFrom('graph.ring').selectAll().orderBy('score', 'desc').execute()
  const members = await warehouse.db
    .selectFrom('graph.ring_member')
    .selectAll()
    .orderBy('ring_id')
    .orderBy('node_id')
    .execute()
  const entitiesOf = (ring: string) =>
    members.filter((m) => m.ring_id === ring && m.node_kind === 'entity').map((m) => m.node_id.slice(7))
  return { report, rings, members, entitiesOf }
}

const person = (id: string, rest: Partial<TestPerson> = {}): TestPerson => ({
  id,
  name: `Given${id} Name${id}`,
  ...rest,
})

/** Four strangers who drive into each other in changing roles. */
const CREW = ['A', 'B', 'C', 'D'].map((id) => person(id))
const CRASHES: TestClaim[] = [
  {
    id: 'S1',
    day: '2025-03-01',
    claimant: 'A',
    parties: ['driver A AA11', 'counterparty B BB11', 'passenger! C BB11'],
  },
  {
    id: 'S2',
    day: '2025-03-20',
    claimant: 'B',
    parties: ['driver B BB11', 'counterparty C CC11', 'passenger! D CC11'],
  },
  {
    id: 'S3',
    day: '2025-04-15',
    claimant: 'C',
    parties: ['driver C CC11', 'counterparty D DD11', 'witness A'],
  },
  {
    id: 'S4',
    day: '2025-05-10',
    claimant: 'D',
    parties: ['driver D DD11', 'counterparty A AA11', 'passenger! B AA11'],
  },
]

/** Honest drivers, each hit by a stranger. */
const honest = (n: number): TestClaim[] =>
  Array.from({ length: n }, (_, i) => ({
    id: `H${i}`,
    day: `2025-0${1 + (i % 9)}-11`,
    claimant: `H${i}A`,
    parties: [`driver H${i}A`, `counterparty H${i}B`, 'repairer GARAGE', 'adjuster DESK'],
  }))

test('no claims, no rings', async () => {
  expect((await find([], [])).report).toMatchObject({ rings: 0, explained: 0, members: 0 })
})

test('strangers who crash into each other in changing roles are a ring; drivers who meet by chance are none', async () => {
  const { rings, entitiesOf, members } = await find(CREW, [...CRASHES, ...honest(40)])
  expect(rings).toHaveLength(1)
  expect(rings[0]).toMatchObject({
    typology: 'staged_accident',
    member_count: 4,
    claim_count: 4,
    line: 'auto',
    claimed_amount: 40_000,
    explanation: null,
  })
  expect(rings[0].score).toBeGreaterThan(0.7)
  expect(entitiesOf(rings[0].ring_id)).toEqual(['A', 'B', 'C', 'D'])
  const sum = members.filter((m) => m.node_kind !== 'entity').reduce((total, m) => total + m.centrality, 0)
  expect(sum).toBeCloseTo(1, 9)
})

test('reasons add up to the score', async () => {
  const { rings } = await find(CREW, CRASHES)
  const reasons = JSON.parse(rings[0].reasons) as RingReason[]
  const logOdds = reasons.reduce((sum, reason) => sum + reason.log_odds, 0)
  expect(rings[0].score).toBeCloseTo(1 / (1 + Math.exp(-logOdds)), 9)
  for (const { text } of reasons) expect(text.en && text.zh).toBeTruthy()
})

test('money at stake is what was claimed and not yet paid', async () => {
  const { rings } = await find(
    CREW,
    CRASHES.map((c, i) => ({ ...c, paid: i === 0 ? 4000 : undefined })),
  )
  expect(rings[0].at_stake_amount).toBe(36_000)
})

test('nothing known after the moment enters: neither claims nor outcomes', async () => {
  const crashes = CRASHES.map((c, i) => ({ ...c, outcome: i > 1 ? ('fraud' as const) : undefined }))
  const late = await find(CREW, crashes)
  const early = await find(CREW, crashes, new Date('2025-05-20'))
  expect(early.rings[0].ring_id).toBe(late.rings[0].ring_id)
  expect(late.rings[0].score).toBeGreaterThan(early.rings[0].score)
  expect(early.rings[0].reasons).not.toContain('fraudulent')
  expect(early.rings[0].known_at.getTime()).toBeLessThanOrEqual(Date.parse('2025-05-20'))
  expect((await find(CREW, crashes, new Date('2025-03-10'))).rings).toHaveLength(0)
})

test('a family that rides together is explained, not accused', async () => {
  const home = { address: '4 Mill Lane Ely', phone: '070001' }
  const family = ['Ann', 'Bob', 'Cat', 'Dan'].map((id) => ({ id, name: `${id} Whitfield`, ...home }))
  const claims: TestClaim[] = [
    {
      id: 'F1',
      day: '2025-02-01',
      claimant: 'Ann',
      parties: ['driver Ann FF1', 'passenger Bob FF1', 'passenger Cat FF1'],
    },
    {
      id: 'F2',
      day: '2025-07-01',
      claimant: 'Bob',
      parties: ['driver Bob FF1', 'passenger Ann FF1', 'passenger Dan FF1'],
    },
  ]
  const { rings } = await find(family, claims)
  expect(rings.filter((ring) => ring.score >= 0.3)).toEqual([])
})

test('relatives in two households who meet twice are explained as a family', async () => {
  const kin = ['Ann', 'Bob', 'Cat'].map((id) => ({ id, name: `${id} Whitfield`, address: `${id} Street 1` }))
  const claims: TestClaim[] = ['K1', 'K2'].map((id, i) => ({
    id,
    day: `2025-0${i + 2}-01`,
    claimant: 'Ann',
    parties: ['driver Ann', 'passenger Bob', 'passenger Cat'],
  }))
  const { rings } = await find(kin, claims)
  for (const ring of rings) {
    expect(ring.explanation).toBe('family')
    expect(ring.score).toBeLessThan(0.3)
  }
})

test('one hail day is no ring', async () => {
  const folk = ['P', 'Q', 'R'].map((id) => person(id, { account: '4711' }))
  const claims: TestClaim[] = folk.map(({ id }) => ({
    id: `W${id}`,
    day: '2025-06-06',
    peril: 'hail',
    region: 'NSW',
    claimant: id,
    parties: [`driver ${id}`, 'witness MAYOR'],
  }))
  const { rings } = await find(folk, claims)
  for (const ring of rings) expect(ring.explanation).toBe('hail')
})

test('passengers who recur in cars of strangers are a pool of phantoms', async () => {
  const claims: TestClaim[] = [
    ['X', 'Y'],
    ['Y', 'Z'],
    ['X', 'Z'],
    ['X', 'Y'],
  ].map((pair, i) => ({
    id: `G${i}`,
    day: `2025-0${i + 2}-03`,
    claimant: `O${i}`,
    parties: [`driver O${i} CAR${i}`, ...pair.map((p) => `passenger! ${p} CAR${i}`), 'lawyer LAW'],
  }))
  const { rings, entitiesOf } = await find(
    ['X', 'Y', 'Z'].map((id) => person(id)),
    claims,
  )
  expect(rings[0].typology).toBe('phantom_passengers')
  expect(entitiesOf(rings[0].ring_id)).toEqual(['X', 'Y', 'Z'])
})

test('one person who claims one event under two customer numbers is found by his entity', async () => {
  warehouse = await smallBook(
    [person('K1'), person('K2')],
    [
      { id: 'D1', day: '2025-05-05', line: 'health', claimant: 'K1', parties: ['insured K1', 'hospital H'] },
      { id: 'D2', day: '2025-05-06', line: 'health', claimant: 'K2', parties: ['insured K2', 'hospital H'] },
    ],
  )
  await warehouse.execute(
    "insert into core.entity values ('K1', 'K1', 20, timestamp '2024-01-01'), ('K2', 'K1', 20, timestamp '2024-01-01')",
  )
  await buildGraph(warehouse, links)
  await findRings(warehouse, { asOf: AS_OF })
  const [ring] = await warehouse.db.selectFrom('graph.ring').selectAll().execute()
  expect(ring).toMatchObject({ typology: 'identity_reuse', member_count: 1, claim_count: 2 })
})

test('strangers behind one account and one telephone are an identity farm; a call centre is not', async () => {
  const farm = ['A', 'B', 'C'].map((id) => person(id, { account: '99', phone: '0555' }))
  const centre = Array.from({ length: 400 }, (_, i) => person(`N${i}`, { phone: '4008' }))
  const { rings, entitiesOf } = await find([...farm, ...centre], [])
  expect(rings.map((ring) => ring.typology)).toEqual(['identity_farm'])
  expect(entitiesOf(rings[0].ring_id)).toEqual(['A', 'B', 'C'])
})

test('a telephone of the firm itself ties its staff to nothing', async () => {
  const staff = ['A', 'B', 'C', 'D'].map((id) => person(id, { phone: '0555', address: 'Dock 1' }))
  const firm: TestPerson = { id: 'E', type: 'employer', name: 'Dock Ltd', phone: '0555', address: 'Dock 1' }
  expect((await find([...staff, firm], [])).rings).toEqual([])
})

test('a busy clinic and a busy garage are no rings', async () => {
  const claims: TestClaim[] = Array.from({ length: 200 }, (_, i) => ({
    id: `B${i}`,
    day: `2025-0${1 + (i % 9)}-0${1 + (i % 7)}`,
    line: 'health',
    amount: 1000 + (i % 17) * 30,
    claimant: `P${i}`,
    parties: [`insured P${i}`, 'hospital CLINIC', `physician DOC${i % 9}`],
  }))
  expect((await find([], [...claims, ...honest(80)])).rings).toEqual([])
})

test('an adjuster who pays the claims of strangers into a friend’s account is found with the friend', async () => {
  const claims: TestClaim[] = Array.from({ length: 6 }, (_, i) => ({
    id: `I${i}`,
    day: `2025-0${i + 1}-05`,
    claimant: `V${i}`,
    parties: [`claimant V${i}`, 'adjuster ADJ'],
    paid: 4000,
    account: '6222',
  }))
  const { rings, entitiesOf } = await find([person('MULE', { account: '6222' })], [...claims, ...honest(30)])
  expect(rings[0].typology).toBe('inside_adjuster')
  expect(entitiesOf(rings[0].ring_id)).toEqual(['ADJ', 'MULE'])
})

test('patients who return again and again to the physicians of one hospital are a mill', async () => {
  const visit = (
    id: string,
    patient: string,
    hospital: string,
    physician: string,
    day: number,
  ): TestClaim => ({
    id,
    day: `2025-0${1 + (day % 9)}-1${day % 10}`,
    line: 'health',
    claimant: patient,
    parties: [`insured ${patient}`, `hospital ${hospital}`, `physician ${physician}`],
  })
  const mill = Array.from({ length: 40 }, (_, i) => visit(`M${i}`, `P${i % 8}`, 'MILL', `D${i % 2}`, i))
  const usual = Array.from({ length: 400 }, (_, i) => visit(`U${i}`, `Q${i}`, `H${i % 9}`, `E${i % 30}`, i))
  const { rings, entitiesOf } = await find([], [...mill, ...usual])
  expect(rings.map((ring) => ring.typology)).toEqual(['provider_mill'])
  expect(entitiesOf(rings[0].ring_id)).toContain('MILL')
  expect(rings[0].member_count).toBe(11)
})

test('the same seed gives the same rings, names and members', async () => {
  const first = await find(CREW, [...CRASHES, ...honest(20)])
  const again = await find(CREW, [...CRASHES, ...honest(20)])
  expect(again.rings).toEqual(first.rings)
  expect(again.members).toEqual(first.members)
})

test('typologies are named once and can be worked by a person', () => {
  expect(new Set(typologies.map((t) => t.id)).size).toBe(typologies.length)
  for (const typology of typologies) {
    expect(typology.id).toMatch(/^[a-z]+(_[a-z]+)+$/)
    for (const text of [typology.title, typology.runbook]) expect(text.en && text.zh).toBeTruthy()
  }
})
