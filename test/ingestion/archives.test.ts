import { gzipSync } from 'node:zlib'
import { UserError } from 'claimscope'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { findFiles } from '../../src/ingestion/find-files.ts'
import { listMembers } from '../../src/ingestion/zip.ts'
import { good, HEADER, onBench, payments, posts } from './bench.ts'

const lines = (...parts: string[]) => `${parts.join('\n')}\n`
const csv = (n: number, from = 1) => lines(HEADER, ...good(n, from))
/** An archive with the members given, bytes of text each. */
const zip = (members: Record<string, string | Uint8Array>, level: 0 | 6 = 6) =>
  zipSync(
    Object.fromEntries(
      Object.entries(members).map(([name, data]) => [name, typeof data === 'string' ? strToU8(data) : data]),
    ),
    { level, mtime: new Date('2024-01-01') },
  )
/** The same archive with a name of the same length changed wherever it stands. */
const renamed = (archive: Uint8Array, from: string, to: string) =>
  Buffer.from(Buffer.from(archive).toString('latin1').replaceAll(from, to), 'latin1')

test('gzip is known by its bytes, whatever the name', () =>
  onBench(async ({ load, write, rows }) => {
    write('payments-1.csv.gz', gzipSync(csv(30)))
    write('payments-2.csv', gzipSync(csv(30, 100)))
    const { sources } = await load([payments()])
    expect(sources[0]).toMatchObject({ files: ['payments-1.csv.gz', 'payments-2.csv'], accepted: 60 })
    expect(await rows('select bytes from meta.batch order by file limit 1')).toEqual([
      { bytes: csv(30).length },
    ])
  }))

test('an archive of several members is several files, each with its line in the manifest and its own lineage', () =>
  onBench(async ({ load, write, rows }) => {
    write(
      'payments.zip',
      zip({ 'in/payments-a.csv': `${csv(20)}x,y\n`, 'payments-b.csv': csv(5, 50), 'readme.txt': 'hello' }),
    )
    expect((await load([payments({ files: 'payments*.csv' })])).sources[0]).toMatchObject({
      files: ['payments.zip/in/payments-a.csv', 'payments.zip/payments-b.csv'],
      accepted: 25,
      quarantined: 1,
    })
    expect(await rows('select file, line, record from meta.quarantine')).toEqual([
      { file: 'payments.zip/in/payments-a.csv', line: 22, record: 'x,y\n' },
    ])
    expect(
      await rows(`select file, source_line from core.payment join meta.batch using (batch_id)
        where payment_id = '51'`),
    ).toEqual([{ file: 'payments.zip/payments-b.csv', source_line: 3 }])
    // The same bytes unpacked are the same file.
    write('payments-c.csv', csv(5, 50))
    expect((await load([payments()])).sources[0].skipped).toContain('payments-c.csv')
  }))

test('a gzip within an archive is read, an archive within an archive is refused', () =>
  onBench(async ({ load, write }) => {
    write('payments.zip', zip({ 'payments.csv.gz': gzipSync(csv(4)) }, 0))
    expect((await load([payments()])).sources[0].accepted).toBe(4)
    write('payments.zip', zip({ 'payments.csv': zip({ 'payments.csv': csv(4) }) }))
    await expect(load([payments()])).rejects.toThrow('an archive within another')
    write('payments.zip', zip({ 'payments.csv': gzipSync(gzipSync(csv(4))) }))
    await expect(load([payments()])).rejects.toThrow('packed more than 2 times over')
  }))

test('a stored member, JSON lines and archives named as a folder of a pattern', () =>
  onBench(async ({ load, write, folder }) => {
    write('export-1.zip', zip({ 'a/posts.jsonl': '{"id":1,"at":"2024-01-01","author":"a","body":"b"}\n' }, 0))
    expect(findFiles(folder, 'export*.zip/a/posts*.jsonl')).toEqual(['export-1.zip/a/posts.jsonl'])
    expect((await load([posts({ files: 'export*.zip/*/posts*.jsonl' })])).sources[0].accepted).toBe(1)
  }))

test.each([
  ['../evil.csv', 'leads elsewhere'],
  ['a/../../b.csv', 'leads elsewhere'],
  ['/etc/pass.csv', 'absolute'],
  ['c:/evil1.csv', 'absolute'],
  ['a\\b\\evil1.csv', 'characters that names must not have'],
  ['a/con.csv', 'name of a device'],
  ['LPT1', 'name of a device'],
  ['nul\0evil.csv', 'characters that names must not have'],
])('a member named %j is refused', (name, reason) =>
  onBench(async ({ load, write }) => {
    const plain = 'x'.repeat(name.length)
    write('payments.zip', renamed(zip({ [plain]: csv(3) }), plain, name))
    await expect(load([payments()])).rejects.toThrow(UserError)
    await expect(load([payments()])).rejects.toThrow(reason)
  }),
)

test('bombs are refused before they are unpacked, and when the directory lies', () =>
  onBench(async ({ load, write }) => {
    write('payments.zip', zip({ 'payments.csv': new Uint8Array(64 << 20) }))
    await expect(load([payments()])).rejects.toThrow('times its size')
    write('payments.zip', gzipSync(Buffer.alloc(64 << 20)))
    await expect(load([payments()])).rejects.toThrow('times its size')
    const honest = Buffer.from(zip({ 'payments.csv': csv(2000) }))
    const at = honest.indexOf(Buffer.from('504b0102', 'hex'))
    honest.writeUInt32LE(100, at + 24)
    write('payments.zip', honest)
    await expect(load([payments()])).rejects.toThrow('unpacks to more than the 100 bytes it promises')
  }))

test('damage is found by size and checksum; overlap, encryption and doubles by the directory', () =>
  onBench(async ({ load, write }) => {
    const refused = async (bytes: Uint8Array, reason: RegExp) => {
      write('payments.zip', bytes)
      await expect(load([payments()])).rejects.toThrow(reason)
    }
    const whole = Buffer.from(zip({ 'payments-1.csv': csv(500), 'payments-2.csv': csv(500, 900) }))
    const changed = (change: (bytes: Buffer, central: number) => void) => {
      const bytes = Buffer.from(whole)
      change(bytes, bytes.indexOf(Buffer.from('504b0102', 'hex')))
      return bytes
    }
    await refused(whole.subarray(0, whole.length - 30), /directory is missing/)
    await refused(
      changed((bytes) => bytes.fill(0x55, 200, 240)),
      /damaged/,
    )
    await refused(
      changed((bytes, at) => bytes.writeUInt32LE(1, at + 16)),
      /checksum/,
    )
    await refused(
      changed((bytes, at) => bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8)),
      /encrypted/,
    )
    await refused(
      changed((bytes, at) => bytes.writeUInt32LE(5000, at + 20)),
      /overlap|damaged/,
    )
    await refused(renamed(whole, 'payments-2', 'payments-1'), /twice in the archive/)
    write('payments.zip', gzipSync(csv(20)).subarray(0, 60))
    await expect(load([payments()])).rejects.toThrow(/damaged: unexpected end of file/)
    write('payments.zip', Buffer.concat([gzipSync(csv(20)), Buffer.from('and more')]))
    await expect(load([payments()])).rejects.toThrow(/damaged/)
    expect(listMembers(write('x.zip', whole), 'x.zip').map((m) => m.name)).toEqual([
      'payments-1.csv',
      'payments-2.csv',
    ])
  }))
