import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { findFiles } from '../../src/ingestion/find-files.ts'
import { nearest } from '../../src/ingestion/fit.ts'
import { checkFile, inspectFile } from '../../src/ingestion/index.ts'
import { good, HEADER, onBench, payments } from './bench.ts'

test('says how a file fits, and loads nothing', () =>
  onBench(async ({ write, folder, rows }) => {
    const path = write(
      'anything.txt',
      `${HEADER};colour\n`.replaceAll(',', ';') +
        `${[...good(20).map((line) => `${line},red`), '21,C,P,x,2024-01-02,red', '22,C'].join('\n')}\n`.replaceAll(
          ',',
          ';',
        ),
    )
    const check = await checkFile(path, payments(), { workDirectory: join(folder, 'work') })
    expect(check).toMatchObject({
      file: 'anything.txt',
      source: 'test/payments',
      encoding: 'utf-8',
      delimiter: ';',
      columns: { matched: ['id', 'claim', 'payee', 'amount', 'paid'], missing: [], unknown: ['colour'] },
      records: 22,
      rows: 20,
      quarantined: 2,
      fits: true,
    })
    expect(check.misfits).toEqual([
      {
        code: 'ragged_row',
        column: null,
        records: 1,
        examples: [{ line: 23, reason: '2 fields where the header has 6', record: '22;C\n' }],
      },
      {
        code: 'invalid_amount',
        column: 'amount',
        records: 1,
        examples: [
          {
            line: 22,
            reason: 'amount: not a known or valid amount (amount = "x")',
            record: '21;C;P;x;2024-01-02;red\n',
          },
        ],
      },
    ])
    expect(await rows('select * from meta.batch')).toEqual([])
  }))

test('a file that lacks columns does not fit', () =>
  onBench(async ({ write, folder }) => {
    const path = write('x.csv', 'id,claim\n1,2\n')
    const check = await checkFile(path, payments(), { workDirectory: join(folder, 'work') })
    expect(check).toMatchObject({ fits: false, columns: { missing: ['payee', 'amount', 'paid'] }, rows: 0 })
  }))

test('the nearest name is the one with the fewest changes', () => {
  expect(nearest('policy_no', ['claim_no', 'PolicyNo', 'policy'])).toBe('PolicyNo')
})

test('patterns find files whatever their case, sorted', () =>
  onBench(async ({ write, folder }) => {
    for (const name of ['b-2.CSV', 'B-1.csv', 'b.csv.bak', 'a.csv']) write(name, 'x')
    expect(findFiles(folder, 'b*.csv')).toEqual(['B-1.csv', 'b-2.CSV'])
    expect(findFiles(folder, 'nowhere/*.csv')).toEqual([])
  }))

test('without a source it says what the file is: format, encoding, delimiter, quote, header line, columns', () =>
  onBench(async ({ write, folder }) => {
    const options = { workDirectory: join(folder, 'work') }
    const csv = write(
      'a.txt.gz',
      gzipSync(Buffer.from('nr;name\n1;Zo\xeb M\xfcller\n2;Andr\xe9 "x"\n3\n', 'latin1')),
    )
    expect(await inspectFile(csv, {}, options)).toMatchObject({
      format: 'csv',
      encoding: 'windows-1252',
      delimiter: ';',
      quote: '"',
      header_line: 1,
      columns: ['nr', 'name'],
      records: 3,
      rejected: 1,
      sample: [
        { nr: '1', name: 'Zoë Müller' },
        { nr: '2', name: 'André "x"' },
      ],
      rejects: [{ line: 4, code: 'ragged_row' }],
    })
    expect(await inspectFile(csv, { header: 'none', delimiter: '|' }, options)).toMatchObject({
      columns: ['column1'],
      header_line: null,
      records: 4,
    })
    for (const [name, text, format] of [
      ['b', '{"a":1}\n{"a":2}\n', 'jsonl'],
      ['c', '{"data":[{"a":1}]}', 'json'],
      ['d', '[{"a":1}]', 'json'],
    ])
      expect(await inspectFile(write(name, text), {}, options), name).toMatchObject({
        format,
        columns: ['a'],
      })
    await expect(
      inspectFile(
        write('e.zip', zipSync({ 'a.csv': strToU8('x,y\n1,2\n'), 'b.csv': strToU8('z') })),
        {},
        options,
      ),
    ).rejects.toThrow('holds 2 files; name one behind it: /a.csv, /b.csv')
    expect(await inspectFile(join(folder, 'e.zip/a.csv'), {}, options)).toMatchObject({
      file: 'a.csv',
      records: 1,
    })
  }))
