/** The quarantine over HTTP: what is shown, what is hidden, and the way of a correction from the first look to the next snapshot. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asText, type Source } from 'claimscope'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  AuditPage,
  BulkCorrectionPreview,
  CorrectionPreview,
  Problem,
  QuarantineDetail,
  QuarantinePage,
  QuarantineRecord,
  QuarantineSummary,
  ReplayStatus,
} from '../../src/api/schemas/index.ts'
import { applyCorrections } from '../../src/ingestion/corrections/index.ts'
import { ingest } from '../../src/ingestion/index.ts'

import type { Database } from '../../src/schema/database.ts'
import type { SnapshotBuild } from '../../src/warehouse/index.ts'
import { good, HEADER, payments, posts } from '../ingestion/bench.ts'
import { BOOK } from './book.ts'
import { type Desk, desk, NOW } from './desk.ts'

const plain = payments()
const SOURCES = [
  { ...plain, columns: { ...plain.columns, bank_account: asText('payee') } } as Source,
  posts(),
]
const FILE = [
  HEADER,
  ...good(1),
  '2,C2,6222-0001,x,2024-01-02',
  '3,C3,6222-0002,1,02/03/2024',
  '4,C4,6222-0003,1,05/06/2024',
  '5,C5,6222-0004,1',
  '1,C1,6222-0005,9,2024-01-32',
  ...good(40, 10),
].join('\n')

let at: Desk
const started: string[] = []
const idle: ReplayStatus = {
  state: 'idle',
  by: null,
  startedAt: null,
  finishedAt: null,
  stages: [],
  plan: ['link'],
  snapshot: null,
  corrected: null,
  dismissed: null,
  failed: null,
  message: null,
}

/** Publishes the next snapshot after `work` on it, and serves it. */
async function next(work: (build: SnapshotBuild<Database>) => Promise<void>) {
  const folder = join(at.book.home, 'files')
  const build = await at.book.snapshots.begin({
    id: `q${started.length}${Math.random().toString(36).slice(2, 8)}`,
    from: 'current',
    allowedDirectories: [folder],
  })
  await work(build)
  await build.publish({ createdAt: NOW, code: 'test', definitions: {} })
  at.holder.swap(await at.book.snapshots.openCurrent())
}

const options = () => {
  const folder = join(at.book.home, 'files')
  return { book: BOOK, dataDirectory: folder, workDirectory: folder, loadedAt: NOW }
}

beforeAll(async () => {
  at = await desk({
    catalog: { sources: SOURCES, views: [], rules: [], links: [], signals: [] },
    replay: {
      status: () => idle,
      start: (by) => {
        started.push(by)
        return { ...idle, state: 'running', by }
      },
    },
  })
  mkdirSync(join(at.book.home, 'files'))
  writeFileSync(join(at.book.home, 'files', 'payments.csv'), `${FILE}\n`)
  await next(async (build) => {
    await build.warehouse.execute(`delete from meta.quarantine`)
    await ingest(build.warehouse, SOURCES.slice(0, 1), options())
  })
})
afterAll(() => at.close())

const items = async (query = ''): Promise<QuarantinePage['items']> =>
  ((await at.json('risk', `/v1/quarantine${query}`)) as QuarantinePage).items
const idOf = async (line: number) => (await items()).find((item) => item.line === line)?.id ?? ''
const path = (id: string, action = '') => `/v1/quarantine/${encodeURIComponent(id)}${action}`
async function posted<T>(action: string, body: unknown, status = 200): Promise<T> {
  const response = await at.post('risk', action, body)
  const answer = await response.text()
  expect([action, response.status, answer.slice(0, 200)]).toEqual([action, status, expect.anything()])
  return JSON.parse(answer) as T
}

test('groups count what was set aside, with its bytes', async () => {
  const summary: QuarantineSummary = await at.json('risk', '/v1/quarantine/summary')
  expect(summary).toMatchObject({ records: 5, mayFix: true, mayReplay: true })
  expect(summary.groups.map(({ code, column, records }) => [code, column, records])).toEqual([
    ['invalid_date', 'paid', 3],
    ['invalid_amount', 'amount', 1],
    ['ragged_row', null, 1],
  ])
  expect(summary.bytes).toBe(FILE.split('\n').slice(2, 7).join('\n').length + 1)
})

test('pages follow each other, filters hold', async () => {
  const first: QuarantinePage = await at.json('risk', '/v1/quarantine?limit=2')
  expect(first).toMatchObject({ total: 5 })
  const second: QuarantinePage = await at.json('risk', `/v1/quarantine?limit=3&cursor=${first.nextCursor}`)
  expect([...first.items, ...second.items].map((item) => item.line)).toEqual([3, 4, 5, 6, 7])
  expect(await items('?code=ragged_row')).toHaveLength(1)
  expect(await items('?state=waiting')).toHaveLength(0)
})

test('a record is shown field by field, what is sensitive or out of its place is hidden', async () => {
  const detail: QuarantineDetail = await at.json('risk', path(await idOf(4)))
  const cell = (name: string) => detail.cells.find((one) => one.name === name)
  expect(cell('payee')).toMatchObject({ value: null, isHidden: true })
  expect(cell('paid')).toMatchObject({ value: '02/03/2024', isHidden: false, isFault: true })
  expect(detail.outcome.fields.find((field) => field.column === 'paid_at')?.fault).toBe('invalid_date')
  const ragged: QuarantineDetail = await at.json('risk', path(await idOf(6)))
  expect(ragged).toMatchObject({ isWhole: false, fieldsFound: 4 })
  expect(ragged.cells.every((one) => one.isHidden)).toBe(true)
  expect(JSON.stringify([detail, ragged])).not.toContain('6222')
})

test('the record itself is shown for a purpose, and the audit has it', async () => {
  const id = await idOf(4)
  await posted(path(id, '/record'), { purpose: 'short' }, 400)
  const record = await posted<QuarantineRecord>(path(id, '/record'), {
    purpose: 'correct the date of payment',
  })
  expect(record.record).toBe('3,C3,6222-0002,1,02/03/2024\n')
  const fault = record.marks.find((mark) => mark.isFault)
  expect(record.record.slice(fault?.start, fault?.end)).toBe('02/03/2024')
  const audit: AuditPage = await at.json('admin', `/v1/audit?subject=${encodeURIComponent(id)}`)
  expect(audit.items[0]).toMatchObject({ action: 'quarantine.reveal', actor: 'risk' })
  expect(JSON.stringify(audit.items)).not.toContain('6222')
})

test('a preview says what would happen, and tells nothing that the asker did not give', async () => {
  const id = await idOf(4)
  const good = await posted<CorrectionPreview>(path(id, '/preview'), { cells: { paid: '2024-03-02' } })
  expect(good).toMatchObject({ accepted: true, record: null })
  expect(JSON.stringify(good)).not.toContain('6222')
  const bad = await posted<CorrectionPreview>(path(id, '/preview'), {
    cells: { paid: '2024-03-02', amount: '-4' },
  })
  expect(bad.accepted).toBe(false)
  expect(bad.outcomes[0].checks[0]).toMatchObject({ name: 'amount_positive', failed: 1 })
  const whole = await posted<CorrectionPreview>(path(id, '/preview'), { record: '3,C3,P,1,2024-03-02' })
  expect(whole.record).toBe('3,C3,P,1,2024-03-02')
  await posted(path(id, '/preview'), { record: '1,2' }, 422)
  await posted(path(id, '/preview'), { cells: {}, record: '' }, 400)
  await posted(path(id, '/preview'), { cells: { nobody: 'x' } }, 404)
})

test('what still does not fit is not kept; a key that is there already is to be dismissed', async () => {
  const refused = await posted<Problem>(path(await idOf(3), '/fix'), { cells: { amount: 'y' } }, 422)
  expect(refused.detail).toContain('amount: invalid_amount')
  const stopped = await posted<Problem>(path(await idOf(3), '/fix'), { cells: { amount: '-5' } }, 422)
  expect(stopped.detail).toContain('amount_positive [a payment is not above zero]')
  const known = await posted<Problem>(path(await idOf(7), '/fix'), { cells: { paid: '2024-01-31' } }, 422)
  expect(known.detail).toContain('dismiss')
  expect(await items('?state=waiting')).toHaveLength(0)
})

test('one change for many: seen first, then kept for those that it makes fit', async () => {
  const bulk = {
    source: 'test/payments',
    code: 'invalid_date',
    operation: { kind: 'date', column: 'paid', format: 'DMY' },
  }
  const preview = await posted<BulkCorrectionPreview>('/v1/quarantine/bulk/preview', bulk)
  expect(preview).toMatchObject({ records: 3, unchanged: 1, accepted: 2 })
  expect(preview.examples[0]).toMatchObject({ before: '02/03/2024', after: '2024-03-02', fault: null })
  const hidden = await posted<BulkCorrectionPreview>('/v1/quarantine/bulk/preview', {
    ...bulk,
    operation: { kind: 'set', column: 'payee', value: 'P' },
  })
  expect(JSON.stringify(hidden)).not.toContain('6222')
  expect(await posted('/v1/quarantine/bulk/fix', bulk)).toEqual({ corrected: 2, left: 1 })
  expect((await items('?state=waiting')).map((item) => item.line)).toEqual([4, 5])
  const other = await at.post('admin', path(await idOf(5), '/dismiss'), { reason: 'no' })
  expect([other.status, await other.json()]).toMatchObject([
    409,
    { detail: expect.stringContaining('what risk decided') },
  ])
})

test('a decision can be taken back until a run takes it up', async () => {
  const id = await idOf(5)
  const detail = await posted<QuarantineDetail>(path(id, '/withdraw'), {})
  expect(detail.state).toBe('open')
  expect(detail.decisions.map((one) => one.kind)).toEqual(['correct', 'withdraw'])
  await posted(path(id, '/withdraw'), {}, 409)
})

test('the next run takes up what waits; what was done cannot be done again', async () => {
  await posted(path(await idOf(7), '/dismiss'), { reason: 'sent twice' })
  const fixed = await posted<QuarantineDetail>(path(await idOf(3), '/fix'), {
    cells: { amount: '12.00' },
    note: 'asked the branch',
  })
  expect(fixed).toMatchObject({ state: 'waiting' })
  expect(fixed.decisions[0]).toMatchObject({ by: 'risk', note: 'asked the branch' })
  await next(async (build) => {
    const { dataDirectory: _, ...rest } = options()
    const report = await applyCorrections(build.warehouse, SOURCES, { ...rest, home: at.book.home })
    expect(report).toMatchObject({ corrected: 2, dismissed: 1, failed: [] })
  })
  const states = Object.fromEntries((await items()).map((item) => [item.line, item.state]))
  expect(states).toEqual({ 3: 'corrected', 4: 'corrected', 5: 'open', 6: 'open', 7: 'dismissed' })
  await posted(path(await idOf(3), '/fix'), { cells: { amount: '1' } }, 409)
  await posted(path(await idOf(7), '/dismiss'), { reason: 'again' }, 409)
})

test('a replay is started by who may correct, one at a time, and stands in the audit', async () => {
  expect(await posted('/v1/quarantine/replay', {})).toMatchObject({ state: 'running', by: 'risk' })
  expect(started).toEqual(['risk'])
  expect((await at.post('investigator', '/v1/quarantine/replay', {})).status).toBe(403)
  expect((await at.ask('investigator', '/v1/quarantine/summary')).status).toBe(403)
})

test('what is no id of a record is unknown', async () => {
  for (const id of ['x', 'B1.2.none', `B1.1.a' or 1=1`])
    expect((await at.ask('risk', path(id))).status).toBe(404)
})
