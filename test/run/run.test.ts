/** A run as a whole: the same files twice add nothing, a run that fails leaves the current snapshot as it was. */
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shelves } from '../../src/cli/shelves.ts'
import { run } from '../../src/run.ts'
import { generateBook } from '../../src/synthetic/index.ts'
import { snapshots } from '../../src/warehouse/index.ts'

/** A test that runs the flow may share its cores with others. */
const RUNS_MS = 240_000

let root: string
let home: string
let data: string

const at = (minute: number) => new Date(Date.UTC(2026, 6, 2, 9, minute))
const go = (minute: number, more: { dataDirectory?: string; fresh?: boolean } = {}) =>
  run({ book: 'insurer', shelves, home, dataDirectory: data, until: 'load', now: at(minute), ...more })

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'claimscope-run-'))
  home = join(root, 'home')
  data = join(root, 'files')
  await generateBook({ directory: data, answerKeyDirectory: join(root, 'key'), seed: 3, claims: 600 })
})

afterAll(() => rm(root, { recursive: true, force: true }))

test('a second run of the same files adds nothing', { timeout: RUNS_MS }, async () => {
  const first = await go(0)
  const second = await go(1)
  expect(second.snapshot).not.toBe(first.snapshot)
  const core = (rows: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(rows).filter(([table]) => !table.startsWith('meta.run')))
  expect(core(second.rows)).toEqual(core(first.rows))
  expect(first.rows['core.claim']).toBeGreaterThan(500)
  expect(first.rows['meta.quarantine']).toBeGreaterThan(0)
})

test('a book in which hardly any fraud has come to light is not learned from, and has its graph and rings all the same', {
  timeout: RUNS_MS,
}, async () => {
  const small = { directory: join(root, 'few'), answerKeyDirectory: join(root, 'few-key') }
  await generateBook({ ...small, seed: 3, claims: 200 })
  const { report, rows } = await run({
    ...{ book: 'insurer', shelves, home: join(root, 'few-home'), dataDirectory: small.directory },
    ...{ until: 'rings', now: at(0) },
  })
  const left = (report.train as readonly { task: string; left_out?: string }[]).map((one) => one.left_out)
  expect(left.filter(Boolean).join()).toMatch(/missing outcomes: \d+ of \d+ rows are positive \[claim_fraud/)
  expect(rows['graph.node']).toBeGreaterThan(100)
  expect(report.rings).toBeDefined()
})

test('every record is accepted, set aside or there already', async () => {
  const { warehouse } = await snapshots(home, 'insurer').openCurrent()
  const batches = await warehouse.db.selectFrom('meta.batch').selectAll().execute()
  await warehouse.close()
  expect(batches.length).toBeGreaterThan(30)
  const several = new Set(
    shelves.books.flatMap((book) => book.sources.filter((s) => s.rows !== undefined).map((s) => s.name)),
  )
  for (const b of batches.filter((b) => !several.has(b.source)))
    expect(b.accepted + b.quarantined + b.duplicate, b.file).toBe(b.records)
})

test('a run on broken files says why and changes nothing', { timeout: RUNS_MS }, async () => {
  const before = await snapshots(home, 'insurer').current()
  const broken = join(root, 'broken')
  await cp(data, broken, { recursive: true })
  const name = (await readdir(join(broken, 'internal'))).find((f) => f.startsWith('claims')) as string
  await writeFile(join(broken, 'internal', name), 'nothing,that,fits\n1,2,3\n')
  await expect(go(2, { dataDirectory: broken })).rejects.toThrow(/column/)
  await expect(go(3, { dataDirectory: join(root, 'nowhere') })).rejects.toThrow(/missing/)
  expect((await snapshots(home, 'insurer').current())?.id).toBe(before?.id)
  expect(await readdir(join(home, 'work')).catch(() => [])).toEqual([])
})

test('readers keep the old snapshot while a run builds the next', { timeout: RUNS_MS }, async () => {
  const store = snapshots(home, 'insurer')
  const { warehouse, manifest } = await store.openCurrent()
  const next = await go(4)
  const { n } = await warehouse.db
    .selectFrom('core.claim')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  await warehouse.close()
  expect(n).toBe(manifest.rows['core.claim'])
  expect((await store.current())?.id).toBe(next.snapshot)
})
