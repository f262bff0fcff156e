import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateBook, TYPOLOGIES } from '../../src/synthetic/index.ts'
import { madeBook } from './book.ts'

const book = madeBook(1, 12_000)

/** Relative name of every file under a folder, with a hash of its bytes. */
function prints(directory: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of readdirSync(directory, { recursive: true }).map(String).sort()) {
    const path = join(directory, name)
    if (statSync(path).isFile()) found[name] = createHash('sha256').update(readFileSync(path)).digest('hex')
  }
  return found
}

async function small(seed: number): Promise<Record<string, string>> {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-seed-'))
  try {
    await generateBook({
      directory: join(root, 'files'),
      answerKeyDirectory: join(root, 'key'),
      seed,
      claims: 600,
    })
    return prints(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

test('the same seed gives the same bytes in every file, another seed gives others', async () => {
  const [one, two, other] = [await small(3), await small(3), await small(4)]
  expect(two).toEqual(one)
  expect(Object.keys(other)).toEqual(Object.keys(one))
  expect(other['files/internal/claims-2024.csv']).not.toBe(one['files/internal/claims-2024.csv'])
  expect(other['key/claims.csv']).not.toBe(one['key/claims.csv'])
}, 60_000)

test('the book has the size that was asked for', () => {
  const { report, key, values } = book()
  expect(report.claims).toBe(12_000)
  expect(report.policies).toBe(20_000)
  expect(key.claims.size).toBe(12_000)
  const parties =
    values('customers-cn', '客户号').length +
    values('customers-au', 'customer_no').length +
    values('contacts', 'contact_no').length +
    values('providers', 'provider_no').length
  expect(parties).toBeGreaterThan(20_000)
  expect(parties).toBeLessThan(30_000)
  const lines = new Map<string, number>()
  for (const line of values('claims', 'line')) lines.set(line, (lines.get(line) ?? 0) + 1)
  expect([...lines.keys()].filter((line) => (lines.get(line) ?? 0) > 300).length).toBeGreaterThanOrEqual(6)
})

test('every typology is planted, six to eight in a hundred claims in all', () => {
  const { report, key } = book()
  for (const typology of TYPOLOGIES) expect(report.planted[typology] ?? 0, typology).toBeGreaterThan(20)
  const fraud = [...key.claims.values()].filter((c) => c.isFraud).length / key.claims.size
  expect(fraud).toBeGreaterThan(0.06)
  expect(fraud).toBeLessThan(0.08)
})

test('the answers stay out of the data', () => {
  const { directory, key } = book()
  const names = readdirSync(directory, { recursive: true }).map(String)
  expect(names.some((name) => /answer|key|ring|truth/.test(name))).toBe(false)
  const claims = readFileSync(join(directory, 'internal/claims-2025.csv'), 'utf8')
  expect(claims).not.toContain('RING')
  for (const typology of TYPOLOGIES) expect(claims).not.toContain(typology)
  expect(key.rings.length).toBeGreaterThan(30)
})

test('an answer key inside the data folder is refused', async () => {
  const directory = join(tmpdir(), 'claimscope-refused')
  await expect(
    generateBook({ directory, answerKeyDirectory: join(directory, 'key'), seed: 1, claims: 300 }),
  ).rejects.toThrow(/^invalid answer key directory: /)
})

test('a book that is too small to plant in is refused', async () => {
  const directory = join(tmpdir(), 'claimscope-refused')
  await expect(
    generateBook({ directory, answerKeyDirectory: `${directory}-key`, seed: 1, claims: 10 }),
  ).rejects.toThrow('invalid number of claims: 10')
})

test('half to one in a hundred records are damaged, in every way', () => {
  const { report } = book()
  const messy = report.files.filter((file) => Object.keys(file.damaged).length > 0)
  const records = messy.reduce((sum, file) => sum + file.records, 0)
  const ways: Record<string, number> = {}
  for (const file of messy)
    for (const [way, n] of Object.entries(file.damaged)) ways[way] = (ways[way] ?? 0) + n
  const share = Object.values(ways).reduce((a, b) => a + b, 0) / records
  expect(share).toBeGreaterThan(0.005)
  expect(share).toBeLessThan(0.01)
  expect(Object.keys(ways).sort()).toEqual([
    'garbled_number',
    'impossible_date',
    'mojibake',
    'no_key',
    'ragged',
    'repeated',
  ])
})

test('files come in several encodings', () => {
  const { directory } = book()
  const bytes = (file: string) => readFileSync(join(directory, file))
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes('internal/customers-cn.csv'))).toThrow()
  expect(new TextDecoder('gb18030').decode(bytes('internal/customers-cn.csv'))).toMatch(/^客户号,姓名/)
  expect([...bytes('internal/claims-2024.csv').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(bytes('partner/weather.parquet').subarray(0, 4).toString()).toBe('PAR1')
  expect(bytes('web/news.rss').subarray(0, 5).toString()).toBe('<?xml')
})

test('nothing is known after the end of the book', () => {
  const { tables } = book()
  for (const { name, columns, rows } of tables) {
    columns.forEach((column, c) => {
      if (!/entered_at|录入时间|接收时间|received_at|published_at|posted_at|^closed$/.test(column)) return
      const late = rows.filter(
        (row) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(row[c] ?? '') && (row[c] ?? '') > '2026-07-01',
      )
      expect(late, `${name}.${column}`).toEqual([])
    })
  }
})
