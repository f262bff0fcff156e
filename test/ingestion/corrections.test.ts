/** What people decide about records that were set aside: read, tried out, kept, taken up by the next load. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asText } from 'claimscope'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  applyCorrections,
  CORRECTION_LEDGER,
  type Decision,
  decisionsInForce,
  evaluate,
  operate,
  parseCorrected,
  parseQuarantineId,
  quarantineId,
  readRecord,
  recordHash,
  withChanges,
  writeRecord,
} from '../../src/ingestion/corrections/index.ts'
import { isoDate } from '../../src/ingestion/corrections/operation.ts'
import { ledger } from '../../src/warehouse/index.ts'
import { type Bench, good, HEADER, onBench, payments, posts } from './bench.ts'

const COMMA = { columns: ['id', 'name', 'note'], delimiter: ',' }
const OBJECT = { columns: ['id', 'at', 'body'], delimiter: null }

describe('a record, field by field', () => {
  test('a delimited record gives its cells and where they lie', () => {
    const record = '7,"Li, Wei",said ""no""\r\n'
    const { cells, marks, isWhole } = readRecord(record, COMMA)
    expect(isWhole).toBe(true)
    expect(cells.get('name')).toBe('Li, Wei')
    expect(marks.map((mark) => record.slice(mark.start, mark.end))).toEqual(['7', '"Li, Wei"', 'said ""no""'])
  })

  test('a ragged record is not whole, and keeps every field', () => {
    const reading = readRecord('7,Li,Wei,x\n', COMMA)
    expect(reading.isWhole).toBe(false)
    expect(reading.fields).toEqual(['7', 'Li', 'Wei', 'x'])
    expect(reading.marks.at(-1)?.column).toBeNull()
  })

  test('a JSON object that is cut off gives what stands before the cut', () => {
    const reading = readRecord('{"id":"9","at":"2024-01-02","body":"hai', OBJECT)
    expect(reading.isWhole).toBe(false)
    expect([...reading.cells]).toEqual([
      ['id', '9'],
      ['at', '2024-01-02'],
      ['body', 'hai'],
    ])
  })

  test('what is written reads the same again', () => {
    for (const text of ['plain', 'a,b', 'say "so"', 'two\nlines', ' spaced ', '', '保单']) {
      const cells = withChanges(readRecord('1,2,3', COMMA).cells, { name: text }, COMMA)
      expect(parseCorrected(writeRecord(cells, COMMA, ''), COMMA).get('name')).toBe(text)
      const members = withChanges(readRecord('{"id":1}', OBJECT).cells, { body: text }, OBJECT)
      expect(parseCorrected(writeRecord(members, OBJECT, '{"id":1}'), OBJECT).get('body')).toBe(text)
    }
  })

  test('numbers, lists and nulls of a JSON object stay what they are when nobody changes them', () => {
    const record = '{"id":12.50,"at":null,"body":["a",1]}'
    const { cells } = readRecord(record, OBJECT)
    expect(writeRecord(withChanges(cells, { at: '2024-01-02' }, OBJECT), OBJECT, record)).toBe(
      '{"id":12.5,"at":"2024-01-02","body":["a",1]}',
    )
  })

  test.each([
    ['1,2', '2 fields'],
    ['1,2,3,4', '4 fields'],
    ['1,a\0b,3', 'NUL'],
    ['1,a\ud800b,3', 'surrogate'],
  ])('a correction %j is refused', (record, message) => {
    expect(() => parseCorrected(record, COMMA)).toThrow(message)
  })

  test('a correction that is no JSON object, or nested without end, is refused', () => {
    expect(() => parseCorrected('[1]', OBJECT)).toThrow('no JSON object')
    expect(() => parseCorrected(`{"a":${'['.repeat(200)}${']'.repeat(200)}}`, OBJECT)).toThrow('nested')
    expect(() => withChanges(new Map(), { nobody: 'x' }, COMMA)).toThrow('unknown column')
  })
})

describe('one change for many records', () => {
  const of = (record: string) => readRecord(record, COMMA)

  test('whole values, stretches, one value, another column', () => {
    const name = (operation: Parameters<typeof operate>[0], record: string) =>
      operate(operation, of(record), COMMA)?.get('name')
    expect(name({ kind: 'map', column: 'name', values: { N: 'no' } }, '1, N ,x')).toBe('no')
    expect(name({ kind: 'map', column: 'name', values: { N: 'no' } }, '1,toString,x')).toBeUndefined()
    expect(name({ kind: 'replace', column: 'name', find: 'O', by: '0' }, '1,1OO,x')).toBe('100')
    expect(name({ kind: 'set', column: 'name', value: null }, '1,z,x')).toBeNull()
    expect(name({ kind: 'copy', column: 'name', from: 'note' }, '1,z,x')).toBe('x')
  })

  test('dates in a stated order become ISO, and what is no day of the calendar stays', () => {
    expect(isoDate('31/12/2024', 'DMY')).toBe('2024-12-31')
    expect(isoDate('12.31.24', 'MDY')).toBe('2024-12-31')
    expect(isoDate('2024-31-12 08:05', 'YDM')).toBe('2024-12-31 08:05')
    expect(isoDate('31/02/2024', 'DMY')).toBeUndefined()
    expect(isoDate('1/2', 'DMY')).toBeUndefined()
    expect(isoDate('03/04/71', 'DMY')).toBe('1971-04-03')
  })

  test('fields that were shifted are brought back under their columns', () => {
    const joined = operate({ kind: 'join', column: 'name', with: ',' }, of('1,Li,Wei,x'), COMMA)
    expect([...(joined ?? [])].map(([, cell]) => cell)).toEqual(['1', 'Li,Wei', 'x'])
    const padded = operate({ kind: 'pad', column: 'name' }, of('1,x'), COMMA)
    expect([...(padded ?? [])].map(([, cell]) => cell)).toEqual(['1', '', 'x'])
    expect(operate({ kind: 'pad', column: 'name' }, of('1,2,3'), COMMA)).toBeNull()
    expect(operate({ kind: 'set', column: 'name', value: 'x' }, of('1,2'), COMMA)).toBeNull()
  })
})

test('an identifier is the key in one word, and nothing else is one', () => {
  const key = { batchId: 'B0123456789abcdef', line: 17, code: 'invalid_date' }
  expect(parseQuarantineId(quarantineId(key))).toEqual(key)
  for (const id of ['', 'B1.x.code', "B1.1.co'de", '../../x']) expect(() => parseQuarantineId(id)).toThrow()
})

const decision = (changes: Partial<Decision>): Decision => ({
  kind: 'correct',
  source: 'test/payments',
  file: 'payments.csv',
  line: 3,
  sha256: recordHash('2,C2,P,x,2024-01-02\n'),
  batchId: 'B1',
  code: 'invalid_amount',
  columns: HEADER.split(','),
  record: '2,C2,P,7.50,2024-01-02',
  by: 'risk',
  at: '2024-06-02T00:00:00.000Z',
  note: null,
  ...changes,
})

test('the latest decision on a record holds, and one that was withdrawn does not', () => {
  const first = decision({})
  const second = decision({ record: '2,C2,P,8,2024-01-02' })
  expect([...decisionsInForce([first, second]).values()]).toEqual([second])
  expect(decisionsInForce([first, second, decision({ kind: 'withdraw', record: null })]).size).toBe(0)
})

describe('the next load', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'claimscope-home-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const kept = () => ledger<Decision>(home, 'test', CORRECTION_LEDGER)
  const apply = ({ warehouse, folder }: Bench, sources = [payments(), posts()], at = '2024-06-03') =>
    applyCorrections(warehouse, sources, {
      book: 'test',
      home,
      workDirectory: join(folder, '../work'),
      loadedAt: new Date(at),
    })
  const BAD = '2,C2,P,x,2024-01-02'
  const file = (...records: string[]) => `${[HEADER, ...good(1), ...records, ...good(20, 10)].join('\n')}\n`

  test('a corrected record enters as a file of its own, and its row says so', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments()])
      await kept().append([decision({})])
      const report = await apply(bench)
      expect(report).toMatchObject({ corrected: 1, dismissed: 0, failed: [] })
      const [row] = await bench.rows<{ amount: number; file: string; source_line: number }>(
        `select p.amount, b.file, p.source_line from core.payment p join meta.batch b using (batch_id) where payment_id = '2'`,
      )
      expect(row).toMatchObject({ amount: 7.5, file: report.files[0], source_line: 2 })
      const text = readFileSync(join(home, 'books/test', report.files[0]), 'utf8')
      expect(text.split('\n')[Number(row.source_line) - 1]).toBe('2,C2,P,7.50,2024-01-02')
      expect(
        await bench.rows(
          'select resolution, resolved_by = (select batch_id from core.payment where payment_id = $$2$$) as by_load from meta.quarantine',
        ),
      ).toEqual([{ resolution: 'corrected', by_load: true }])
      // A few records are no load to judge a source by.
      expect(await bench.rows('select count(*) as n from meta.quality')).toEqual([{ n: 1 }])
      // Doing it again changes nothing.
      expect(await apply(bench)).toMatchObject({ corrected: 0, failed: [], files: [] })
    }))

  test('the decision finds its record again when the source is defined anew, not when the file is another', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments({ tolerance: 0.5 })])
      await kept().append([
        decision({}),
        decision({ line: 3, sha256: recordHash('other\n'), kind: 'dismiss' }),
      ])
      const source = payments()
      const renamed = {
        ...source,
        columns: { ...source.columns, payee_id: asText('claim') },
      } as typeof source
      await bench.load([renamed])
      expect(await apply(bench, [renamed])).toMatchObject({ corrected: 1, dismissed: 0 })
    }))

  test('a correction that fails again leaves the record open, once', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments()])
      await kept().append([decision({ record: '2,C2,P,y,2024-01-02' })])
      const { failed, corrected } = await apply(bench)
      expect(corrected).toBe(0)
      expect(failed[0].reason).toContain('"y"')
      expect(
        await bench.rows('select resolution, count(*) as n from meta.quarantine group by 1 order by 1'),
      ).toEqual([
        { resolution: 'dismissed', n: 1 },
        { resolution: 'open', n: 1 },
      ])
    }))

  test('a check that stops the correction stops nothing else', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments()])
      await kept().append([decision({ record: '2,C2,P,-5,2024-01-02' })])
      const { failed } = await apply(bench)
      expect(failed[0].reason).toContain('amount_positive')
      expect(await bench.rows(`select 1 from core.payment where payment_id = '2'`)).toEqual([])
    }))

  test('of two corrections to one key the second stays open; one that a check stops does not keep the others out', () =>
    onBench(async (bench) => {
      const bad = [3, 4, 5].map((n) => `${n},C${n},P,x,2024-01-02`)
      bench.write('payments.csv', file(...bad))
      await bench.load([payments()])
      const fixed = ['3,C3,P,7,2024-01-02', '3,C4,P,8,2024-01-02', '5,C5,P,-5,2024-01-02']
      await kept().append(
        fixed.map((record, i) => decision({ line: 3 + i, sha256: recordHash(`${bad[i]}\n`), record })),
      )
      const { corrected, failed } = await apply(bench)
      expect(corrected).toBe(1)
      expect(failed.map(({ reason }) => reason)).toEqual([
        expect.stringContaining('its key is in the table already'),
        expect.stringContaining('amount_positive'),
      ])
      expect(await bench.rows(`select claim_id from core.payment where payment_id in ('3', '5')`)).toEqual([
        { claim_id: 'C3' },
      ])
    }))

  test('a dismissed record is marked with who and when', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments()])
      await kept().append([decision({ kind: 'dismiss', record: null, note: 'sent twice' })])
      expect(await apply(bench)).toMatchObject({ corrected: 0, dismissed: 1 })
      expect(await bench.rows('select resolution, resolved_by from meta.quarantine')).toEqual([
        { resolution: 'dismissed', resolved_by: 'risk' },
      ])
    }))

  test('a JSON line that was cut off is corrected as JSON', () =>
    onBench(async (bench) => {
      const cut = '{"id":"2","at":"2024-01-02","body":"ha'
      const lines = Array.from({ length: 9 }, (_, i) => `{"id":"${i + 10}","at":"2024-01-01","body":"b"}`)
      bench.write('posts.jsonl', `${[lines[0], cut, ...lines.slice(1)].join('\n')}\n`)
      await bench.load([posts()])
      const [{ record }] = await bench.rows<{ record: string }>('select record from meta.quarantine')
      await kept().append([
        decision({
          source: 'test/posts',
          file: 'posts.jsonl',
          line: 2,
          sha256: recordHash(record),
          columns: null,
          record: '{"id":"2","at":"2024-01-02","body":"hail"}',
        }),
      ])
      expect(await apply(bench)).toMatchObject({ corrected: 1 })
      expect(await bench.rows(`select body from core.post where post_id = '2'`)).toEqual([{ body: 'hail' }])
    }))

  test('what is found beforehand is what the load finds', () =>
    onBench(async (bench) => {
      const records = [BAD, '3,,P,1,2024-01-02', '4,C4,P,1,2024-02-30', '5,C5,P,,', ',C6,P,1,2024-01-02']
      bench.write('payments.csv', file(...records))
      await bench.load([payments({ tolerance: 0.9 })])
      const set = await bench.rows<{ line: number; code: string; record: string }>(
        'select line, code, record from meta.quarantine order by line',
      )
      const layout = { columns: HEADER.split(','), delimiter: ',' }
      const outcomes = await evaluate(
        bench.warehouse.db,
        payments(),
        'test',
        set.map(({ record }) => readRecord(record, layout).cells),
      )
      expect(outcomes.map((outcome) => outcome.fault?.code)).toEqual(set.map((row) => row.code))
      const [known] = await evaluate(bench.warehouse.db, payments(), 'test', [
        readRecord(good(1)[0], layout).cells,
      ])
      expect(known).toMatchObject({ rows: 1, fault: null, isKnown: true })
    }))

  test('a correction is written whole: no draft stays behind', () =>
    onBench(async (bench) => {
      bench.write('payments.csv', file(BAD))
      await bench.load([payments()])
      await kept().append([decision({})])
      const { files } = await apply(bench)
      expect(readdirSync(join(home, 'books/test', files[0], '..'))).toEqual(['payments.csv'])
    }))
})
