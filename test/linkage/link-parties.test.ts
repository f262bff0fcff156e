import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkParties } from '../../src/linkage/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { addParties, emptyWarehouse, entities, type TestParty } from './parties.ts'

let warehouse: Warehouse
beforeEach(async () => {
  warehouse = await emptyWarehouse()
})
afterEach(() => warehouse.close())

const SURNAMES =
  'Ashworth Barlow Chen Dixon Ellis Fraser Gibson Harper Irwin Jenkins Kaur Lowe Mason Norris'.split(' ')
const GIVEN = 'Alice Brian Carol David Elena Frank Grace Henry Irene James Karen Louis Maria Nigel'.split(' ')

/** People who have nothing to do with each other. */
const crowd = (n: number): TestParty[] =>
  Array.from({ length: n }, (_, i) => ({
    party_id: `N${String(i).padStart(4, '0')}`,
    name: `${GIVEN[(i * 5) % 14]} ${SURNAMES[(i * 3 + (i >> 4)) % 14]}`,
    birth_date: `${1950 + ((i * 7) % 50)}-${String(1 + ((i * 5) % 12)).padStart(2, '0')}-${String(1 + ((i * 11) % 28)).padStart(2, '0')}`,
    id_number: `ID${(i * 7919 + 100003) % 999983}X${i}`,
    phone: `0${700000000 + i * 7919}`,
    address: `${i} Station Road, Town ${i % 40}`,
  }))

const person = (party_id: string, rest: Partial<TestParty>): TestParty => ({ party_id, ...rest })

test('an empty warehouse links to nothing', async () => {
  expect(await linkParties(warehouse)).toMatchObject({ parties: 0, pairs: 0, matches: 0, entities: 0 })
})

test('every party has a row; alone, it is its own entity', async () => {
  await addParties(warehouse, [...crowd(30), person('P1', {}), person('H1', { party_type: 'hospital' })])
  const report = await linkParties(warehouse)
  expect(report.parties).toBe(32)
  const found = await entities(warehouse)
  expect(found.size).toBe(32)
  for (const [party, entity] of found) expect(entity).toBe(party)
})

test('a person under two spellings, a new phone and a transposed ID number is one entity', async () => {
  await addParties(warehouse, [
    ...crowd(200),
    person('P2', {
      name: 'Jonathan Whitfield',
      birth_date: '1984-03-09',
      id_number: 'AB123456C',
      phone: '07111222333',
    }),
    person('P9', {
      name: 'Jonathon Whitfield',
      birth_date: '1984-09-03',
      id_number: 'AB124356C',
      phone: '07999888777',
    }),
    person('P5', {
      name: '王小丽',
      birth_date: '1990-10-02',
      id_number: '310101199010020021',
      phone: '+86 13800001111',
    }),
    person('P7', {
      name: 'Wang Xiaoli',
      birth_date: '1990-10-02',
      id_number: '310101199010020021',
      phone: '13800001111',
    }),
  ])
  await linkParties(warehouse)
  const found = await entities(warehouse)
  expect(found.get('P9')).toBe('P2')
  expect(found.get('P7')).toBe('P5')
  expect(new Set(found.values()).size).toBe(202)
})

test('a family that shares surname, phone, account and address stays four persons', async () => {
  const home = { phone: '07123123123', bank_account: 'GB11', address: '4 Mill Lane, Ely', postcode: 'CB7' }
  await addParties(warehouse, [
    ...crowd(200),
    person('F1', { name: 'Robert Whitfield', birth_date: '1970-01-02', id_number: 'A1000001', ...home }),
    person('F2', { name: 'Susan Whitfield', birth_date: '1972-05-06', id_number: 'A2000002', ...home }),
    person('F3', { name: 'Tom Whitfield', birth_date: '2001-07-08', id_number: 'A3000003', ...home }),
    person('F4', { name: 'Amy Whitfield', birth_date: '2001-07-08', id_number: 'A4000004', ...home }),
  ])
  await linkParties(warehouse)
  const found = await entities(warehouse)
  expect(['F1', 'F2', 'F3', 'F4'].map((id) => found.get(id))).toEqual(['F1', 'F2', 'F3', 'F4'])
})

test('parties of different types never become one', async () => {
  const same = {
    name: 'Maria Fenwick',
    birth_date: '1980-02-03',
    id_number: 'Z9',
    phone: '0711',
    bank_account: 'B1',
  }
  await addParties(warehouse, [
    ...crowd(50),
    person('A', same),
    person('B', { ...same, party_type: 'organisation' }),
    person('C', { ...same, party_type: 'agent' }),
  ])
  await linkParties(warehouse)
  const found = await entities(warehouse)
  expect(new Set(['A', 'B', 'C'].map((id) => found.get(id))).size).toBe(3)
})

test('a firm written twice is one, two firms at one address are two', async () => {
  const firms = [
    'Northgate Motors Ltd',
    'Eastfield Coachworks',
    'Cedar Clinic',
    'Harbour Body Shop',
    'Abbey Legal',
  ]
  await addParties(warehouse, [
    ...firms.map((name, i) => ({
      party_id: `R${i}`,
      party_type: 'repairer',
      name,
      phone: `0900${i}`,
      address: `${i} Dock Road`,
    })),
    {
      party_id: 'S1',
      party_type: 'repairer',
      name: 'NORTHGATE MOTORS LTD.',
      phone: '09000',
      address: '0, Dock Road',
    },
    { party_id: 'S2', party_type: 'repairer', name: 'Quayside Tyres', phone: '0777', address: '0 Dock Road' },
  ])
  await linkParties(warehouse)
  const found = await entities(warehouse)
  expect(found.get('S1')).toBe('R0')
  expect(found.get('S2')).toBe('S2')
})

test('the weights of a match add up, level by level', async () => {
  await addParties(warehouse, [
    ...crowd(100),
    person('P2', { name: 'Jonathan Whitfield', birth_date: '1984-03-09', phone: '07111222333' }),
    person('P9', { name: 'Jonathan Whitfield', birth_date: '1984-03-09', phone: '07999888777' }),
  ])
  await linkParties(warehouse)
  const [match] = await warehouse.db
    .selectFrom('core.match')
    .selectAll()
    .where('party_id_l', '=', 'P2')
    .execute()
  const waterfall = JSON.parse(match.waterfall) as { comparison: string; level: string; weight: number }[]
  expect(waterfall.reduce((sum, item) => sum + item.weight, 0)).toBeCloseTo(match.match_weight, 1)
  expect(waterfall.find((item) => item.comparison === 'birth_date')?.level).toBe('exact')
  expect(match.match_probability).toBeGreaterThan(0.95)
})

test('a mailbox named after its owner says nothing more than the name, unless the number agrees too', async () => {
  const levelOf = async (left: string, right: string) => {
    await warehouse.close()
    warehouse = await emptyWarehouse()
    const same = { name: 'Jonathan Whitfield', birth_date: '1984-03-09', phone: '07111222333' }
    await addParties(warehouse, [
      ...crowd(100),
      person('P2', { ...same, email: left }),
      person('P9', { ...same, email: right }),
    ])
    await linkParties(warehouse)
    const [match] = await warehouse.db
      .selectFrom('core.match')
      .select('waterfall')
      .where('party_id_l', '=', 'P2')
      .execute()
    const waterfall = JSON.parse(match.waterfall) as { comparison: string; level: string }[]
    return waterfall.find((item) => item.comparison === 'email')?.level
  }
  expect(await levelOf('jonathan.whitfield12@example.com', 'jonathan.whitfield97@example.com')).toBe('other')
  expect(await levelOf('jonathan.whitfield12@example.com', 'jonathon.whitfield12@example.com')).toBe(
    'jaro_winkler_92',
  )
})

test('a number that half the book gives is skipped and reported', async () => {
  await addParties(
    warehouse,
    crowd(300).map((p) => ({ ...p, bank_account: 'POOL' })),
  )
  const report = await linkParties(warehouse, { largestBlock: 100 })
  expect(report.byRule.find((rule) => rule.rule === 'same_account')).toMatchObject({
    pairs: 0,
    skippedBlocks: 1,
    skippedRecords: 300,
  })
})

test('two runs give the same entities and leave no working tables', async () => {
  await addParties(warehouse, [
    ...crowd(120),
    ...crowd(40).map((p) => ({ ...p, party_id: `Z${p.party_id}`, phone: null })),
  ])
  await linkParties(warehouse)
  const first = await entities(warehouse)
  await linkParties(warehouse)
  expect(await entities(warehouse)).toEqual(first)
  const { columns } = await warehouse.columns(
    "select count(*) as n from duckdb_tables() where schema_name = 'staging'",
    { n: 'f64' },
  )
  expect(columns.n[0]).toBe(0)
})
