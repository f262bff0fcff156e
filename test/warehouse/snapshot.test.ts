import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { open as openFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type PublishInfo, type SnapshotBuild, snapshotId, snapshots } from '../../src/warehouse/index.ts'

interface Tables {
  't.row': { n: number }
}

const INFO: PublishInfo = {
  createdAt: new Date('2026-01-02T03:04:05Z'),
  code: '1.2.3',
  definitions: { 'feature/a': 'abc' },
  extra: { note: 'x' },
}

let home: string
const book = () => snapshots(home, 'demo')

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claimscope-test-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

async function fill(build: SnapshotBuild<Tables>, n: number): Promise<void> {
  await build.warehouse.execute(
    'create schema if not exists t; create table if not exists t.row (n integer primary key)',
  )
  await build.warehouse.append('t.row', { n: [n] })
}

async function make(id: string, n: number, from: 'current' | 'empty' = 'current') {
  const build = await book().begin<Tables>({ id, from })
  await fill(build, n)
  return build.publish(INFO)
}

const lockFiles = () => readdirSync(join(home, 'books/demo')).filter((name) => name.startsWith('build.lock'))

async function rowsNow(): Promise<number[]> {
  const { warehouse } = await book().openCurrent<Tables>()
  try {
    return (await warehouse.db.selectFrom('t.row').select('n').orderBy('n').execute()).map(({ n }) => n)
  } finally {
    await warehouse.close()
  }
}

test('ids sort by time and differ by salt', () => {
  const early = snapshotId(new Date('2026-11-22T09:30:00.123Z'), 'a')
  expect(early).toMatch(/^20261122T093000Z-[0-9a-f]{6}$/)
  expect(snapshotId(new Date('2026-11-22T09:30:01Z'), 'a') > early).toBe(true)
  expect(snapshotId(new Date('2026-11-22T09:30:00Z'), 'b')).not.toBe(early)
})

test('a book without a snapshot says so', async () => {
  expect(await book().current()).toBeUndefined()
  expect(await book().list()).toEqual([])
  expect(await book().prune({ keep: 1 })).toEqual([])
  await expect(book().openCurrent()).rejects.toThrow('missing snapshot: "demo" [run its pipelines first]')
  await expect(book().verify('s9')).rejects.toThrow('unknown snapshot: "s9"')
})

test('publishing makes a snapshot current, with a manifest that tells what it holds', async () => {
  const first = await make('s1', 1)
  expect(first).toMatchObject({ id: 's1', book: 'demo', parent: null, rows: { 't.row': 1 }, code: '1.2.3' })
  expect(first).toMatchObject({
    createdAt: '2026-01-02T03:04:05.000Z',
    definitions: INFO.definitions,
    extra: { note: 'x' },
  })
  const second = await make('s2', 2)
  expect(second).toMatchObject({ parent: 's1', rows: { 't.row': 2 } })
  expect(await book().current()).toEqual(second)
  expect((await book().list()).map(({ id }) => id)).toEqual(['s1', 's2'])
  expect(await rowsNow()).toEqual([1, 2])
  expect(await book().verify()).toEqual({ id: 's2', ok: true, problems: [] })
  expect((await make('s3', 9, 'empty')).rows).toEqual({ 't.row': 1 })
  expect(readdirSync(join(home, 'books/demo')).sort()).toEqual([
    'build.lock.3',
    'building',
    'current',
    'warehouse',
  ])
})

test('readers of the current snapshot go on while the next is built and published', async () => {
  await make('s1', 1)
  const reader = await book().openCurrent<Tables>()
  const count = async () => (await reader.warehouse.db.selectFrom('t.row').selectAll().execute()).length
  const build = await book().begin<Tables>({ id: 's2', from: 'current' })
  await fill(build, 2)
  expect(await count()).toBe(1)
  await build.publish(INFO)
  expect(await count()).toBe(1)
  expect(reader.manifest.id).toBe('s1')
  await reader.warehouse.close()
  expect(await rowsNow()).toEqual([1, 2])
})

test('a reader cannot write', async () => {
  await make('s1', 1)
  const { warehouse } = await book().openCurrent<Tables>()
  await expect(warehouse.db.deleteFrom('t.row').execute()).rejects.toThrow(/read-only/)
  await warehouse.close()
})

test('abandoning leaves nothing behind', async () => {
  await make('s1', 1)
  const build = await book().begin<Tables>({ id: 's2', from: 'current' })
  await fill(build, 2)
  await build.abandon()
  await expect(build.publish(INFO)).rejects.toThrow('finished')
  expect(await rowsNow()).toEqual([1])
  expect(readdirSync(join(home, 'books/demo/warehouse')).sort()).toEqual(['s1.duckdb', 's1.json'])
})

test('rollback moves the pointer, prune keeps the newest and the current', { timeout: 30_000 }, async () => {
  for (let i = 1; i <= 4; i++) await make(`s${i}`, i)
  expect((await book().rollback('s1')).id).toBe('s1')
  expect(await rowsNow()).toEqual([1])
  expect(await book().prune({ keep: 2 })).toEqual(['s2'])
  expect((await book().list()).map(({ id }) => id)).toEqual(['s1', 's3', 's4'])
  await expect(book().rollback('s2')).rejects.toThrow('unknown snapshot: "s2"')
  expect((await make('s5', 5)).parent).toBe('s1')
})

test('ids are names of files, and are used once', async () => {
  await make('s1', 1)
  await expect(make('s1', 2)).rejects.toThrow('duplicate snapshot: "s1"')
  await expect(book().begin({ id: '../x', from: 'empty' })).rejects.toThrow('invalid snapshot: "../x"')
  expect(() => snapshots(home, 'a/b')).toThrow('invalid book: "a/b"')
  expect(await rowsNow()).toEqual([1])
})

test('a second builder is refused and told who builds', async () => {
  const build = await book().begin<Tables>({ id: 's1', from: 'empty' })
  await expect(book().begin({ id: 's2', from: 'empty' })).rejects.toThrow(
    new RegExp(`^invalid build: .*process ${process.pid} is busy with building snapshot s1`),
  )
  await fill(build, 1)
  await build.publish(INFO)
  expect((await make('s2', 2)).parent).toBe('s1')
})

test('the lock of a process that is gone is taken over', async () => {
  await make('s1', 1)
  const gone = spawnSync(process.execPath, ['-e', '']).pid
  const lock = () => join(home, 'books/demo', lockFiles()[0])
  for (const text of [
    JSON.stringify({ pid: gone, started: '1', purpose: 'x' }),
    JSON.stringify({ pid: 1, started: 'another process of this number', purpose: 'x' }),
    'damaged',
  ]) {
    writeFileSync(lock(), text)
    const build = await book().begin<Tables>({ id: 's2', from: 'current' })
    await build.abandon()
  }
})

test('of many builders that start at once over a stale lock, one builds', { timeout: 30_000 }, async () => {
  await make('s1', 1)
  writeFileSync(
    join(home, 'books/demo/build.lock'),
    JSON.stringify({ pid: 2 ** 22, started: '1', purpose: 'x' }),
  )
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) => book().begin<Tables>({ id: `p${i}`, from: 'current' })),
  )
  const builds = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(builds.length).toBe(1)
  await builds[0].abandon()
})

test('damage is found: a flipped byte by its hash, a short file at once', async () => {
  await make('s1', 1)
  const path = book().path('s1')
  const file = await openFile(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, 9000)
  await file.write(Buffer.of(byte[0] ^ 1), 0, 1, 9000)
  await file.close()
  expect(await book().verify()).toEqual({
    id: 's1',
    ok: false,
    problems: ['the SHA-256 differs from the manifest'],
  })
  await expect(book().openCurrent({ verify: true })).rejects.toThrow('invalid snapshot: "s1"')
  await expect(book().begin({ id: 's2', from: 'current' })).rejects.toThrow('invalid snapshot: "s1"')
  await expect(book().rollback('s1')).rejects.toThrow('SHA-256')
  truncateSync(path, 8000)
  await expect(book().openCurrent()).rejects.toThrow(/^invalid snapshot: "s1" \[the file has 8000 bytes/)
  rmSync(path)
  await expect(book().openCurrent()).rejects.toThrow('the file is missing')
  appendFileSync(join(home, 'books/demo/warehouse/s1.json'), '}')
  await expect(book().current()).rejects.toThrow('invalid manifest')
})

test('a fault at any step of a build leaves the current snapshot as it was', {
  timeout: 60_000,
}, async () => {
  await make('s1', 1)
  for (let failing = 1; ; failing++) {
    let step = 0
    const onStep = (name: string) => {
      if (++step === failing) throw new Error(`fault at ${name}`)
    }
    const id = `f${failing}`
    let fault: unknown
    try {
      const build = await snapshots(home, 'demo', { onStep }).begin<Tables>({ id, from: 'current' })
      await fill(build, 2)
      await build.publish(INFO)
    } catch (error) {
      fault = error
    }
    const now = await book().current()
    if (!fault) {
      expect(now?.id).toBe(id)
      expect(failing).toBeGreaterThan(12)
      break
    }
    expect(String(fault)).toMatch(/fault at/)
    // Only the last step comes after the pointer has moved.
    if (String(fault).includes('finish')) {
      expect(now?.id).toBe(id)
      await book().rollback('s1')
    }
    expect(await rowsNow()).toEqual([1])
    expect((await book().verify()).ok).toBe(true)
  }
  expect(await rowsNow()).toEqual([1, 2])
})
