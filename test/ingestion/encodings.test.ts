import type { Reading } from 'claimscope'
import { expect, test } from 'vitest'
import { detectEncoding, Utf8Judge } from '../../src/ingestion/encoding.ts'
import { encoded } from '../../src/torture/encode.ts'
import { good, HEADER, onBench, payments } from './bench.ts'

const lines = (...parts: string[]) => `${parts.join('\n')}\n`
const latin = lines(HEADER, '1,C1,André Müller,5,2024-01-02', '2,C2,Señor Núñez,5,2024-01-02', ...good(3, 10))

function detect(bytes: Buffer, declared?: Reading['encoding']) {
  const judge = new Utf8Judge()
  judge.push(bytes)
  const blocks = async function* () {
    for (let i = 0; i < bytes.length; i += 1000) yield bytes.subarray(i, i + 1000)
  }
  return detectEncoding('f', bytes, judge.end(), blocks, declared)
}

test('Windows-1252 is read where it is clearly that, and kept with its places', () =>
  onBench(async ({ load, write, rows }) => {
    const bytes = Buffer.from(`${latin}3,C3,Zo\xeb,bad\n`, 'latin1')
    write('payments.csv', bytes)
    await load([payments()])
    expect(await rows('select payee_id from core.payment order by payment_id limit 2')).toEqual([
      { payee_id: 'André Müller' },
      { payee_id: 'P3' },
    ])
    expect(await rows('select encoding from meta.batch')).toEqual([{ encoding: 'windows-1252' }])
    expect(await rows('select record, byte_offset from meta.quarantine')).toEqual([
      { record: '3,C3,Zoë,bad\n', byte_offset: bytes.length - '3,C3,Zoe,bad\n'.length },
    ])
  }))

test('signs of Windows-1252 that Latin-1 lacks are read as what they are, in rows and in what is set aside', () =>
  onBench(async ({ load, write, rows }) => {
    const signed = [
      Buffer.from('4,C4,Ren\xe9e \x93X\x94 \x80,5,2024-01-02\n5,C5,\x80 No\xebl,bad\n', 'latin1'),
    ]
    write('payments.csv', Buffer.concat([Buffer.from(latin, 'latin1'), ...signed]))
    await load([payments()])
    expect(await rows("select payee_id from core.payment where payment_id = '4'")).toEqual([
      { payee_id: 'Renée “X” €' },
    ])
    expect(await rows('select record from meta.quarantine')).toEqual([{ record: '5,C5,€ Noël,bad\n' }])
  }))

test('a file put together from two encodings is not read as one: its other lines are set aside, or it is refused', () =>
  onBench(async ({ load, write, rows }) => {
    const of = (from: number, n: number) =>
      lines(...Array.from({ length: n }, (_, i) => `${from + i},C,张伟投保人,5,2024-01-02`))
    const [utf8, gb] = [Buffer.from(lines(HEADER) + of(1, 30)), encoded(of(50, 20), 'gb18030')]
    write('payments.csv', Buffer.concat([utf8, gb]))
    await load([payments({ tolerance: 0.5 })])
    expect(await rows('select encoding, accepted, quarantined from meta.batch')).toEqual([
      { encoding: 'utf-8', accepted: 30, quarantined: 20 },
    ])
    await expect(detect(Buffer.concat([utf8, gb, gb]))).rejects.toThrow(
      new RegExp(
        `UTF-8 in the line at byte ${HEADER.length + 1}, another in the line at byte ${utf8.length}`,
      ),
    )
    const japanese = Buffer.from(
      'id,name\n1,\x83\x5e\x83\x69\x83\x4a\x82\xb3\x82\xf1\x82\xcc\x95\xdb\x8c\xaf\n',
      'latin1',
    )
    await expect(detect(japanese)).rejects.toThrow(/Japanese/)
  }))

test('a damaged byte in a GB18030 file costs its own record', () =>
  onBench(async ({ load, write, rows }) => {
    const text = lines(HEADER, ...Array.from({ length: 30 }, (_, i) => `${i},C,王小明投保,5,2024-01-02`))
    write(
      'payments.csv',
      Buffer.concat([encoded(text, 'gb18030'), Buffer.from('90,C,\xcd\xff,5,2024-01-02\n', 'latin1')]),
    )
    await load([payments()])
    expect(await rows('select encoding, accepted, quarantined from meta.batch')).toEqual([
      { encoding: 'gb18030', accepted: 30, quarantined: 1 },
    ])
    expect(await rows('select code, line from meta.quarantine')).toEqual([
      { code: 'invalid_encoding', line: 32 },
    ])
  }))

test('each encoding is told from the others', async () => {
  const chinese = lines('编号,姓名,金额', ...Array.from({ length: 40 }, (_, i) => `${i},王小明投保人,${i}.5`))
  for (const encoding of ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const)
    expect((await detect(encoded(chinese, encoding))).encoding, encoding).toBe(encoding)
  expect(await detect(encoded(chinese, 'utf-16le-bom'))).toMatchObject({ encoding: 'utf-16le', bom: 2 })
  expect(await detect(encoded(latin, 'windows-1252'))).toMatchObject({
    encoding: 'windows-1252',
    damaged: false,
  })
  expect(await detect(Buffer.from(lines(HEADER, `1\0\0\0,2${'x'.repeat(50)}`)))).toMatchObject({
    encoding: 'utf-8',
  })
  const gbBom = Buffer.concat([Buffer.from('84319533', 'hex'), encoded(chinese, 'gb18030')])
  expect(await detect(gbBom)).toMatchObject({ encoding: 'gb18030', bom: 4 })
})

test('what cannot be told is refused with the byte: Cyrillic, one accent only, noise, UTF-32', async () => {
  const cyrillic = Buffer.from('id,name\n1,\xcf\xf0\xe8\xe2\xe5\xf2\n2,\xcc\xe8\xf0, \xcf!\n', 'latin1')
  await expect(detect(cyrillic)).rejects.toThrow(/not UTF-8 from byte 10 on/)
  await expect(detect(Buffer.from('id,name\n1,Andr\xe9,\n', 'latin1'))).rejects.toThrow(/byte 14/)
  await expect(detect(Buffer.from('fffe000041000000', 'hex'))).rejects.toThrow('UTF-32')
})

test('the source has the last word', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', Buffer.from(lines(HEADER, '1,C1,Andr\xe9,5,2024-01-02'), 'latin1'))
    await load([payments({ reading: { encoding: 'windows-1252' } })])
    expect(await rows('select payee_id from core.payment')).toEqual([{ payee_id: 'André' }])
    write('payments.csv', Buffer.from(lines(HEADER, '2,C1,\xc0\xc1,5,2024-01-02'), 'latin1'))
    await expect(load([payments({ reading: { encoding: 'gb18030' } })])).resolves.toBeTruthy()
  }))

test('delimiter, quote and header line are found, or taken from the source', () =>
  onBench(async ({ load, write, rows, warehouse }) => {
    const loads = async (text: string, reading?: Reading) => {
      await warehouse.execute('delete from core.payment; delete from meta.batch; delete from meta.quarantine')
      write('payments.csv', text)
      await load([payments({ tolerance: 1, ...(reading ? { reading } : {}) })])
      return rows('select payee_id, source_line from core.payment order by source_line')
    }
    const titled = lines('Report of payments', 'exported,2024-06-01', '', HEADER, ...good(2))
    expect(await loads(titled)).toEqual([
      { payee_id: 'P1', source_line: 5 },
      { payee_id: 'P2', source_line: 6 },
    ])
    expect(await loads(titled, { header: 3 })).toHaveLength(2)
    const other = lines(
      HEADER,
      '1,C1,\'Smith, "J"\',5,2024-01-02',
      "2,C2,'O''Neil\nJr',6,2024-01-02",
      "3,C3,'x,1,2024-01-02",
    )
    expect(await loads(other, { quote: "'" })).toEqual([
      { payee_id: 'Smith, "J"', source_line: 2 },
      { payee_id: "O'Neil\nJr", source_line: 3 },
    ])
    expect(await rows('select code, record, line from meta.quarantine')).toEqual([
      { code: 'broken_quote', record: "3,C3,'x,1,2024-01-02\n", line: 5 },
    ])
    expect(
      await loads(lines(HEADER, '1,C1,"a,5,2024-01-02', '2,C2,b"",5,2024-01-02'), { quote: '' }),
    ).toEqual([
      { payee_id: '"a', source_line: 2 },
      { payee_id: 'b""', source_line: 3 },
    ])
    expect(await loads(lines(HEADER, ...good(2)).replaceAll(',', '~'), { delimiter: '~' })).toHaveLength(2)
    await expect(loads('x', { delimiter: '，' })).rejects.toThrow('invalid delimiter: "，"')
  }))

test('a column without a name beside others goes by its place, and is reported as unknown', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments.csv', lines(HEADER, ...good(3)).replaceAll('\n', ',\n'))
    expect((await load([payments()])).sources[0]).toMatchObject({ accepted: 3, unknownColumns: ['column6'] })
    expect(await rows('select unknown_columns from meta.batch')).toEqual([{ unknown_columns: 'column6' }])
    write('payments.csv', ' \n,,\n')
    await expect(load([payments()])).rejects.toThrow('has no name')
  }))

test('a file without a header has columns by number', () =>
  onBench(async ({ load, write, rows }) => {
    const column = (n: number) => ({
      reads: [`column${n}`],
      sql: `"column${n}"`,
      required: false,
      code: undefined,
    })
    const day = { ...column(5), sql: 'cast("column5" as date)' }
    write('payments.csv', lines('', ...good(3)))
    await load([
      payments({
        reading: { header: 'none' },
        columns: {
          ...payments().columns,
          payment_id: column(1),
          claim_id: column(2),
          payee_id: column(3),
          amount: column(4),
          paid_at: day,
          event_at: day,
          known_at: day,
        } as never,
      }),
    ])
    expect(await rows('select payment_id, source_line from core.payment order by 2')).toEqual([
      { payment_id: '1', source_line: 2 },
      { payment_id: '2', source_line: 3 },
      { payment_id: '3', source_line: 4 },
    ])
  }))

test('a header that no database can have is refused', () =>
  onBench(async ({ load, write }) => {
    write('payments.csv', lines('id,claim,payee,amount,paid,x\0y', ...good(2).map((line) => `${line},`)))
    await expect(load([payments()])).rejects.toThrow('holds what no name can hold')
  }))
