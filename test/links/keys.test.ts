import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook, type TestPerson } from '../graph/small-book.ts'
import { evidenceOf } from './evidence-of.ts'

/** Spellings of one home each. */
const HOMES: readonly (readonly string[])[] = [
  [
    'Unit 3, 12 King Street, Geelong VIC 3220',
    '3/12 King St, Geelong, Victoria 3220',
    '12 King St Flat 3, Geelong VIC 3220, Australia',
    'Apt. 3 12 KING STREET GEELONG VIC 3220',
    '３／１２ King Street, Geelong VIC 3220',
  ],
  [
    'Level 4, 20 High Rd, Perth WA',
    '20 High Road, 4th Floor, Perth WA',
    '20 High Rd.,  Level 4, Perth, Western Australia',
    '4th floor, 20 High\tRoad, Perth WA, Australia',
  ],
  [
    '浙江省宁波市北仑区梧桐街4号12幢3单元303室',
    '宁波市北仑区梧桐街４号 12栋-3单元-303',
    '宁波市北仑区梧桐街4号12-3-303',
    '浙江宁波市北仑区梧桐街4号12号楼三单元3楼303室',
  ],
  ['宁波市北仑区梧桐街4号一号楼', '宁波市北仑区梧桐街4号1幢'],
  ['12 King Street, Geelong VIC 3220', '12 king st geelong vic 3220'],
  ['35 Ring Road, Ely'],
  ['3-5 Ring Road, Ely'],
]

let warehouse: Warehouse
const people: TestPerson[] = HOMES.flatMap((spellings, home) =>
  spellings.map((address, i) => ({ id: `H${home}-${i}`, address })),
)

beforeAll(async () => {
  warehouse = await smallBook([
    ...people,
    { id: 'X1', phone: '000000000', email: 'none', account: '00000', address: '--- ' },
    { id: 'X2', phone: '１３８－００００－１１１１', email: 'Li@Example.com ', account: '６２２ ２' },
  ])
})
afterAll(() => warehouse.close())

test('spellings of one address are one key, and no two homes share one', async () => {
  const keys = new Map(
    (await evidenceOf(warehouse, 'lives_at')).map((row) => row.split(' ') as [string, string]),
  )
  for (const [home, spellings] of HOMES.entries())
    expect(
      spellings.map((_, i) => keys.get(`H${home}-${i}`)),
      spellings[0],
    ).toEqual(spellings.map(() => keys.get(`H${home}-0`)))
  expect(new Set(keys.values()).size).toBe(HOMES.length)
  expect(keys.has('X1')).toBe(false)
})

test('flats of one house share its building; a house of one flat is no building', async () => {
  const rows = await evidenceOf(warehouse, 'in_building')
  const building = rows.filter((row) => row.includes('12kingst'))
  expect(new Set(building.map((row) => row.split(' ')[1])).size).toBe(1)
  expect(building.map((row) => row.split(' ')[0])).toEqual([
    'H0-0',
    'H0-1',
    'H0-2',
    'H0-3',
    'H0-4',
    'H4-0',
    'H4-1',
  ])
  expect(rows.filter((row) => row.includes('highrd') || row.includes('梧桐'))).toEqual([])
})

test('full-width digits are digits, and placeholders are nothing', async () => {
  expect(await evidenceOf(warehouse, 'uses_phone')).toEqual(['X2 13800001111'])
  expect(await evidenceOf(warehouse, 'uses_email')).toEqual(['X2 li@example.com'])
  expect(await evidenceOf(warehouse, 'uses_account')).toEqual(['X2 6222'])
})
