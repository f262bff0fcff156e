import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

interface Tables {
  mixed: { n: number; word: string | null }
}

let warehouse: Warehouse<Tables>

beforeAll(async () => {
  warehouse = await openWarehouse<Tables>({ path: ':memory:', mode: 'write', threads: 2 })
})
afterAll(() => warehouse.close())

test('columns come out as typed arrays with NULL as NaN, -1 and null', async () => {
  const { rows, columns } = await warehouse.columns(
    `select * from (values
      (1.5::decimal(9,2), 1::hugeint, 7::bigint, 'a', true, date '1970-01-03', timestamp '1970-01-01 00:00:01.5'),
      (null, null, null, null, null, null, null)) v(amount, wide, n, word, yes, day, moment);`,
    { moment: 'f64', amount: 'f32', wide: 'f64', n: 'i32', word: 'string', yes: 'f32', day: 'i32' },
  )
  expect(rows).toBe(2)
  expect(columns).toEqual({
    moment: Float64Array.of(1500, Number.NaN),
    amount: Float32Array.of(1.5, Number.NaN),
    wide: Float64Array.of(1, Number.NaN),
    n: Int32Array.of(7, -1),
    word: ['a', null],
    yes: Float32Array.of(1, Number.NaN),
    day: Int32Array.of(2, -1),
  })
})

test('days and texts as strings, NULL integers as asked', async () => {
  const query = `select date '2024-02-29' as d, null::integer as n, 'héllo 世界, longer than twelve bytes' as s`
  const { columns } = await warehouse.columns(
    query,
    { d: 'string', n: 'i32', s: 'string' },
    { nullInteger: -99 },
  )
  expect(columns).toEqual({
    d: ['2024-02-29'],
    n: Int32Array.of(-99),
    s: ['héllo 世界, longer than twelve bytes'],
  })
})

test('every value of many chunks stands in its row', async () => {
  const { rows, columns } = await warehouse.columns(
    `select range as n, case when range % 3 = 0 then null else range / 2 end as half,
       case when range % 5 = 0 then null else 'claim number ' || range end as word from range(100001) order by n`,
    { n: 'f64', half: 'f64', word: 'string' },
  )
  expect(rows).toBe(100001)
  for (let i = 0; i < rows; i++) {
    if (columns.n[i] !== i) throw new Error(`row ${i}`)
    if (i % 3 === 0 ? !Number.isNaN(columns.half[i]) : columns.half[i] !== i / 2) throw new Error(`half ${i}`)
    if (columns.word[i] !== (i % 5 === 0 ? null : `claim number ${i}`)) throw new Error(`word ${i}`)
  }
})

test('takes a Kysely query with parameters', async () => {
  const query = warehouse.db
    .selectFrom(sql<{ n: number }>`range(10)`.as('r'))
    .select(sql<number>`range`.as('n'))
    .where(sql<number>`range`, '>=', 8)
    .orderBy('n')
  expect((await warehouse.columns(query, { n: 'i32' })).columns.n).toEqual(Int32Array.of(8, 9))
})

test('an empty result has empty columns', async () => {
  const { rows, columns } = await warehouse.columns('select 1 as a where false', { a: 'f32' })
  expect([rows, columns.a.length]).toEqual([0, 0])
})

test('names an unknown column and a column that is no number', async () => {
  await expect(warehouse.columns('select 1 as a', { b: 'f32' })).rejects.toThrow(
    'unknown column: "b" [one of a]',
  )
  const text = warehouse.columns("select 'x' as a", { a: 'f32' })
  await expect(text).rejects.toThrow(UserError)
  await expect(text).rejects.toThrow(/^invalid numeric column: "a" \[its type is VARCHAR/)
})

test('a whole number out of range is refused, not wrapped', async () => {
  await expect(warehouse.columns('select 3000000000 as a', { a: 'i32' })).rejects.toThrow(/out of range/i)
})

test('a signal stops the query, and the connection serves again', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('enough')), 100)
  const slow =
    'select count(*) as n from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3'
  await expect(warehouse.columns(slow, { n: 'f64' }, { signal: stop.signal })).rejects.toThrow('enough')
  expect((await warehouse.columns('select 1 as n', { n: 'f64' })).columns.n).toEqual(Float64Array.of(1))
})
