import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { m1 } from '../../src/evaluate/m1.ts'
import { openWarehouse, quoteText } from '../../src/warehouse/index.ts'

const data = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data', 'm1')
const present = existsSync(data)
if (!present) console.log('skipped: no M1 series (CLAIMSCOPE_DATA)')

test.skipIf(!present)(
  'every frequency is judged on what came later, ours beside each single model',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'm1-'))
    const warehouse = await openWarehouse({
      path: ':memory:',
      mode: 'write',
      allowedDirectories: [data, folder],
    })
    try {
      // A few series of each frequency are enough to see that nothing is mixed up.
      await warehouse.execute(
        `copy (select * from read_parquet(${quoteText(join(data, 'M1.parquet'))}) where series in (select series from (select series, period, row_number() over (partition by period order by series) as place from (select distinct series, period from read_parquet(${quoteText(join(data, 'M1.parquet'))}))) where place <= 6)) to ${quoteText(join(folder, 'M1.parquet'))} (format parquet)`,
      )
      const report = await m1.run({
        dataDirectory: folder,
        home: folder,
        seed: 1,
        python: undefined,
        onProgress: () => {},
      })
      expect(report.protocols.map(({ name }) => name)).toEqual(['all', 'yearly', 'quarterly', 'monthly'])
      expect(report.protocols.map(({ rows }) => rows.test)).toEqual([6 * 32, 6 * 6, 6 * 8, 6 * 18])
      for (const { contestants } of report.protocols) {
        const of = (name: string) => contestants.find((c) => c.name === name)?.metrics
        expect(contestants[0].name).toBe('claimscope')
        expect(contestants.map(({ name }) => name)).toContain('claimscope LSTM')
        for (const { metrics } of contestants) {
          expect(metrics.smape.value).toBeGreaterThan(0)
          expect(metrics.smape.low).toBeLessThan(metrics.smape.value)
          expect(metrics.mase.value).toBeLessThan(20)
        }
        expect(of('claimscope')?.mase.value).toBeLessThan(of('claimscope seasonal naive')?.mase.value ?? 0)
      }
      expect(report.metrics).toBe(report.protocols[0].contestants[0].metrics)
      expect(report.metrics.coverage_95.value).toBeGreaterThan(report.metrics.coverage_80.value)
    } finally {
      await warehouse.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
)
