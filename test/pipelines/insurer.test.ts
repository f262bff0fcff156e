import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { book } from '../../pipelines/insurer/index.ts'
import { type IngestReport, ingest } from '../../src/ingestion/index.ts'
import { findMentions } from '../../src/mentions/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { generateBook } from '../../src/synthetic/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

const root = mkdtempSync(join(tmpdir(), 'claimscope-insurer-'))
const files = join(root, 'files')
const work = join(root, 'work')
let warehouse: Warehouse
let report: IngestReport
let again: IngestReport

const load = () =>
  ingest(warehouse, book.sources, {
    book: book.name,
    dataDirectory: files,
    workDirectory: work,
    loadedAt: new Date('2026-07-01'),
  })

const rows = async <T>(text: string): Promise<T[]> => (await sql.raw<T>(text).execute(warehouse.db)).rows
const one = async (text: string): Promise<number> => Number((await rows<{ n: number }>(text))[0]?.n)

beforeAll(async () => {
  await generateBook({ directory: files, answerKeyDirectory: join(root, 'key'), seed: 5, claims: 1500 })
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', allowedDirectories: [files, work] })
  await warehouse.execute(schemaDdl())
  report = await load()
  again = await load()
}, 180_000)

afterAll(async () => {
  await warehouse?.close()
  rmSync(root, { recursive: true, force: true })
})

test('every source brings rows, no column is unknown, and every record is accounted for', () => {
  expect(report.sources.map((s) => s.source)).toEqual(book.sources.map((s) => s.name))
  const collected = new Set(book.sources.filter((s) => s.optional).map((s) => s.name))
  for (const source of report.sources.filter((s) => !collected.has(s.source))) {
    expect(source.accepted, source.source).toBeGreaterThan(0)
    expect(source.unknownColumns, source.source).toEqual([])
    expect(source.accepted + source.quarantined + source.duplicate, source.source).toBe(source.records)
  }
})

test('damaged records are set aside: some, and not many', () => {
  const records = report.sources.reduce((sum, s) => sum + s.records, 0)
  const aside = report.sources.reduce((sum, s) => sum + s.quarantined, 0)
  expect(aside / records).toBeGreaterThan(0.001)
  expect(aside / records).toBeLessThan(0.02)
})

test('a second load of the same files adds nothing', async () => {
  expect(again.sources.every((s) => s.accepted === 0)).toBe(true)
  expect(await one('select count(*) - count(distinct claim_id) as n from core.claim')).toBe(0)
})

test('all six lines and both countries are there, in the words of the book', async () => {
  expect(await one('select count(distinct line) as n from core.claim')).toBe(6)
  expect(await one(`select count(*) as n from core.party where region_code like 'AU-%'`)).toBeGreaterThan(100)
  expect(
    await one(`select count(*) as n from core.party where regexp_full_match(region_code, '3[23][0-9]{4}')`),
  ).toBeGreaterThan(100)
  expect(await one(`select count(*) as n from core.party where gender not in ('male', 'female')`)).toBe(0)
  expect(
    await one(`select count(*) as n from core.party_identity where name like '欧阳%' or name like '王%'`),
  ).toBeGreaterThan(10)
})

test('known_at never lies before the event where the record is entered after it', async () => {
  for (const table of [
    'claim',
    'claim_event',
    'payment',
    'medical_visit',
    'traffic_event',
    'driving_violation',
  ])
    expect(await one(`select count(*) as n from core.${table} where known_at < event_at`), table).toBe(0)
  expect(await one('select count(*) as n from core.claim where known_at > assessed_at')).toBe(0)
  expect(await one(`select count(*) as n from core.claim where known_at > timestamp '2026-07-01'`)).toBe(0)
})

test('an outcome becomes known weeks after the claim was assessed', async () => {
  const [lag] = await rows<{ least: number; median: number }>(
    `select min(date_diff('day', c.assessed_at, i.known_at)) as least, median(date_diff('day', c.assessed_at, i.known_at)) as median
     from core.investigation i join core.claim c on c.claim_id = i.subject_id`,
  )
  expect(Number(lag?.least)).toBeGreaterThanOrEqual(19)
  expect(Number(lag?.median)).toBeGreaterThan(45)
})

test('news and posts speak of perils and places', async () => {
  if (book.lexicon) await findMentions(warehouse, book.lexicon)
  expect(
    await one(`select count(*) as n from core.mention where mention_kind = 'peril' and value = 'hail'`),
  ).toBeGreaterThan(0)
  expect(
    await one(`select count(*) as n from core.mention where mention_kind = 'place' and value = '330100'`),
  ).toBeGreaterThan(0)
  expect(await one(`select count(*) as n from core.article where language = 'zh'`)).toBeGreaterThan(0)
  expect(await one('select count(*) - count(distinct mention_id) as n from core.mention')).toBe(0)
})

const END = new Date('2026-06-30T23:59:00Z')
const task = (name: string) => {
  const found = book.tasks.find((t) => t.name === name)
  if (!found) throw new Error(`unknown task: ${name}`)
  return found
}

test('the fraud task judges each claim at its assessment, by outcomes that were known', async () => {
  const fraud = task('claim_fraud')
  const spine = await warehouse.db.executeQuery(fraud.spine(warehouse.db, END).compile())
  expect(spine.rows.length).toBe(await one('select count(*) as n from core.claim'))
  for (const { as_of } of spine.rows) expect(as_of.getTime()).toBeLessThanOrEqual(END.getTime())
  const labels = (at: Date) => warehouse.db.executeQuery(fraud.labels(warehouse.db, at).compile())
  const all = (await labels(END)).rows
  expect(new Set(all.map((l) => l.entity_id)).size).toBe(all.length)
  expect([...new Set(all.map((l) => Number(l.y)))].sort()).toEqual([0, 1])
  const early = (await labels(new Date('2024-06-30'))).rows
  expect(early.length).toBeGreaterThan(0)
  expect(early.length).toBeLessThan(all.length / 2)
})

test('the frequency task counts claims over the time that was seen', async () => {
  const frequency = task('policy_frequency')
  const { rows: labels } = await warehouse.db.executeQuery(frequency.labels(warehouse.db, END).compile())
  expect(labels.length).toBeGreaterThan(1000)
  for (const { exposure, y } of labels) {
    expect(Number(exposure)).toBeGreaterThan(0)
    expect(Number(exposure)).toBeLessThanOrEqual(1.01)
    expect(Number.isInteger(Number(y))).toBe(true)
  }
  const spine = await warehouse.db.executeQuery(frequency.spine(warehouse.db, END).compile())
  const ids = new Set(spine.rows.map((row) => row.entity_id))
  expect(labels.filter((label) => !ids.has(label.entity_id))).toEqual([])
})
