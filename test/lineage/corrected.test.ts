import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { claims } from '../../pipelines/insurer/internal/claims.ts'
import {
  applyCorrections,
  CORRECTION_LEDGER,
  type Decision,
  recordHash,
} from '../../src/ingestion/corrections/index.ts'
import { ingest } from '../../src/ingestion/index.ts'
import { rowLineage } from '../../src/run/row-lineage.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { ledger, openWarehouse } from '../../src/warehouse/index.ts'

const home = mkdtempSync(join(tmpdir(), 'claimscope-corrected-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('a value that a person corrected leads to the correction, and to the record that had been set aside', async () => {
  const data = join(home, 'files')
  const workDirectory = join(home, 'work')
  const file = join('internal', 'claims-2023.csv')
  mkdirSync(join(data, 'internal'), { recursive: true })
  mkdirSync(workDirectory)
  const [header, good] = claims.sample.split('\n')
  const fill = Array.from({ length: 9 }, (_, i) => good.replace('CL23-0000001', `F${i}`))
  const bad = (id: string) => good.replace('CL23-0000001', id).replace('2023-07-01 09:17:00', 'last summer')
  writeFileSync(join(data, file), `${[header, ...fill, bad('B1'), bad('B2')].join('\n')}\n`)
  const warehouse = await openWarehouse({
    path: join(home, 'w.duckdb'),
    mode: 'write',
    allowedDirectories: [data, workDirectory],
  })
  try {
    await warehouse.execute(schemaDdl())
    const loadedAt = new Date('2024-01-01T00:00:00Z')
    await ingest(warehouse, [claims], { book: 'insurer', dataDirectory: data, workDirectory, loadedAt })
    const aside = await warehouse.db.selectFrom('meta.quarantine').selectAll().orderBy('line').execute()
    expect(aside.map(({ line, code }) => [Number(line), code])).toEqual([
      [11, 'invalid_timestamp'],
      [12, 'invalid_timestamp'],
    ])
    const decisions = aside.map(
      (one, i): Decision => ({
        kind: 'correct',
        source: one.source,
        file: one.file,
        line: Number(one.line),
        sha256: recordHash(one.record),
        batchId: one.batch_id,
        code: one.code,
        columns: header.split(','),
        record: good
          .replace('CL23-0000001', `B${i + 1}`)
          .replace('2023-07-01 09:17:00', `2023-06-0${i + 1} 08:00`),
        by: 'ada',
        at: '2024-01-02T00:00:00.000Z',
        note: 'asked the claimant',
      }),
    )
    await ledger<Decision>(home, 'insurer', CORRECTION_LEDGER).append(decisions)
    const report = await applyCorrections(warehouse, [claims], {
      book: 'insurer',
      home,
      workDirectory,
      loadedAt: new Date('2024-01-03T00:00:00Z'),
    })
    expect(report).toMatchObject({ corrected: 2, failed: [] })
    const context = {
      warehouse,
      book: 'insurer',
      home,
      views: [],
      links: [],
      sources: [claims],
      dataDirectories: [data],
    }
    const found = await rowLineage(context, 'core.claim', 'B2')
    expect(found.correction).toMatchObject({
      code: 'invalid_timestamp',
      file: 'internal/claims-2023.csv',
      line: 12,
      by: 'ada',
      note: 'asked the claimant',
    })
    expect(found.correction?.record).toContain('last summer')
    expect(found.file).toBe('same')
    expect(found.columns.find(({ column }) => column === 'loss_at')).toMatchObject({
      reads: [{ name: 'loss_time', text: '2023-06-02 08:00' }],
      value: '2023-06-02 08:00:00',
      isSame: true,
    })
    expect((await rowLineage(context, 'core.claim', 'B1')).correction?.line).toBe(11)
    expect((await rowLineage(context, 'core.claim', 'F1')).correction).toBeNull()
  } finally {
    await warehouse.close()
  }
})
