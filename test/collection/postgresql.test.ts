/** A table of a claim system, collected twice with changes between, and loaded into core. */
import { existsSync } from 'node:fs'
import { absent, asAmount, asText, asTimestamp, collector, required, source } from 'claimscope'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../src/ingestion/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse } from '../../src/warehouse/index.ts'
import { type PostgresServer, startPostgres } from '../postgres.ts'
import { desk } from './desk.ts'

let server: PostgresServer | string = ''
beforeAll(async () => {
  server = await startPostgres()
  if (typeof server === 'string') process.stderr.write(`skipped: PostgreSQL tests, ${server}\n`)
}, 60_000)
afterAll(async () => {
  if (typeof server !== 'string') await server.stop()
})

async function database(skip: (why: string) => void): Promise<{ url: string; client: Client }> {
  if (typeof server === 'string') {
    skip(server)
    throw new Error('skipped')
  }
  const url = await server.database()
  const client = new Client({ connectionString: url })
  await client.connect()
  return { url, client }
}

const payments = (lands: string, more: object = {}) =>
  collector({
    name: 'payments',
    kind: 'postgresql',
    title: { en: 'Payments', zh: '赔付' },
    description: 'Payments of the claim system',
    lands,
    schedule: '*/10 * * * *',
    address: 'CLAIMS_DB',
    from: 'book.payment',
    cursor: { column: 'changed_at', key: ['payment_no'], overlap: 60 },
    batch: 4,
    ...more,
  })

const paymentSource = source({
  name: 'insurer/payments_live',
  into: 'core.payment',
  title: { en: 'Payments', zh: 'Payments' },
  description: { en: 'Payments', zh: 'Payments' },
  publisher: 'claim system',
  origin: 'internal',
  files: 'internal/payments-live-*.jsonl',
  format: 'jsonl',
  columns: {
    payment_id: required(asText('payment_no')),
    claim_id: required(asText('claim_no')),
    payee_id: absent,
    paid_at: required(asTimestamp('changed_at')),
    amount: required(asAmount('amount')),
    bank_account: absent,
    event_at: required(asTimestamp('changed_at')),
    known_at: required(asTimestamp('changed_at')),
  },
  ignore: ['note'],
  duplicates: 'update',
  checks: [
    {
      name: 'payments_amount',
      severity: 'warn',
      meaning: { en: 'an amount is positive', zh: 'an amount is positive' },
      sql: 'select * from {rows} where amount < 0',
    },
  ],
  sample:
    '{"payment_no":"P1","claim_no":"C1","amount":"1.00","changed_at":"2026-06-01 08:00:00+00","note":null}\n',
})

const TABLE = `create schema book;
  create table book.payment (payment_no text primary key, claim_no text not null, amount numeric(20,4), changed_at timestamptz not null, note text);
  create index on book.payment (changed_at, payment_no)`

test('what is new, changed and late comes with the second run, and only that; core holds the last state', async ({
  skip,
}) => {
  const { url, client } = await database(skip)
  const late = new Client({ connectionString: url })
  await late.connect()
  const here = desk()
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [here.home] })
  try {
    await client.query(TABLE)
    await client.query(`insert into book.payment
      select 'P' || lpad(i::text, 2, '0'), 'C' || i, 100000000000.1234 + i, timestamptz '2026-06-01 08:00:00.123456Z' + make_interval(secs => i / 3), null
      from generate_series(1, 11) i`)
    // Written before the last of those, and not yet visible: with the very cursor of the last row, and a smaller key.
    await late.query('begin')
    await late.query(
      `insert into book.payment values ('P00', 'C0', 7, '2026-06-01 08:00:03.123456Z', 'late')`,
    )
    const definition = payments('internal/payments-live-*.jsonl')
    const run = () => here.collect(definition, { CLAIMS_DB: url })
    const load = () =>
      ingest(warehouse, [paymentSource], {
        book: 'insurer',
        dataDirectory: here.inbox,
        workDirectory: here.home,
        loadedAt: new Date('2026-07-01'),
      })
    await warehouse.execute(schemaDdl())

    expect(await run()).toMatchObject({ fetched: 11, new: 11, unchanged: 0, errors: [], notes: [] })
    expect(here.landed()).toHaveLength(3)
    expect((await load()).sources[0]).toMatchObject({ accepted: 11, quarantined: 0 })

    await late.query('commit')
    await client.query(
      `update book.payment set amount = 5, note = 'a "quoted"; 冰雹', changed_at = '2026-06-01 08:01:00Z' where payment_no = 'P03'`,
    )
    await client.query(`insert into book.payment values ('P99', 'C99', 9, '2026-06-01 08:00:59Z', null)`)
    const second = await run()
    expect(second).toMatchObject({ new: 3, unchanged: 10, errors: [] })
    expect(
      here
        .records()
        .slice(11)
        .map(({ payment_no }) => payment_no),
    ).toEqual(['P00', 'P99', 'P03'])
    expect((await load()).sources[0]).toMatchObject({ records: 3, quarantined: 0 })
    expect(await run()).toMatchObject({ new: 0, files: [], errors: [] })

    const { rows } = await sql<{ n: number; changed: string; big: string }>`
      select count(*)::integer as n, max(amount) filter (where payment_id = 'P03')::varchar as changed,
        max(amount)::varchar as big from core.payment`.execute(warehouse.db)
    expect(rows).toEqual([{ n: 13, changed: '5.00', big: '100000000011.12' }])
    // The text of the database to the last digit, which a number of ours could not hold.
    expect(here.records()[0]).toMatchObject({
      amount: '100000000001.1234',
      changed_at: '2026-06-01 08:00:00.123456+00',
    })
  } finally {
    await warehouse.close()
    await late.end()
    await client.end()
  }
})

test('a query, a numeric cursor and CSV; rows without a cursor are told; nothing can be written', async ({
  skip,
}) => {
  const { url, client } = await database(skip)
  const here = desk()
  try {
    await client.query(`create table event (seq bigint, word text);
      insert into event values (1, 'a,b'), (2, ''), (3, null), (9007199254740993, e'two\\nlines'), (null, 'lost')`)
    const events = (from: string, key = ['seq']) =>
      payments('internal/events-*.csv', { from, cursor: { column: 'seq', key, overlap: 0 } })
    const report = await here.collect(events('(select seq, word, true as yes from event)'), {
      CLAIMS_DB: url,
    })
    expect(report).toMatchObject({
      new: 4,
      errors: [],
      notes: ['1 rows have no cursor and are not collected'],
    })
    expect(here.landed()).toEqual([
      'seq,word,yes\n1,"a,b",t\n2,"",t\n3,,t\n9007199254740993,"two\nlines",t\n',
    ])
    const faults = async (from: string, more: object = {}) =>
      (
        await desk().collect(
          payments('internal/x-*.csv', { from, cursor: { column: 'seq', key: ['seq'] }, ...more }),
          { CLAIMS_DB: url },
        )
      ).errors[0]
    expect(await faults('(insert into event values (7) returning seq)')).toMatch(/syntax error/)
    await client.query(
      'create function wipe() returns bigint language sql as $$ delete from event returning 1::bigint $$',
    )
    expect(await faults('(select wipe() as seq)')).toMatch(/read-only transaction/)
    expect(await faults('event; drop table event')).toMatch(/invalid relation/)
    expect(await faults(`(select 'x' as seq)`)).toMatch(/invalid cursor: "seq" .* not text/)
    expect(await faults('(select 1 as seq from pg_sleep(3))', { statementSeconds: 0.2 })).toMatch(
      /statement timeout/,
    )
    expect((await client.query('select 1 from event')).rowCount).toBe(5)
  } finally {
    await client.end()
  }
})

test('a run that breaks off between two files goes on behind the first', async ({ skip }) => {
  const { url, client } = await database(skip)
  const here = desk()
  try {
    await client.query(`create table event as select i::integer as seq from generate_series(1, 10) i`)
    const definition = payments('internal/events-*.jsonl', {
      from: 'event',
      cursor: { column: 'seq', key: ['seq'], overlap: 0 },
    })
    const stop = new AbortController()
    const waiting = here.collect(definition, { CLAIMS_DB: url }, { signal: stop.signal })
    while (!existsSync(here.inbox) || here.landed().length === 0)
      await new Promise((done) => setImmediate(done))
    stop.abort()
    const cut = await waiting
    expect(cut.new).toBeLessThan(10)
    expect(cut.errors).toEqual(['interrupted; the next run goes on from here'])
    expect(await here.collect(definition, { CLAIMS_DB: url })).toMatchObject({ resumed: true, errors: [] })
    expect(here.records().map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  } finally {
    await client.end()
  }
})

test('a server that is not there, and a password that is wrong, say no secret', async () => {
  const address = 'postgres://claimscope:hunter2-secret@127.0.0.1:1/claims'
  const report = await desk().collect(payments('internal/x-*.csv'), { CLAIMS_DB: address })
  expect(report.errors).toHaveLength(1)
  expect(JSON.stringify(report)).not.toContain('hunter2')
})
