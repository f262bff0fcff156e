import { expect, test } from 'vitest'
import { good, HEADER, onBench, payments } from './bench.ts'

const lines = (...parts: string[]) => `${parts.join('\n')}\n`

test('a missing file is named with its pattern, its folder and its source; an optional one is noted', () =>
  onBench(async ({ load, folder }) => {
    await expect(load([payments()])).rejects.toThrow(
      `missing file: "payments*.csv" [in ${folder}, for source test/payments]`,
    )
    const { sources } = await load([payments({ optional: true })])
    expect(sources[0].notes).toEqual(['no file payments*.csv'])
  }))

test('an empty file is refused, a header alone is a file without records', () =>
  onBench(async ({ load, write }) => {
    write('payments.csv', '')
    await expect(load([payments()])).rejects.toThrow('invalid file: "payments.csv" [empty, 0 bytes')
    write('payments.csv', `${HEADER}\n`)
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({
      records: 0,
      accepted: 0,
      notes: ['payments.csv holds a header and no record'],
    })
  }))

test.each([
  [
    'UTF-8 with a mark',
    'utf-8',
    Buffer.concat([
      Buffer.from('\ufeff'),
      Buffer.from(lines(HEADER, ...good(3), '9,C9,王小明,5,2024-01-02')),
    ]),
  ],
  [
    'UTF-16 little endian',
    'utf-16le',
    Buffer.from(`\ufeff${lines(HEADER, ...good(3), '9,C9,王小明,5,2024-01-02')}`, 'utf16le'),
  ],
  [
    'UTF-16 without a mark',
    'utf-16le',
    Buffer.from(lines(HEADER, ...good(3), '9,C9,王小明,5,2024-01-02'), 'utf16le'),
  ],
  [
    'GB18030',
    'gb18030',
    Buffer.concat([
      Buffer.from(lines(HEADER, ...good(3)).concat('9,C9,')),
      Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7]),
      Buffer.from(',5,2024-01-02\n'),
    ]),
  ],
])('%s is read as what it is', (_, encoding, bytes) =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', bytes)
    await load([payments()])
    expect(await rows('select encoding, records, accepted from meta.batch')).toEqual([
      { encoding, records: 4, accepted: 4 },
    ])
    expect(await rows(`select payee_id from core.payment where payment_id = '9'`)).toEqual([
      { payee_id: '王小明' },
    ])
  }),
)

test('a text in no known encoding is refused with the place', () =>
  onBench(async ({ load, write, rows }) => {
    const latin = Buffer.from(lines(HEADER, '1,C1,Andr\u00e9,5,2024-01-02'), 'latin1')
    write('payments.csv', latin)
    const place = latin.indexOf(0xe9)
    await expect(load([payments()])).rejects.toThrow(
      `invalid encoding of file: "payments.csv" [not UTF-8 from byte ${place} on, not GB18030 from byte ${place + 1} on`,
    )
    expect(await rows('select * from core.payment')).toEqual([])
  }))

test('Latin-1 that happens to decode as GB18030 is refused, not read as nonsense', () =>
  onBench(async ({ load, write }) => {
    write('payments.csv', Buffer.from(lines(HEADER, '1,C1,Andr\u00e9s M\u00fcller,5,2024-01-02'), 'latin1'))
    await expect(load([payments()])).rejects.toThrow('Latin-1, Big5 or Japanese, by the look of it')
  }))

test('a damaged byte in a UTF-8 file costs its own record', () =>
  onBench(async ({ load, write, rows }) => {
    const names = Array.from({ length: 40 }, (_, i) => `${i + 10},C1,王小明,5,2024-01-02`)
    write(
      'payments.csv',
      Buffer.concat([
        Buffer.from(lines(HEADER, ...names)),
        Buffer.from('1,C1,\xff,5,2024-01-02\n', 'latin1'),
      ]),
    )
    await load([payments()])
    expect(await rows('select code, line from meta.quarantine')).toEqual([
      { code: 'invalid_encoding', line: 42 },
    ])
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 40 }])
  }))

test('a missing column is named with the header that is nearest; an unknown one is reported', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines('id,claim,payee,amuont,paid', ...good(3)))
    await expect(load([payments()])).rejects.toThrow(
      'missing column: "amount" [in payments.csv, which test/payments reads; nearest header there: "amuont"]',
    )
    write('payments.csv', lines(`${HEADER},colour,remark`, '1,C1,P1,5,2024-01-02,red,x'))
    const { sources } = await load([payments()])
    expect(sources[0].unknownColumns).toEqual(['colour'])
    expect(await rows('select unknown_columns from meta.batch')).toEqual([{ unknown_columns: 'colour' }])
    write('payments.csv', lines('id,claim,ID,payee,amount,paid', '1,C1,2,P1,5,2024-01-02'))
    await expect(load([payments()])).rejects.toThrow('column "ID" twice')
  }))

test('an unterminated quote at row 100 of 2,000 costs that row only', () =>
  onBench(async ({ load, write, rows }) => {
    const records = good(2000)
    records[99] = '100,"C100,P2,5,2024-01-02'
    write('payments.csv', lines(HEADER, ...records))
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({
      records: 2000,
      accepted: 1999,
      quarantined: 1,
      codes: { broken_quote: 1 },
    })
    expect(await rows('select line, record, byte_offset from meta.quarantine')).toEqual([
      { line: 101, record: `${records[99]}\n`, byte_offset: lines(HEADER, ...records.slice(0, 99)).length },
    ])
    expect(await rows(`select source_line from core.payment where payment_id = '101'`)).toEqual([
      { source_line: 102 },
    ])
  }))

test('ragged rows and NUL bytes are set aside with place, code, reason and their very bytes', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines(HEADER, ...good(20), '21,C21', '22,C,P\0,1,2024-01-02', ...good(20, 30)))
    await load([payments()])
    expect(await rows('select line, code, reason, record from meta.quarantine order by line')).toEqual([
      { line: 22, code: 'ragged_row', reason: '2 fields where the header has 5', record: '21,C21\n' },
      { line: 23, code: 'nul_byte', reason: 'holds a NUL byte', record: '22,C,P\0,1,2024-01-02\n' },
    ])
    expect(await rows('select max(source_line) as last from core.payment')).toEqual([{ last: 43 }])
  }))

test('mixed line ends, empty lines and line ends within quotes are read', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.csv',
      `${HEADER}\r\n1,C1,"P\r\n1",5,2024-01-02\r\n\r\n2,C2,P,5,2024-01-02\n3,C3,P,5,2024-01-02\r4,C4,P,5,2024-01-02`,
    )
    await load([payments()])
    expect(await rows('select payment_id, payee_id, source_line from core.payment order by 1')).toEqual([
      { payment_id: '1', payee_id: 'P\n1', source_line: 2 },
      { payment_id: '2', payee_id: 'P', source_line: 5 },
      { payment_id: '3', payee_id: 'P', source_line: 6 },
      { payment_id: '4', payee_id: 'P', source_line: 7 },
    ])
  }))

test('values that cannot be read are set aside with the column and what it held', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.csv',
      lines(
        HEADER,
        ...good(30),
        '31,C31,P1,ten,2024-01-02',
        '32,C32,P1,5,2024-13-45',
        ',C33,P1,5,2024-01-02',
      ),
    )
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({ records: 33, accepted: 30, quarantined: 3 })
    expect(
      await rows('select line, column_name, code, reason, record from meta.quarantine order by line'),
    ).toEqual([
      {
        line: 32,
        column_name: 'amount',
        code: 'invalid_amount',
        reason: 'amount: not a known or valid amount (amount = "ten")',
        record: '31,C31,P1,ten,2024-01-02\n',
      },
      {
        line: 33,
        column_name: 'paid',
        code: 'invalid_date',
        reason: 'paid_at: not a known or valid date (paid = "2024-13-45")',
        record: '32,C32,P1,5,2024-13-45\n',
      },
      {
        line: 34,
        column_name: 'id',
        code: 'missing_value',
        reason: 'payment_id has no value (id = "")',
        record: ',C33,P1,5,2024-01-02\n',
      },
    ])
  }))

test('bytes in = bytes accepted + bytes set aside, whatever the file holds', () =>
  onBench(async ({ load, write, rows }) => {
    const bad = ['x,"y', '1,2', '900,C,P,much,2024-01-02', '901,C,"P",5,2024-01-02x']
    const all = [...good(50), ...bad, ...good(50, 100)]
    write('payments.csv', lines(HEADER, ...all))
    await load([payments()])
    const setAside = bad.reduce((sum, line) => sum + line.length + 1, 0)
    expect(
      await rows('select records, accepted, quarantined, quarantined_bytes, bytes from meta.batch'),
    ).toEqual([
      {
        records: 104,
        accepted: 100,
        quarantined: 4,
        quarantined_bytes: setAside,
        bytes: lines(HEADER, ...all).length,
      },
    ])
    const kept = await rows<{ record: string }>('select record from meta.quarantine order by line')
    expect(kept.map((row) => row.record)).toEqual(bad.map((line) => `${line}\n`))
  }))

test('too many records set aside stop the load, and nothing of the file stays', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines(HEADER, ...good(6), 'a,b', 'c,d', '9,C9,P,x,2024-01-02'))
    await expect(load([payments()])).rejects.toThrow(
      '3 of 9 records cannot be used as test/payments, more than 20 %: ragged_row 2, invalid_amount 1',
    )
    for (const table of ['core.payment', 'meta.batch', 'meta.quarantine'])
      expect(await rows(`select * from ${table}`)).toEqual([])
    await load([payments({ tolerance: 0.5 })])
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 6 }])
  }))

test('impossible values stop the load by the check that found them', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines(HEADER, ...good(6), '7,C7,P,-5,2024-01-02'))
    await expect(load([payments()])).rejects.toThrow(
      'invalid data: a payment is not above zero [check amount_positive of test/payments: 1 rows of payments.csv, the first {"payment_id":"7","amount":-5}',
    )
    expect(await rows('select * from core.payment')).toEqual([])
  }))

test('delimiters are found by the columns that they yield', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines(HEADER, ...good(3)).replaceAll(',', ';'))
    await load([payments()])
    expect(await rows('select count(*) as n from core.payment')).toEqual([{ n: 3 }])
  }))

test('quotes in odd places are read, not lost', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.csv',
      lines(HEADER, '1,C1,5" pipe,5,2024-01-02', '2,C2, "a,b" ,5,2024-01-02', '3,C3,x""y,5,2024-01-02'),
    )
    await load([payments()])
    expect(await rows('select payee_id from core.payment order by payment_id')).toEqual([
      { payee_id: '5" pipe' },
      { payee_id: 'a,b' },
      { payee_id: 'x""y' },
    ])
  }))
