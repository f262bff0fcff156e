import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { random } from 'claimscope'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Split, SplitPass } from '../../src/ingestion/csv/split-pass.ts'
import { fieldsOf, Splitter } from '../../src/ingestion/csv/splitter.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimscope-pass-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const WIDTH = 2
const text = (field: string) => field.replace(/\r\n?/g, '\n')

/** What the copy holds: fields of each record, and its line. */
async function pass(
  bytes: Buffer,
  size: number,
  keyFields: number[] = [],
  width = WIDTH,
): Promise<Split & { rows: { fields: string[]; line: number }[] }> {
  const copy = join(folder, 'copy.csv')
  const options = { name: 'x', copy, encoding: 'utf-8', delimiter: 44, width, damaged: false } as const
  const run = await SplitPass.begin({ ...options, offset: 0, line: 1, keyFields })
  for (let from = 0; from < bytes.length; from += size) await run.push(bytes.subarray(from, from + size))
  const split = await run.end(bytes.length)
  const rows: { fields: string[]; line: number }[] = []
  const written = readFileSync(copy)
  const again = new Splitter(
    { delimiter: 44, width: width + 1, damaged: false },
    {
      record: (block, start, end) => {
        const fields = fieldsOf(block.toString('utf8', start, end), ',')
        rows.push({ fields: fields.slice(0, width), line: Number(fields[width]) })
      },
      blank: () => expect.unreachable('an empty line in the copy'),
      reject: (code) => expect.unreachable(`${code} in the copy`),
    },
  )
  again.push(written, true)
  return { ...split, rows }
}

/** The same by the splitter alone. */
function expected(bytes: Buffer, width = WIDTH) {
  const rows: { fields: string[]; line: number; record: string; offset: number }[] = []
  const rejects: { code: string; line: number; offset: number; record: string }[] = []
  const splitter = new Splitter(
    { delimiter: 44, width, damaged: false },
    {
      record: (block, start, end, offset, line) => {
        const record = block.toString('utf8', start, end)
        rows.push({ fields: fieldsOf(record, ',').map(text), line, record, offset })
      },
      blank: () => undefined,
      reject: (code, part, offset, line) =>
        rejects.push({ code, line, offset, record: part.toString('utf8') }),
    },
  )
  splitter.push(bytes, true)
  return { rows, rejects }
}

test('the kernel and the splitter find the same records in any text, in blocks of any size', async () => {
  const piece = fc.constantFrom(
    'a',
    'é',
    ',',
    ',',
    '"',
    '""',
    '\n',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\0',
    '"x"',
    '1,2\n',
    '"a,b","c"\r\n',
    '"p\nq",z\n',
    'w'.repeat(70),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 60 }),
      fc.integer({ min: 1, max: 90 }),
      async (pieces, size) => {
        const bytes = Buffer.from(pieces.join(''))
        const found = await pass(bytes, size)
        const { rows, rejects } = expected(bytes)
        expect(found.rows).toEqual(rows.map(({ fields, line }) => ({ fields, line })))
        expect(found.records).toBe(rows.length)
        expect(
          found.rejects.map(({ code, line, offset, record }) => ({ code, line, offset, record })),
        ).toEqual(rejects)
      },
    ),
    { seed: 7, numRuns: 150 },
  )
})

test('records are found again by their line, and all of a large file are split', async () => {
  const r = random(3)
  const lines = Array.from({ length: 120_000 }, (_, i) =>
    r.next() < 0.01 ? r.pick(['"broken', 'x', `"${i}\nnext",2`, '', `a "b",${i}`]) : `K${i},${r.int(0, 9)}`,
  )
  const bytes = Buffer.from(lines.join('\n'))
  const found = await pass(bytes, 1 << 20)
  const { rows, rejects } = expected(bytes)
  expect(found.rows.map((row) => row.line)).toEqual(rows.map((row) => row.line))
  expect(found.rejects).toHaveLength(rejects.length)
  const file = join(folder, 'file.csv')
  writeFileSync(file, bytes)
  const wanted = rows.filter((_, i) => i % 997 === 0 || (i > 50_000 && i < 50_100))
  const options = { delimiter: 44, width: WIDTH, damaged: false }
  const located = found.locator.locate(
    file,
    'utf-8',
    options,
    wanted.map((row) => row.line),
  )
  expect(located).toEqual(
    wanted.map(({ record, offset }) => ({ record, offset, bytes: Buffer.byteLength(record) })),
  )
})

test('keys are proven different only when they are', async () => {
  const file = (keys: readonly string[]) => Buffer.from(keys.map((key, i) => `${key},${i}\n`).join(''))
  const keys = Array.from({ length: 50_000 }, (_, i) =>
    i % 3 === 0 ? `"K-${i}"` : `K-${i}-${'x'.repeat(i % 20)}`,
  )
  const proven = async (list: readonly string[], fields = [0]) =>
    (await pass(file(list), 1 << 20, fields)).haveDistinctKeys()
  expect(await proven(keys)).toBe(true)
  expect(await proven([...keys, 'K-99999'])).toBe(true)
  expect(await proven([...keys, keys[777]])).toBe(false)
  expect(await proven([...keys, 'K-0'])).toBe(false)
  expect(await proven(['x', 'x'], [0, 1])).toBe(true)
  // Equal once they are trimmed; not plain ASCII.
  expect(await proven(['x', ' x'])).toBe(false)
  expect(await proven(['x', '名'])).toBe(false)
  // A record without its key becomes no row.
  expect(await proven(['x', '', '""', ''])).toBe(true)
  expect(await proven(['x', '', 'x'])).toBe(false)
  expect(await proven(['', '', 'x'], [0, 1])).toBe(true)
  expect(await proven(['x', 'y'], [])).toBe(false)
})

test('a line of several megabytes is gathered, and set aside', async () => {
  const bytes = Buffer.from(`1,2\n${'x'.repeat(9 << 20)},1\n3,4\n`)
  const found = await pass(bytes, 4 << 20)
  expect(found.rows.map((row) => row.line)).toEqual([1, 3])
  expect(found.rejects.map(({ code, bytes }) => [code, bytes])).toEqual([['long_record', (9 << 20) + 3]])
})

test('a file counts as tight only when no field begins or ends with a space of any kind', async () => {
  const piece = fc.constantFrom('a', 'à', '、', '　b', 'b　', '\u00a0', '“', ' ', 'x y', '院', '')
  const field = fc.array(piece, { maxLength: 3 }).map((parts) => parts.join(''))
  let tight = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(field, field, fc.boolean()), { minLength: 1, maxLength: 3 }),
      async (records) => {
        const lines = records.map(([a, b, quoted]) => (quoted ? `"${a}","${b}"` : `${a},${b}`))
        const spaced = records.some(([a, b]) =>
          [a, b].some((f) => /^[ \u00a0\u3000]|[ \u00a0\u3000]$/.test(f)),
        )
        const { isTight } = await pass(Buffer.from(`${lines.join('\n')}\n`), 1000)
        expect(isTight).toBe(!spaced)
        if (isTight) tight++
      },
    ),
    { numRuns: 400, seed: 3 },
  )
  expect(tight).toBeGreaterThan(40)
})
