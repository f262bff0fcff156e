import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asDate, asText, expression, required, type Source } from 'claimscope'
import { expect, test } from 'vitest'
import { DEFAULTS as DIRECT } from '../../src/ingestion/direct.ts'
import { ingest, type Progress } from '../../src/ingestion/index.ts'
import { good, HEADER, onBench, payments } from './bench.ts'

const file = (records: readonly string[]) => `${[HEADER, ...records].join('\n')}\n`
const amounts =
  'select payment_id, amount, batch_id = min(batch_id) over () as first from core.payment order by 1'

test('the same bytes never load twice, under any name', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file(good(5)))
    await load([payments()])
    const again = await load([payments()])
    expect(again.sources[0]).toMatchObject({ files: [], skipped: ['payments.csv'], records: 0, accepted: 0 })
    write('payments-copy.csv', file(good(5)))
    await load([payments()])
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 5 }])
    expect(await rows('select file from meta.batch')).toEqual([{ file: 'payments.csv' }])
  }))

test('a changed definition loads the file again, in place of what it brought before', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file(good(2)))
    const source = payments()
    await load([source])
    const upper = expression(['payee'], `'X' || "payee"`)
    await load([{ ...source, columns: { ...source.columns, payee_id: upper } as typeof source.columns }])
    expect(await rows('select payee_id from core.payment order by 1')).toEqual([
      { payee_id: 'XP1' },
      { payee_id: 'XP2' },
    ])
    expect(await rows('select count(*) as n from meta.batch')).toEqual([{ n: 1 }])
  }))

test('rows that share a key within a file count once: the first when they are ignored, the latest known when they update', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file(['1,C1,P,5,2024-01-02', '1,C1,P,6,2024-01-03', '1,C1,P,7,2024-01-01']))
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({ records: 3, accepted: 1, duplicate: 2 })
    expect(await rows('select amount from core.payment')).toEqual([{ amount: 5 }])
  }).then(() =>
    onBench(async ({ load, write, rows }) => {
      write('payments.csv', file(['1,C1,P,5,2024-01-02', '1,C1,P,6,2024-01-03', '1,C1,P,7,2024-01-01']))
      await load([payments({ duplicates: 'update' })])
      expect(await rows('select amount from core.payment')).toEqual([{ amount: 6 }])
    }),
  ))

test('a newer extract of the same rows adds what is new, and updates only when the source says so', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments-1.csv', file(['1,C1,P,5,2024-01-02', '2,C2,P,5,2024-01-02', '3,C3,P,5,2024-05-01']))
    await load([payments({ duplicates: 'update' })])
    write(
      'payments-2.csv',
      file(['1,C1,P,5,2024-01-02', '2,C2,P,9,2024-01-02', '3,C3,P,9,2024-01-01', '4,C4,P,5,2024-01-02']),
    )
    const { sources } = await load([payments({ duplicates: 'update' })])
    // 1 says nothing new, 3 was known earlier than the row that is there.
    expect(sources[0]).toMatchObject({ files: ['payments-2.csv'], records: 4, accepted: 2, duplicate: 2 })
    expect(await rows(amounts)).toMatchObject([{ amount: 5 }, { amount: 9 }, { amount: 5 }, { amount: 5 }])
    write('payments-3.csv', file(['4,C4,P,8,2024-02-02', '5,C5,P,8,2024-02-02']))
    await load([payments({ duplicates: 'ignore' })])
    expect(await rows(amounts)).toMatchObject([
      { amount: 5 },
      { amount: 9 },
      { amount: 5 },
      { amount: 5 },
      { payment_id: '5', amount: 8 },
    ])
  }))

test('what several files of a source hold is added up', () =>
  onBench(async ({ load, write }) => {
    write('payments-1.csv', file([...good(9), '10,C10,P,x,2024-01-02']))
    write('payments-2.csv', file([...good(9, 20), '30,C30,P,x,2024-01-02', '31,C31']))
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({
      files: ['payments-1.csv', 'payments-2.csv'],
      records: 21,
      accepted: 18,
      quarantined: 3,
      codes: { invalid_amount: 2, ragged_row: 1 },
    })
  }))

test('several sources read one file once, and each row says where it came from', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file(good(5)))
    const seen: Progress[] = []
    await load([payments(), payments({ name: 'test/again' })], '2024-06-01', (p) => seen.push(p))
    expect(seen.filter((p) => p.phase === 'reading').every((p) => p.source === 'test/payments')).toBe(true)
    expect(seen.at(-1)).toMatchObject({ source: 'test/again', phase: 'done', records: 5 })
    expect(await rows('select source, accepted, duplicate from meta.batch order by source')).toEqual([
      { source: 'test/again', accepted: 0, duplicate: 5 },
      { source: 'test/payments', accepted: 5, duplicate: 0 },
    ])
    expect(await rows(`select book, source, source_line from core.payment where payment_id = '3'`)).toEqual([
      { book: 'test', source: 'test/payments', source_line: 4 },
    ])
  }))

test('one record makes several rows, and is set aside whole when one of them is at fault', () =>
  onBench(async ({ load, write, rows }) => {
    const source = payments()
    const split = {
      ...source,
      name: 'test/halves',
      tolerance: 0.5,
      rows: `select * replace ("id" || '-' || half as "id", case when half = 2 and "claim" = 'C2' then null else "claim" end as "claim")
        from {records} cross join (values (1), (2)) as h(half)`,
      columns: {
        ...source.columns,
        claim_id: { ...asText('claim'), required: true },
      } as typeof source.columns,
    }
    write('payments.csv', file(good(3)))
    const { sources } = await load([split])
    expect(sources[0]).toMatchObject({ records: 3, accepted: 4, quarantined: 1, codes: { missing_value: 1 } })
    expect(await rows('select payment_id from core.payment order by 1')).toEqual(
      ['1-1', '1-2', '3-1', '3-2'].map((payment_id) => ({ payment_id })),
    )
    expect(await rows('select line, record from meta.quarantine')).toEqual([
      { line: 3, record: `${good(3)[1]}\n` },
    ])
  }))

test('checks that warn are written down with what they found', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file(good(5)))
    const warn = {
      name: 'small',
      severity: 'warn',
      meaning: { en: 'under 12', zh: 'under 12' },
      sql: 'select amount from {rows} where amount < 12',
    } as const
    const { checks } = await load([payments({ checks: [warn] })])
    expect(checks).toMatchObject([{ source: 'test/payments', name: 'small', failed: 2 }])
    expect(await rows('select name, severity, failed from meta.check_result')).toEqual([
      { name: 'small', severity: 'warn', failed: 2 },
    ])
  }))

test('rows of overlapping extracts count once, and a late row keeps the moment at which it was learned', () =>
  onBench(async ({ load, write, rows }) => {
    const source = payments({
      columns: {
        ...payments().columns,
        known_at: required(asDate('learned')),
      } as Source<'core.payment'>['columns'],
    })
    const extract = (...records: string[]) => `${[`${HEADER},learned`, ...records].join('\n')}\n`
    write('payments-1.csv', extract('1,C1,P,5,2024-01-02,2024-01-03', '2,C2,P,5,2024-01-05,2024-01-06'))
    await load([source], '2024-02-01')
    // Payment 3 was made before both and learned before the first load, but comes with the second.
    write('payments-2.csv', extract('2,C2,P,9,2024-01-05,2024-01-06', '3,C3,P,5,2024-01-01,2024-01-20'))
    const { sources } = await load([source], '2024-03-01')
    expect(sources[0]).toMatchObject({ records: 2, accepted: 1, duplicate: 1 })
    expect(
      await rows(
        `select payment_id, amount, cast(event_at as date)::varchar as event, cast(known_at as date)::varchar as known, file
        from core.payment join meta.batch using (batch_id) order by 1`,
      ),
    ).toEqual([
      { payment_id: '1', amount: 5, event: '2024-01-02', known: '2024-01-03', file: 'payments-1.csv' },
      { payment_id: '2', amount: 5, event: '2024-01-05', known: '2024-01-06', file: 'payments-1.csv' },
      { payment_id: '3', amount: 5, event: '2024-01-01', known: '2024-01-20', file: 'payments-2.csv' },
    ])
  }))

test('further folders are searched with the same patterns, and satisfy a source that needs a file', () =>
  onBench(async ({ folder, warehouse, rows }) => {
    const inbox = join(folder, 'inbox')
    mkdirSync(inbox)
    const load = (moreDirectories: string[]) =>
      ingest(warehouse, [payments()], {
        book: 'test',
        dataDirectory: join(folder, 'none'),
        moreDirectories,
        workDirectory: join(folder, '../work'),
        loadedAt: new Date('2024-06-01'),
      })
    await expect(load([inbox])).rejects.toThrow(`[in ${join(folder, 'none')} or ${inbox}, for source`)
    writeFileSync(join(inbox, 'payments-late.csv'), file(good(3)))
    writeFileSync(join(folder, 'payments-early.csv'), file(good(4)))
    const { sources } = await load([folder, inbox])
    expect(sources[0]).toMatchObject({ files: ['payments-early.csv', 'payments-late.csv'], duplicate: 3 })
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 4 }])
  }))

test('checks that quarantine set the records aside that they name, and count against what is borne', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', file([...good(9), '10,C10,P,9000,2024-01-02', '11,C11']))
    const check = {
      name: 'too_much',
      severity: 'quarantine',
      meaning: { en: 'more than a payment can be', zh: 'more than a payment can be' },
      sql: 'select _offset, payment_id, amount from {rows} where amount > 1000',
    } as const
    const source = payments({ checks: [check, ...payments().checks], tolerance: 0.2 })
    await expect(load([{ ...source, tolerance: 0.1 }])).rejects.toThrow(
      '2 of 11 records cannot be used as test/payments, more than 10 %: ragged_row 1, check_too_much 1',
    )
    const { sources, checks } = await load([source])
    expect(sources[0]).toMatchObject({
      records: 11,
      accepted: 9,
      codes: { check_too_much: 1, ragged_row: 1 },
    })
    expect(checks).toMatchObject([
      { name: 'too_much', failed: 1, sample: [{ payment_id: '10', amount: 9000 }] },
      { name: 'amount_positive', failed: 0 },
    ])
    expect(
      await rows(`select line, column_name, code, reason, record from meta.quarantine order by 1`),
    ).toEqual([
      {
        line: 11,
        column_name: null,
        code: 'check_too_much',
        reason: 'more than a payment can be',
        record: '10,C10,P,9000,2024-01-02\n',
      },
      { line: 12, column_name: null, code: 'ragged_row', reason: expect.any(String), record: '11,C11\n' },
    ])
  }))

test('a large first load goes straight into the table, and holds every law of a small one', () =>
  onBench(async ({ load, write, rows }) => {
    const n = DIRECT.records
    const bad = ['x,"y', '1,2', `${n + 1},C,P,much,2024-01-02`, `${n + 2},C,P,9000000,2024-01-02`]
    const twice = ['7,C7,P0,1,2024-01-01', '7,C7,P0,2,2024-05-01']
    write('payments.csv', file([...good(n), ...bad, ...twice]))
    const check = {
      name: 'too_much',
      severity: 'quarantine',
      meaning: { en: 'more than a payment can be', zh: 'more than a payment can be' },
      sql: 'select _offset from {rows} where amount > 5000000',
    } as const
    const source = payments({ checks: [check, ...payments().checks] })
    const { sources, checks } = await load([source])
    expect(sources[0]).toMatchObject({
      records: n + 6,
      accepted: n,
      quarantined: 4,
      duplicate: 2,
      codes: { broken_quote: 1, ragged_row: 1, invalid_amount: 1, check_too_much: 1 },
    })
    expect(checks).toMatchObject([
      { name: 'too_much', failed: 1 },
      { name: 'amount_positive', failed: 0 },
    ])
    expect(
      await rows(`select count(*) as n, count(distinct payment_id) as ids, min(source_line) as first, max(source_line) as last,
        count(*) filter (source_line <> payment_id::bigint + 1) as moved from core.payment`),
    ).toEqual([{ n, ids: n, first: 2, last: n + 1, moved: 0 }])
    expect(await rows(`select amount from core.payment where payment_id = '7'`)).toEqual([{ amount: 16.5 }])
    const kept = await rows<{ record: string }>('select record from meta.quarantine order by line')
    expect(kept.map(({ record }) => record)).toEqual(bad.map((line) => `${line}\n`))
    expect(
      await rows(`select byte_offset, reason from meta.quarantine where code = 'invalid_amount'`),
    ).toEqual([
      {
        byte_offset: file([...good(n), ...bad.slice(0, 2)]).length,
        reason: 'amount: not a known or valid amount (amount = "much")',
      },
    ])
    // The same again in place of it, by the rule that the latest known stays; and a stop that takes everything back.
    await load([{ ...source, duplicates: 'update' }])
    expect(await rows(`select amount from core.payment where payment_id = '7'`)).toEqual([{ amount: 2 }])
    const stop = { ...check, severity: 'stop', sql: 'select 1 from {rows} where amount > 5' } as const
    await expect(load([payments({ name: 'test/others', checks: [stop] })])).rejects.toThrow('check too_much')
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n }])
  }))
