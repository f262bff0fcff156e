import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWarehouse, type Query, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse<Record<string, never>>

beforeAll(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 2 })
})
afterAll(() => warehouse.close())

async function table(query: Query) {
  const parts: Uint8Array[] = []
  for await (const part of warehouse.arrow(query)) parts.push(part)
  return tableFromIPC(parts)
}

test('every type survives, NULL included', async () => {
  const out = await table(`select * from (values
    (1::tinyint, 2::bigint, 1.5::float, 2.25::decimal(9,2), true, 'é世界', date '1970-01-03', timestamp '1970-01-01 00:00:01.5', [1]),
    (null, null, null, null, null, null, null, null, null)) v(small, large, single, money, yes, word, day, moment, list)`)
  expect(out.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'small Int32',
    'large Int64',
    'single Float32',
    'money Float64',
    'yes Bool',
    'word Utf8',
    'day Date32<DAY>',
    'moment Timestamp<MILLISECOND, UTC>',
    'list Utf8',
  ])
  expect(out.toArray().map((row) => row?.toJSON())).toEqual([
    {
      small: 1,
      large: 2n,
      single: 1.5,
      money: 2.25,
      yes: true,
      word: 'é世界',
      day: 2 * 86400000,
      moment: 1500,
      list: '[1]',
    },
    {
      small: null,
      large: null,
      single: null,
      money: null,
      yes: null,
      word: null,
      day: null,
      moment: null,
      list: null,
    },
  ])
})

test('many batches come in order, with nulls in their rows', async () => {
  const out =
    await table(`select range::integer as n, case when range % 7 = 0 then null else 'word ' || range end as word,
    case when range % 3 = 0 then null else range % 2 = 0 end as even from range(200001) order by range`)
  expect([out.numRows, out.batches.length]).toEqual([200001, 4])
  const [n, word, even] = ['n', 'word', 'even'].map((name) => out.getChild(name))
  for (const i of [0, 1, 6, 7, 65535, 65536, 131071, 131072, 199999, 200000]) {
    expect([n?.get(i), word?.get(i), even?.get(i)]).toEqual([
      i,
      i % 7 === 0 ? null : `word ${i}`,
      i % 3 === 0 ? null : i % 2 === 0,
    ])
  }
})

test('an empty result still has its schema', async () => {
  const out = await table('select 1 as a, 2 as b where false')
  expect([out.numRows, out.schema.fields.map(({ name }) => name)]).toEqual([0, ['a', 'b']])
})

test('a stream that is left early gives its connection back', async () => {
  for (let round = 0; round < 10; round++) {
    for await (const _ of warehouse.arrow('select range from range(1000000)')) break
  }
  expect((await table('select 1 as a')).numRows).toBe(1)
})
