import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { type FeatureDatabase, type FeatureMeta, featureView } from '../../src/feature.ts'
import { featurize } from '../../src/featurization/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { emptyWarehouse, fill } from '../features/example-warehouse.ts'

const meta = (unit: string, more: Partial<FeatureMeta> = {}): FeatureMeta => ({
  meaning: { en: 'a fact', zh: '事实' },
  unit,
  direction: 'up',
  group: 'claims',
  ...more,
})
const example = { title: 'none', rows: {}, entityId: 'x', asOf: '2024-01-01', expect: {} }

const amounts = featureView({
  name: 'claim_amounts',
  entity: 'claim',
  title: { en: 'Amounts', zh: '金额' },
  reads: ['core.claim'],
  features: {
    amount: meta('money'),
    known_days: meta('days'),
    nothing: meta('count'),
    always: meta('count'),
    colour: meta('category', { categories: ['red', 'green', 'blue'] }),
  },
  query: (db: Kysely<FeatureDatabase>) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .select([
        's.entity_id',
        's.as_of',
        'c.claimed_amount as amount',
        sql<number>`date_diff('day', c.known_at, s.as_of)`.as('known_days'),
        sql<number>`null`.as('nothing'),
        sql<number>`${sql.lit(7)}`.as('always'),
        sql<number>`case when c.claimed_amount > 15 then 2 else 1 end`.as('colour'),
      ]),
  examples: [example],
})
const health = featureView({
  name: 'claim_records',
  entity: 'claim',
  title: { en: 'Records', zh: '记录' },
  reads: ['core.health_record'],
  features: { records: meta('count') },
  query: (db) =>
    db.selectFrom('spine as s').select(['s.entity_id', 's.as_of', sql<number>`42`.as('records')]),
  examples: [example],
})
const doubled = featureView({
  name: 'claim_doubled',
  entity: 'claim',
  title: { en: 'Doubled', zh: '重复' },
  reads: ['core.claim'],
  features: { twice: meta('count') },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .innerJoin(sql<{ n: number }>`(values (1), (2))`.as<'v'>(sql`v(n)`), (join) => join.onTrue())
      .select(['s.entity_id', 's.as_of', 'v.n as twice']),
  examples: [example],
})

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await emptyWarehouse()
  await fill(warehouse, {
    'core.claim': ['C3', 'C1', 'C2'].map((claim_id, i) => ({
      claim_id,
      line: 'auto' as const,
      claimed_amount: (i + 1) * 10,
    })),
  })
})
afterAll(() => warehouse.close())

const spine = () =>
  warehouse.db
    .selectFrom('core.claim')
    .select(['claim_id as entity_id', sql<Date>`timestamp '2020-01-11'`.as('as_of')])
    .where('line', '=', 'auto')

test('rows come in the order of the entities, whatever the order of the table', async () => {
  const got = await featurize(warehouse, [amounts], 'claim', spine())
  expect(got.entityIds).toEqual(['C1', 'C2', 'C3'])
  expect([...got.asOf]).toEqual(Array(3).fill(Date.parse('2020-01-11T00:00:00Z')))
  expect(got.matrix.names).toEqual(['amount', 'colour'])
  expect(got.matrix.columns.map((c) => [...c])).toEqual([
    [20, 30, 10],
    [2, 2, 1],
  ])
  expect(got.matrix.categorical).toEqual([false, true])
  expect(got.metas.map((m) => m.unit)).toEqual(['money', 'category'])
})

test('what says nothing is left out and named, with the reason', async () => {
  const got = await featurize(warehouse, [amounts, health], 'claim', spine())
  expect(got.views).toEqual(['claim_amounts'])
  expect(got.dropped).toEqual([
    { name: 'claim_records', reason: 'empty table', detail: 'core.health_record' },
    { name: 'known_days', reason: 'constant', detail: '10' },
    { name: 'nothing', reason: 'no data' },
    { name: 'always', reason: 'constant', detail: '7' },
  ])
  const kept = await featurize(warehouse, [amounts], 'claim', spine(), { keepConstant: true })
  expect(kept.matrix.names).toEqual(['amount', 'known_days', 'always', 'colour'])
})

test('features that are asked for come in that order, for one row as for many', async () => {
  const features = ['colour', 'nothing', 'amount']
  const many = await featurize(warehouse, [amounts, health], 'claim', spine(), { features })
  const one = await featurize(
    warehouse,
    [amounts, health],
    'claim',
    [{ entity_id: 'C2', as_of: new Date('2020-01-11T00:00:00Z') }],
    { features },
  )
  expect(many.matrix.names).toEqual(features)
  expect(one.matrix.columns.map((c) => c[0])).toEqual(many.matrix.columns.map((c) => c[1]))
  expect(one.matrix.columns[1][0]).toBeNaN()
})

test('the wide table holds the matrix, moments to the microsecond, and nothing else stays behind', async () => {
  const exact = sql<Date>`timestamp '2020-01-11 01:02:03.000456'`
  const query = warehouse.db.selectFrom('core.claim').select(['claim_id as entity_id', exact.as('as_of')])
  await featurize(warehouse, [amounts], 'claim', query, { write: true })
  const { rows } =
    await sql`select *, as_of::varchar as moment from feature.claim order by entity_id`.execute(warehouse.db)
  expect(rows).toMatchObject([
    { entity_id: 'C1', moment: '2020-01-11 01:02:03.000456', amount: 20, colour: 2 },
    { entity_id: 'C2', amount: 30 },
    { entity_id: 'C3', amount: 10, colour: 1 },
  ])
  const tables = await sql<{
    name: string
  }>`select table_name as name from duckdb_tables() where schema_name = 'feature'`.execute(warehouse.db)
  expect(tables.rows).toEqual([{ name: 'claim' }])
})

test('a row that comes twice counts once; a spine may be a table, or empty', async () => {
  const row = { entity_id: 'C1', as_of: new Date('2020-01-11T00:00:00Z') }
  expect((await featurize(warehouse, [amounts], 'claim', [row, row])).entityIds).toEqual(['C1'])
  await warehouse.execute(
    "create table feature.some as select 'C3' as entity_id, timestamp '2020-01-05' as as_of",
  )
  const named = await featurize(warehouse, [amounts], 'claim', 'feature.some', { features: ['known_days'] })
  expect([...named.matrix.columns[0]]).toEqual([4])
  const none = await featurize(warehouse, [amounts], 'claim', [], { features: ['amount'] })
  expect(none.matrix).toMatchObject({ rows: 0, names: ['amount'] })
})

test('a view that gives two rows for one, and a feature that nobody has, are named', async () => {
  await expect(featurize(warehouse, [doubled], 'claim', spine())).rejects.toThrow(
    /invalid feature view: "claim_doubled" \[gives 6 rows for 3/,
  )
  await expect(featurize(warehouse, [amounts], 'claim', spine(), { features: ['amont'] })).rejects.toThrow(
    UserError,
  )
  await expect(featurize(warehouse, [amounts], 'claim', spine(), { features: ['amont'] })).rejects.toThrow(
    /unknown feature: "amont"/,
  )
})

test.each([false, true])('the moment of a spine may be a parameter (written: %s)', async (write) => {
  const moment = new Date('2020-01-07T00:00:00Z')
  const query = warehouse.db
    .selectFrom('core.claim')
    .select(['claim_id as entity_id', sql<Date>`${moment}`.as('as_of')])
  const got = await featurize(warehouse, [amounts], 'claim', query, { write, keepConstant: true })
  expect(got.asOf[0]).toBe(moment.getTime())
  expect([...got.matrix.columns[got.matrix.names.indexOf('known_days')]]).toEqual([6, 6, 6])
})

test('a quarter of a million rows keep their places, in the matrix and in the table', async () => {
  await warehouse.execute(`create or replace table feature.many as
    select 'X' || lpad(((i * 7919) % 250000)::varchar, 6, '0') as entity_id, timestamp '2020-01-05' as as_of from range(250000) r(i)`)
  const numbers = featureView({
    ...amounts,
    name: 'claim_numbers',
    reads: [],
    features: { number: meta('count') },
    query: (db) =>
      db
        .selectFrom('spine as s')
        .select(['s.entity_id', 's.as_of', sql<number>`substr(s.entity_id, 2)::integer`.as('number')]),
  })
  const got = await featurize(warehouse, [numbers], 'claim', 'feature.many', { write: true })
  expect(got.matrix.columns[0].every((value, i) => value === i)).toBe(true)
  expect(got.entityIds.every((id, i) => Number(id.slice(1)) === i)).toBe(true)
  const { rows } =
    await sql`select count(*) as n from feature.claim where number = substr(entity_id, 2)::integer`.execute(
      warehouse.db,
    )
  expect(rows).toEqual([{ n: 250000 }])
})
