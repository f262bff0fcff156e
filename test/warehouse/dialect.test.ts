import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

interface Tables {
  'core.thing': {
    id: number
    name: string | null
    day: string | null
    seen_at: Date | null
    amount: number | null
    large: number | bigint | null
  }
}

let warehouse: Warehouse<Tables>

beforeEach(async () => {
  warehouse = await openWarehouse<Tables>({ path: ':memory:', mode: 'write', threads: 1 })
  await warehouse.execute(`create schema core;
    create table core.thing (id integer primary key, name varchar, day date, seen_at timestamp, amount decimal(14,2), large bigint)`)
})
afterEach(() => warehouse.close())

const thing = {
  id: 1,
  name: 'a',
  day: '2024-02-29',
  seen_at: new Date('2024-02-29T23:30:00.250Z'),
  amount: 12.34,
  large: 9007199254740993n,
}

test('rows come back as they went in, with days as text and moments in UTC', async () => {
  const result = await warehouse.db.insertInto('core.thing').values(thing).executeTakeFirst()
  expect(result.numInsertedOrUpdatedRows).toBe(1n)
  expect(await warehouse.db.selectFrom('core.thing').selectAll().execute()).toEqual([thing])
})

test('count(*) as count is a number', async () => {
  const row = await warehouse.db
    .selectFrom('core.thing')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ count: 0 })
})

test('nested values come back as arrays and objects, JSON as text', async () => {
  const { rows } =
    await sql`select [1::bigint, null] as l, {'a': 1.5::decimal(4,1), 'd': [date '2024-01-02']} as s,
    '{"x":1}'::json as j, 10::hugeint as h, 170141183460469231731687303715884105727::hugeint as hh, 'b'::blob as b,
    time '01:02:03' as t, 'x'::enum('x', 'y') as e, null as n, true as yes`.execute(warehouse.db)
  expect(rows).toEqual([
    {
      l: [1, null],
      s: { a: 1.5, d: ['2024-01-02'] },
      j: '{"x":1}',
      h: 10,
      hh: 170141183460469231731687303715884105727n,
      b: Buffer.from('b'),
      t: '01:02:03',
      e: 'x',
      n: null,
      yes: true,
    },
  ])
})

test('parameters keep their types', async () => {
  const { rows } =
    await sql`select typeof(${1}) as i, typeof(${3e9}) as l, typeof(${1.5}) as d, typeof(${true}) as b,
    typeof(${new Date(0)}) as t, typeof(${10n}) as n, typeof(${2n ** 90n}) as h, typeof(${[1, 1.5]}) as ld,
    typeof(${[1, 2n]}) as ll, ${[1, 2n, null]} as v, ${[]} as none, ${['a', null]} as words, ${'a\0b'} as nul`.execute(
      warehouse.db,
    )
  expect(rows).toEqual([
    {
      i: 'INTEGER',
      l: 'BIGINT',
      d: 'DOUBLE',
      b: 'BOOLEAN',
      t: 'TIMESTAMP',
      n: 'BIGINT',
      h: 'HUGEINT',
      ld: 'DOUBLE[]',
      ll: 'BIGINT[]',
      v: [1, 2, null],
      none: [],
      words: ['a', null],
      nul: 'a\0b',
    },
  ])
})

test.each([
  ['NaN', Number.NaN],
  ['Infinity', Number.NEGATIVE_INFINITY],
  ['2^53', 2 ** 53],
  ['a lone surrogate', 'ab\ud800'],
  ['an invalid date', new Date('never')],
  ['undefined', undefined],
  ['an object', { a: 1 }],
  ['2^127', 2n ** 127n],
  ['a mixed list', ['a', 1]],
  ['NaN in a list', [1, Number.NaN]],
])('refuses %s as a parameter', async (_, value) => {
  await expect(sql`select ${value} as v`.execute(warehouse.db)).rejects.toThrow(/^invalid parameter \$1/)
})

test('a failed statement rolls the transaction back even when the caller swallows it', async () => {
  const run = warehouse.db.transaction().execute(async (trx) => {
    await trx.insertInto('core.thing').values(thing).execute()
    await trx
      .insertInto('core.thing')
      .values(thing)
      .execute()
      .catch(() => undefined)
  })
  await expect(run).rejects.toThrow(/duplicate key/)
  expect(await warehouse.db.selectFrom('core.thing').select('id').execute()).toEqual([])
  await warehouse.db.transaction().execute((trx) => trx.insertInto('core.thing').values(thing).execute())
  expect(await warehouse.db.selectFrom('core.thing').select('id').execute()).toEqual([{ id: 1 }])
})

test('a transaction whose callback throws leaves nothing and its error comes through', async () => {
  const run = warehouse.db.transaction().execute(async (trx) => {
    await trx.insertInto('core.thing').values(thing).execute()
    throw new Error('mine')
  })
  await expect(run).rejects.toThrow('mine')
  expect(await warehouse.db.selectFrom('core.thing').select('id').execute()).toEqual([])
})

test('of two transactions that change one row the second fails and leaves nothing', async () => {
  await warehouse.db.insertInto('core.thing').values(thing).execute()
  const rename = (name: string) => warehouse.db.updateTable('core.thing').set({ name }).where('id', '=', 1)
  await warehouse.db.transaction().execute(async (trx) => {
    await trx.executeQuery(rename('first'))
    await expect(
      warehouse.db.transaction().execute((other) => other.executeQuery(rename('second'))),
    ).rejects.toThrow(/[Cc]onflict/)
  })
  expect(await warehouse.db.selectFrom('core.thing').select('name').execute()).toEqual([{ name: 'first' }])
})

test('statements of one connection take turns, so shared statements bind their own values', async () => {
  const values = await warehouse.db
    .transaction()
    .execute((trx) =>
      Promise.all(
        Array.from({ length: 50 }, (_, i) => sql<{ v: number }>`select ${i}::integer as v`.execute(trx)),
      ),
    )
  expect(values.map(({ rows }) => rows[0].v)).toEqual(Array.from({ length: 50 }, (_, i) => i))
})

test('more callers than connections wait their turn', async () => {
  const values = await Promise.all(
    Array.from({ length: 40 }, (_, i) => sql<{ v: number }>`select ${i}::integer as v`.execute(warehouse.db)),
  )
  expect(values.map(({ rows }) => rows[0].v)).toEqual(Array.from({ length: 40 }, (_, i) => i))
})

test('a cached statement sees a changed table', async () => {
  const all = () => warehouse.db.selectFrom('core.thing').selectAll().execute()
  await warehouse.db
    .insertInto('core.thing')
    .values({ ...thing, large: 1 })
    .execute()
  await all()
  await warehouse.execute('alter table core.thing drop column seen_at')
  expect(await all()).toEqual([{ id: 1, name: 'a', day: '2024-02-29', amount: 12.34, large: 1 }])
})

test('the statement cache forgets the oldest and goes on', async () => {
  for (let i = 0; i < 200; i++) await sql.raw(`select ${i}`).execute(warehouse.db)
  expect((await sql.raw('select 0 as v').execute(warehouse.db)).rows).toEqual([{ v: 0 }])
})

test('streams rows in chunks and gives the connection back when left early', async () => {
  const query = warehouse.db
    .selectFrom(sql<{ n: number }>`range(10000)`.as('r'))
    .select(sql<number>`range`.as('n'))
  for (let round = 0; round < 10; round++) {
    for await (const row of query.stream()) if (row.n >= 3000) break
  }
  let sum = 0
  for await (const row of query.stream()) sum += row.n
  expect(sum).toBe(49995000)
})

test('introspection names schemas, tables and columns', async () => {
  await warehouse.execute('create view core.names as select name from core.thing')
  const tables = await warehouse.db.introspection.getTables()
  expect(tables.map(({ schema, name, isView }) => [schema, name, isView])).toEqual([
    ['core', 'names', true],
    ['core', 'thing', false],
  ])
  expect(tables[1].columns[0]).toEqual({
    name: 'id',
    dataType: 'INTEGER',
    isNullable: false,
    hasDefaultValue: false,
    isAutoIncrementing: false,
  })
  expect((await warehouse.db.introspection.getSchemas()).map(({ name }) => name)).toContain('core')
})

test('interrupt stops a statement that runs', async () => {
  const slow =
    sql`select count(*) as c from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3`.execute(
      warehouse.db,
    )
  const refused = expect(slow).rejects.toThrow(/[Ii]nterrupt/)
  await new Promise((resolve) => setTimeout(resolve, 100))
  warehouse.interrupt()
  await refused
})
