/** Moments of the suspicion are kept while what they came from stays the same, and worked out anew when it does not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { links } from '../../src/links/index.ts'
import { momentsOf, writeSuspicion } from '../../src/run/suspicion.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { emptyWarehouse, fill } from '../features/example-warehouse.ts'

let warehouse: Warehouse
const at = (day: string) => new Date(`${day}T00:00:00Z`)
const NOW = at('2025-07-15')

const stands = (who: string, claim: string, day: string) => ({
  source_id: `entity:${who}`,
  target_id: `claim:${claim}`,
  link: 'in_claim',
  claim_id: claim,
  known_at: at(day),
})
const fraud = (claim: string, day: string) => ({
  investigation_id: `I-${claim}`,
  subject_kind: 'claim' as const,
  subject_id: claim,
  outcome: 'fraud' as const,
  known_at: at(day),
})
const rows = () =>
  warehouse.db.selectFrom('graph.suspicion').selectAll().orderBy('as_of').orderBy('node_id').execute()

beforeAll(async () => {
  warehouse = await emptyWarehouse()
  await fill(warehouse, {
    'graph.node': [
      ...['A', 'B', 'D'].map((who) => ({ node_id: `entity:${who}`, node_kind: 'entity' as const })),
      ...['C1', 'C2', 'C3'].map((claim) => ({ node_id: `claim:${claim}`, node_kind: 'claim' as const })),
    ],
    'graph.edge': [stands('A', 'C1', '2025-01-10'), stands('A', 'C2', '2025-02-10')],
    'core.investigation': [fraud('C1', '2025-02-20')],
  })
})
afterAll(() => warehouse.close())

test('from the first known fraud on, a moment a month, each by what was known then', async () => {
  const report = await writeSuspicion(warehouse, links, NOW)
  expect(report).toMatchObject({ moments: 5, kept: 0, frauds: 1 })
  const found = await rows()
  expect(found.map((row) => row.as_of.toISOString().slice(0, 10))).toContain('2025-03-01')
  expect(found[0].as_of).toEqual(at('2025-03-01'))
  expect(found.find((row) => row.node_id === 'entity:A')?.fraud_steps).toBe(1)
  expect(report.rows).toBe(found.length)
})

test('the same book keeps every moment, a later tie those before it, an earlier one none', async () => {
  const before = await rows()
  expect(await writeSuspicion(warehouse, links, NOW)).toMatchObject({ moments: 5, kept: 5 })
  expect(await rows()).toEqual(before)

  await fill(warehouse, { 'graph.edge': [stands('B', 'C2', '2025-05-20')] })
  expect(await writeSuspicion(warehouse, links, NOW)).toMatchObject({ moments: 5, kept: 3 })
  const after = await rows()
  const early = (list: typeof before) => list.filter((row) => row.as_of <= at('2025-05-01'))
  expect(early(after)).toEqual(early(before))
  expect(after.some((row) => row.node_id === 'entity:B' && row.as_of > at('2025-05-20'))).toBe(true)

  await fill(warehouse, { 'graph.edge': [stands('D', 'C1', '2025-01-20')] })
  expect(await writeSuspicion(warehouse, links, NOW)).toMatchObject({ moments: 5, kept: 0 })
  const anew = await rows()
  await warehouse.execute('delete from graph.suspicion; delete from graph.suspicion_moment')
  await writeSuspicion(warehouse, links, NOW)
  expect(await rows()).toEqual(anew)
})

test('a fraud that is taken back takes its suspicion along, and a long book has fewer moments', async () => {
  await warehouse.execute("delete from core.investigation where subject_id = 'C1'")
  expect(await writeSuspicion(warehouse, links, NOW)).toMatchObject({ moments: 0, rows: 0 })
  await fill(warehouse, { 'core.investigation': [fraud('C1', '2021-03-10')] })
  expect(await writeSuspicion(warehouse, links, NOW)).toMatchObject({ moments: 9 })
})

test('moments are months where that is few enough, and fewer in a long or large book', () => {
  const moments = (first: string, ties: number) =>
    momentsOf(Float64Array.of(at(first).getTime()), NOW, ties).map((ms) =>
      new Date(ms).toISOString().slice(0, 7),
    )
  expect(moments('2025-02-20', 1000)).toEqual(['2025-03', '2025-04', '2025-05', '2025-06', '2025-07'])
  expect(moments('2025-02-20', 30_000_000)).toEqual(['2025-04', '2025-07'])
  expect(moments('2021-03-10', 1000)).toHaveLength(9)
  expect(moments('1990-03-10', 1000).slice(-2)).toEqual(['2024-01', '2025-01'])
  expect(moments('1990-03-10', 1000)).toHaveLength(16)
  expect(moments('2025-07-20', 1000)).toEqual([])
  expect(momentsOf(new Float64Array(0), NOW, 1000)).toEqual([])
})
