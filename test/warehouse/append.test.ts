import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

interface Tables {
  't.all': Record<string, unknown>
}

let warehouse: Warehouse<Tables>

beforeEach(async () => {
  warehouse = await openWarehouse<Tables>({ path: ':memory:', mode: 'write', threads: 2 })
  await warehouse.execute(`create schema t; create table t.all (
    id bigint primary key, amount decimal(14,2), ratio float, whole integer, word varchar, yes boolean, day date, moment timestamp)`)
})
afterEach(() => warehouse.close())

const rows = () => warehouse.db.selectFrom('t.all').selectAll().orderBy('id').execute()

test('each kind of column lands in its type, missing columns are NULL', async () => {
  const added = await warehouse.append('t.all', {
    id: BigInt64Array.of(1n, 2n),
    amount: Float64Array.of(12.344, Number.NaN),
    ratio: Float32Array.of(0.5, Number.NaN),
    whole: Int32Array.of(7, -1),
    word: ['é世界 and a longer text', null],
    yes: [true, null],
    moment: [new Date('2024-05-06T07:08:09.010Z'), null],
  })
  expect(added).toBe(2)
  expect(await rows()).toEqual([
    {
      id: 1,
      amount: 12.34,
      ratio: 0.5,
      whole: 7,
      word: 'é世界 and a longer text',
      yes: true,
      day: null,
      moment: new Date('2024-05-06T07:08:09.010Z'),
    },
    { id: 2, amount: null, ratio: null, whole: -1, word: null, yes: null, day: null, moment: null },
  ])
})

test('what columns gives out goes back in', async () => {
  await sql`insert into t.all values (1, 1.25, 0.5, 3, 'a', true, '2024-02-29', '2024-02-29 12:00:00.125'),
    (2, null, null, null, null, null, null, null)`.execute(warehouse.db)
  const before = await rows()
  const kinds = {
    amount: 'f64',
    ratio: 'f32',
    whole: 'f64',
    word: 'string',
    yes: 'f32',
    day: 'f64',
    moment: 'f64',
  } as const
  const { columns } = await warehouse.columns(
    warehouse.db.selectFrom('t.all').selectAll().orderBy('id'),
    kinds,
  )
  await sql`delete from t.all`.execute(warehouse.db)
  await warehouse.append('t.all', { ...columns, id: [1, 2] })
  expect(await rows()).toEqual(before)
})

test('texts are cast to the type of the column', async () => {
  await warehouse.append('t.all', { id: ['1'], day: ['2024-02-29'], moment: ['2024-02-29 01:02:03'] })
  expect(await rows()).toMatchObject([{ id: 1, day: '2024-02-29', moment: new Date('2024-02-29T01:02:03Z') }])
})

test('a column of nulls only fits any type', async () => {
  await warehouse.append('t.all', { id: [1, 2], day: [null, null], word: [null, null], amount: [null, null] })
  expect(await rows()).toMatchObject([{ day: null, word: null, amount: null }, { id: 2 }])
})

test('nulls at chunk borders stay in their rows', async () => {
  const n = 10000
  const id = Int32Array.from({ length: n }, (_, i) => i)
  const word = Array.from(id, (i) => (i % 2047 < 2 ? null : `w${i}`))
  const ratio = Float64Array.from(id, (i) => (i % 2048 === 0 ? Number.NaN : i / 4))
  await warehouse.append('t.all', { id, word, ratio })
  const query = 'select id, word, ratio from t.all order by id'
  const { columns } = await warehouse.columns(query, { id: 'i32', word: 'string', ratio: 'f64' })
  expect(columns).toEqual({ id, word, ratio })
})

test('one duplicate key among many leaves the table as it was', async () => {
  await warehouse.append('t.all', { id: [5000], word: ['first'] })
  const id = Int32Array.from({ length: 9000 }, (_, i) => i)
  await expect(warehouse.append('t.all', { id })).rejects.toThrow(/duplicate key/i)
  expect(await rows()).toMatchObject([{ id: 5000, word: 'first' }])
  expect(await warehouse.append('t.all', { id: id.subarray(0, 10) })).toBe(10)
})

test.each([
  ['an unknown table', 't.none', { id: [1] }, 'unknown table: "t.none"'],
  ['an unknown column', 't.all', { idd: [1] }, 'unknown column of t.all: "idd" [one of id, amount'],
  [
    'unequal lengths',
    't.all',
    { id: [1, 2], word: ['a'] },
    'invalid length of column t.all.word: 1 [expected 2]',
  ],
  [
    'an infinity',
    't.all',
    { id: [1], ratio: Float64Array.of(Infinity) },
    'invalid number for t.all.ratio: "Infinity"',
  ],
  [
    'a fraction for a whole number',
    't.all',
    { id: [1], whole: [1.5] },
    'invalid whole number for t.all.whole: 1.5',
  ],
  ['half a surrogate pair', 't.all', { id: [1], word: ['\ud800'] }, 'invalid text for t.all.word'],
  ['an invalid date', 't.all', { id: [1], moment: [new Date('x')] }, 'invalid date for t.all.moment'],
  [
    'mixed values',
    't.all',
    { id: [1, 2], word: ['a', 1 as unknown as string] },
    'invalid value for t.all.word: "1"',
  ],
])('refuses %s, and stores nothing', async (_, table, columns, message) => {
  await expect(warehouse.append(table, columns)).rejects.toThrow(message)
  expect(await rows()).toEqual([])
})

test('appends side by side do not meet', async () => {
  await Promise.all(
    Array.from({ length: 8 }, (_, k) =>
      warehouse.append('t.all', { id: Int32Array.from({ length: 3000 }, (_, i) => k * 3000 + i) }),
    ),
  )
  const { columns } = await warehouse.columns('select id from t.all order by id', { id: 'i32' })
  expect(columns.id).toEqual(Int32Array.from({ length: 24000 }, (_, i) => i))
})
