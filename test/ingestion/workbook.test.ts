import { Buffer } from 'node:buffer'
import { asText, required, type Source, source } from 'claimscope'
import ExcelJS from 'exceljs'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { numberText, shownAs } from '../../src/ingestion/workbook-cells.ts'
import { onBench, payments } from './bench.ts'

const fromWorkbook = (changes: Partial<Source<'core.payment'>> = {}): Source =>
  payments({ files: 'payments*.xlsx', format: 'xlsx', ...changes })

type Row = readonly unknown[]
async function workbook(sheets: Record<string, readonly Row[]>): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  for (const [name, rows] of Object.entries(sheets)) book.addWorksheet(name).addRows(rows as Row[][])
  return new Uint8Array(await book.xlsx.writeBuffer())
}
const HEAD = ['id', 'claim', 'payee', 'amount', 'paid']
const row = (id: unknown, more: Partial<Record<'payee' | 'amount' | 'paid', unknown>> = {}): Row => [
  id,
  `C${id}`,
  more.payee ?? 'P',
  more.amount ?? 10.25,
  more.paid ?? new Date('2024-01-02'),
]
/** The same workbook with one part changed. */
function changed(bytes: Uint8Array, part: string, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes)
  parts[part] = strToU8(change(strFromU8(parts[part])))
  return zipSync(parts)
}

test('numbers keep their digits, dates become days, texts stay, rows are numbered as Excel numbers them', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.xlsx',
      await workbook({
        Payments: [
          ['exported 2024-06-01'],
          [],
          HEAD,
          row(1),
          [],
          row('00123456789012345678', { payee: '王小明 & "Söhne" <1>', amount: 0.1 + 0.2 }),
          row(123456789012345, { amount: 1e5, paid: '2024/3/9', payee: true }),
          row(4, { payee: { richText: [{ text: 'two ' }, { text: 'parts' }] } }),
          row(5, { payee: 'line\nbreak', amount: { formula: 'A1*2', result: 7.5 } }),
        ],
      }),
    )
    const { sources } = await load([fromWorkbook()])
    expect(sources[0]).toMatchObject({ records: 5, accepted: 5, quarantined: 0 })
    expect(
      await rows(
        'select payment_id, payee_id, amount, cast(cast(paid_at as date) as varchar) as paid, source_line from core.payment order by source_line',
      ),
    ).toEqual([
      { payment_id: '1', payee_id: 'P', amount: 10.25, paid: '2024-01-02', source_line: 4 },
      {
        payment_id: '00123456789012345678',
        payee_id: '王小明 & "Söhne" <1>',
        amount: 0.3,
        paid: '2024-01-02',
        source_line: 6,
      },
      { payment_id: '123456789012345', payee_id: 'true', amount: 100000, paid: '2024-03-09', source_line: 7 },
      { payment_id: '4', payee_id: 'two parts', amount: 10.25, paid: '2024-01-02', source_line: 8 },
      { payment_id: '5', payee_id: 'line\nbreak', amount: 7.5, paid: '2024-01-02', source_line: 9 },
    ])
    expect(await rows('select encoding from meta.batch')).toEqual([{ encoding: 'xlsx' }])
  }))

test('a sheet is chosen by name or number; two sources read two sheets of one file', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.xlsx', await workbook({ One: [HEAD, row(1)], Zwei: [HEAD, row(2), row(3)] }))
    const report = await load([
      fromWorkbook({ name: 'test/one' }),
      fromWorkbook({ name: 'test/two', reading: { sheet: 'zwei' } }),
    ])
    expect(report.sources.map(({ notes }) => notes)).toEqual([
      ['payments.xlsx: of its sheets only "One" was read, not "Zwei"'],
      [],
    ])
    expect(await rows('select source, records from meta.batch order by 1')).toEqual([
      { source: 'test/one', records: 1 },
      { source: 'test/two', records: 2 },
    ])
    await expect(load([fromWorkbook({ name: 'test/three', reading: { sheet: 3 } })])).rejects.toThrow(
      'missing sheet: 3 [in payments.xlsx, which has "One", "Zwei"]',
    )
  }))

test('what cannot be taken is set aside by cell: errors, formulas without a value, values under no header', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.xlsx',
      await workbook({
        S: [
          HEAD,
          ...Array.from({ length: 20 }, (_, i) => row(i + 1)),
          row(30, { amount: { error: '#DIV/0!' } }),
          row(31, { amount: { formula: 'NOW()' } }),
          [...row(32), 'stray'],
          row(33, { amount: 'much' }),
          [null, 'C34', 'P', 5, new Date('2024-01-02')],
        ],
      }),
    )
    await load([fromWorkbook()])
    expect(await rows('select line, code, reason, record from meta.quarantine order by line')).toEqual([
      {
        line: 22,
        code: 'cell_error',
        reason: 'cell D22 holds #DIV/0!',
        record: '{"id":"30","claim":"C30","payee":"P","amount":"#DIV/0!","paid":"2024-01-02"}',
      },
      {
        line: 23,
        code: 'missing_value',
        reason: 'cell D23 holds a formula without a value; open and save the workbook',
        record: expect.stringContaining('"C31"'),
      },
      {
        line: 24,
        code: 'ragged_row',
        reason: 'cell F24 stands under no header',
        record: expect.stringContaining('"stray"'),
      },
      {
        line: 25,
        code: 'invalid_amount',
        reason: 'amount: not a known or valid amount (amount = "much")',
        record: '{"id":"33","claim":"C33","payee":"P","amount":"much","paid":"2024-01-02"}',
      },
      {
        line: 26,
        code: 'missing_value',
        reason: 'payment_id has no value (id = "")',
        record: expect.any(String),
      },
    ])
  }))

test('no header, and lines before it', () =>
  onBench(async ({ load, write, rows }) => {
    const columns = { ...payments().columns, payment_id: required(asText('column1')) }
    const bare = source({
      ...fromWorkbook(),
      into: 'core.payment',
      columns: {
        ...columns,
        claim_id: asText('column2'),
        payee_id: asText('column3'),
        amount: asText('column4'),
        paid_at: asText('column5'),
        event_at: asText('column5'),
        known_at: asText('column5'),
      },
      reading: { header: 'none' },
    } as Source<'core.payment'>)
    write('payments.xlsx', await workbook({ S: [row(1), row(2)] }))
    expect((await load([bare as Source])).sources[0].accepted).toBe(2)
    write('payments.xlsx', await workbook({ S: [HEAD, ['note'], HEAD, row(3)] }))
    expect((await load([fromWorkbook({ reading: { header: 2 } })])).sources[0].accepted).toBe(1)
    expect(await rows('select max(source_line) as line from core.payment')).toEqual([{ line: 4 }])
  }))

test('a workbook that is damaged, hostile or none is refused by name', () =>
  onBench(async ({ load, write }) => {
    const whole = await workbook({ S: [HEAD, ...Array.from({ length: 50 }, (_, i) => row(i))] })
    const refused = async (bytes: Uint8Array | string, reason: RegExp) => {
      write('payments.xlsx', bytes)
      await expect(load([fromWorkbook()])).rejects.toThrow(reason)
    }
    const sheet = 'xl/worksheets/sheet1.xml'
    await refused('id,claim', /no \.xlsx workbook/)
    await refused(Buffer.from('d0cf11e0a1b11ae1aaaa', 'hex'), /an old or encrypted workbook/)
    await refused(whole.subarray(0, whole.length - 200), /directory is missing/)
    await refused(
      changed(whole, sheet, (xml) => xml.slice(0, xml.length / 2)),
      /damaged: .*breaks off/,
    )
    await refused(
      changed(whole, sheet, (xml) => `<!DOCTYPE x [<!ENTITY a "aaaa">]>${xml}`),
      /document type/,
    )
    await refused(
      changed(whole, sheet, (xml) => xml.replace('<v>', '<v>&lol9;')),
      /unknown entity/,
    )
    await refused(
      changed(whole, sheet, (xml) => xml.replace('<row r="5"', '<row r="3"')),
      /row 3 after row 4/,
    )
    await refused(
      changed(whole, sheet, (xml) => xml.replace('<sheetData>', `<sheetData>${'<a>'.repeat(50_000)}`)),
      /deep/,
    )
    await refused(
      changed(whole, 'xl/workbook.xml', (xml) => xml.replace(/<sheets>.*<\/sheets>/, '<sheets/>')),
      /without a sheet/,
    )
    await refused(zipSync({ 'a.txt': strToU8('x') }), /workbook/)
    write('payments.csv', whole)
    await expect(load([payments()])).rejects.toThrow('a workbook, where csv is expected')
  }))

test('digits, exponents and days', () => {
  expect(numberText('1.2345678901234567E+17', 'number', false)).toBe('123456789012345670')
  expect(numberText('1.5E-3', 'number', false)).toBe('0.0015')
  expect(numberText('0.30000000000000004', 'number', false)).toBe('0.30000000000000004')
  expect(numberText('1e400', 'number', false)).toBeUndefined()
  expect(numberText('45292', 'date', false)).toBe('2024-01-01')
  expect(numberText('45292.75', 'date', false)).toBe('2024-01-01 18:00:00')
  expect(numberText('43830', 'date', true)).toBe('2024-01-01')
  expect(numberText('59', 'date', false)).toBe('1900-02-28')
  expect(numberText('0.25', 'time', false)).toBe('06:00:00')
  expect(shownAs(14, undefined)).toBe('date')
  expect(shownAs(164, 'yyyy\\-mm\\-dd')).toBe('date')
  expect(shownAs(164, '[$-409]d/m/yyyy h:mm')).toBe('date')
  expect(shownAs(164, '#,##0.00 "days"')).toBe('number')
  expect(shownAs(164, '[Red]0.00;General')).toBe('number')
  expect(shownAs(164, '[h]:mm:ss')).toBe('time')
})
