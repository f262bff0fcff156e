import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bufferSize } from '../../src/ingestion/csv/buffer-size.ts'
import { openWarehouse, quoteText } from '../../src/warehouse/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimscope-buffer-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a thread gets rows for almost two row groups, unless there is little to do or rows are short or very long', () => {
  const size = bufferSize(5_000_000, 450_000_000, 2) ?? 0
  expect(size % 2 ** 20).toBe(0)
  const rows = size / 4 / 90
  expect(rows).toBeGreaterThan(1.8 * 122_880)
  expect(rows).toBeLessThan(2 * 122_880)
  expect(bufferSize(400_000, 36_000_000, 2)).toBeUndefined()
  expect(bufferSize(400_000, 36_000_000, 1)).toBeUndefined()
  expect(bufferSize(5_000_000, 450_000_000, 64)).toBeUndefined()
  expect(bufferSize(5_000_000, 5_000_000_000, 2)).toBeUndefined()
  expect(bufferSize(5_000_000, 150_000_000, 2)).toBeUndefined()
  expect(bufferSize(0, 0, 2)).toBeUndefined()
})

test('rows that are read with it fill row groups in their order, each once', async () => {
  const path = join(folder, 'rows.csv')
  const records = 1_000_000
  const warehouse = await openWarehouse({
    path: join(folder, 'w.duckdb'),
    mode: 'write',
    allowedDirectories: [folder],
  })
  try {
    await warehouse.execute(`copy (select case when i % 1000 = 7 then e'two\nlines, ' || i else 'text of ordinary length, number ' || i % 977 end as a, i as b
      from range(${records}) as r(i)) to ${quoteText(path)} (header false)`)
    const { size } = statSync(path)
    const buffer = bufferSize(records, size, 2) ?? 0
    expect(buffer).toBeLessThan(size)
    await warehouse.execute(`create table rows as select * from read_csv(${quoteText(path)}, auto_detect=false, header=false, delim=',',
      quote='"', escape='"', strict_mode=true, max_line_size=2097152, columns={a: 'VARCHAR', b: 'BIGINT'}, buffer_size=${buffer})`)
    const { rows } = await sql<Record<string, number>>`
      select count(*) as n, count(*) filter (rowid <> b) as moved, count(*) filter (a like '%lines, ' || b) as long,
        (select count(distinct row_group_id) from pragma_storage_info('rows')) as row_groups from rows`.execute(
      warehouse.db,
    )
    const { row_groups: groups, ...found } = rows[0]
    expect(found).toEqual({ n: records, moved: 0, long: records / 1000 })
    // Two to a part, and what a buffer and the file leave over.
    expect(groups).toBeLessThanOrEqual(11)
  } finally {
    await warehouse.close()
  }
})
