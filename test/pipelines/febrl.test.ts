import { resolve } from 'node:path'
import type { Column } from 'claimscope'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { truthOf } from '../../pipelines/febrl/file.ts'
import { book } from '../../pipelines/febrl/index.ts'
import { openRealBook, type RealBook, realFolder } from './real-book.ts'

const folder = realFolder('febrl')

test('no source reads what tells who is who', () => {
  const reads = book.sources.flatMap((source) =>
    Object.values(source.columns as Readonly<Record<string, Column>>).flatMap((column) => column.reads),
  )
  expect(reads).not.toContain('rec_id')
})

describe.skipIf(!folder)('on the real files', () => {
  let real: RealBook
  beforeAll(async () => {
    real = await openRealBook(book, folder as string)
  })
  afterAll(() => real?.close())

  test('every record enters, a day of birth that does not exist as none', async () => {
    expect(real.report.sources.map((s) => [s.source, s.accepted, s.quarantined])).toEqual(
      [1000, 5000, 5000].flatMap((records, i) => [
        [`febrl/dataset${i + 1}`, records, 0],
        [`febrl/dataset${i + 1}_identities`, records, 0],
      ]),
    )
    const [days] = await real.rows<{ kept: number }>(
      `select count(birth_date) as kept from core.party where source = 'febrl/dataset3'`,
    )
    expect(days.kept).toBeGreaterThan(4000)
    expect(days.kept).toBeLessThan(5000)
  })

  test('the truth of a file meets its parties one to one, and stands in no table', async () => {
    const truth = await truthOf('dataset3', resolve(folder as string))
    const parties = await real.rows<{ party_id: string }>(
      `select party_id from core.party where source = 'febrl/dataset3'`,
    )
    expect(new Set(parties.map((row) => row.party_id))).toEqual(new Set(truth.persons.keys()))
    expect(new Set(truth.persons.values()).size).toBe(2000)
    const tables = await real.rows<{ name: string }>(
      `select schema_name || '.' || table_name as name from duckdb_tables() where not internal`,
    )
    for (const { name } of tables) {
      const [{ n }] = await real.rows<{ n: number }>(
        `select count(*) as n from ${name} as t where contains(t::varchar, 'rec-') and contains(t::varchar, '-dup-')`,
      )
      expect([name, n]).toEqual([name, 0])
    }
  })
})
