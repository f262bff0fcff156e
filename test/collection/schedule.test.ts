/** Collectors of a book: what they lack, how they run side by side, and the command line. */

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { book as insurer } from '../../pipelines/insurer/index.ts'
import type { Book } from '../../src/book.ts'
import { nextRun, watchSchedules } from '../../src/collection/index.ts'
import { collector, variablesOf } from '../../src/collector.ts'
import { collectBySchedule, collectOnce, listCollectors } from '../../src/run/collect.ts'
import { claimscope } from '../demo-home.ts'
import { desk, START } from './desk.ts'

const folder = (name: string) =>
  collector({
    name,
    kind: 'folder',
    title: { en: name, zh: name },
    description: name,
    lands: `partner/${name}-*.csv`,
    schedule: '* * * * * *',
    address: `DROP_${name.toUpperCase()}`,
    files: '*.csv',
    complete: 'marker',
    takes: 'copy',
  })

function drop(...names: string[]): string {
  const path = mkdtempSync(join(tmpdir(), 'claimscope-drop-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const name of names) {
    writeFileSync(join(path, name), `${name}\n`)
    writeFileSync(join(path, `${name}.done`), '')
    utimesSync(join(path, name), START, START)
  }
  return path
}

const book: Book = { ...insurer, collectors: [folder('a'), folder('b'), folder('c')] }

test('what lands is what a source of the book takes in, and schedules can be read', () => {
  const names = insurer.collectors?.map(({ name }) => name) ?? []
  expect(new Set(names).size).toBe(names.length)
  for (const { name, lands, schedule } of insurer.collectors ?? []) {
    expect(lands.split('*'), name).toHaveLength(2)
    const path = lands.replace('*', `${name}-00000001-0123456789ab`)
    const takers = insurer.sources.filter(({ files }) =>
      new RegExp(`^${files.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(path),
    )
    expect(takers.length, path).toBeGreaterThan(0)
    expect(nextRun(schedule, START)?.getTime(), schedule).toBeGreaterThan(START.getTime())
  }
  for (const one of insurer.collectors ?? [])
    for (const variable of variablesOf(one)) expect(variable).toMatch(/^INSURER_[A-Z_]+$/)
  expect(() => nextRun('every now and then', START)).toThrow(/invalid schedule/)
})

test('one that fails does not stop the others; the last runs are kept', async () => {
  const { home } = desk()
  const environment = { DROP_A: join(tmpdir(), 'claimscope-nowhere'), DROP_B: drop('x.csv', 'y.csv') }
  const request = { home, book, environment, signal: new AbortController().signal, allowPrivate: [] }
  const reports = await collectOnce(request)
  expect(reports).toEqual([
    expect.objectContaining({
      name: 'a',
      new: 0,
      errors: [expect.stringMatching(/missing folder: "\$\{DROP_A\}"/)],
    }),
    expect.objectContaining({ name: 'b', new: 2, errors: [] }),
  ])
  await expect(collectOnce(request, 'c')).rejects.toThrow(/missing variable: "DROP_C"/)
  await expect(collectOnce(request, 'd')).rejects.toThrow(/unknown collector: "d" \[one of a, b, c\]/)
  const [a, b, c] = await listCollectors(home, book, environment, START)
  expect(a).toMatchObject({ active: true, last_run: { errors: [expect.any(String)] } })
  expect(b).toMatchObject({
    active: true,
    missing: [],
    last_run: { new: 2 },
    next_run: '2026-06-30T08:00:01.000Z',
  })
  expect(c).toMatchObject({ active: false, missing: ['DROP_C'], last_run: null, next_run: null })
})

test('a watch runs each by its schedule, never twice at once, and ends when it is told to', async () => {
  const stop = new AbortController()
  let running = 0
  let most = 0
  let runs = 0
  const run = async ({ name }: { name: string }) => {
    running++
    most = Math.max(most, running)
    await new Promise((done) => setTimeout(done, 1300))
    running--
    if (name === 'a' && ++runs === 2) stop.abort()
    if (name === 'b') throw new Error('always')
  }
  await watchSchedules([folder('a'), folder('b')], run, { signal: stop.signal, atOnce: ['a'] })
  expect(runs).toBe(2)
  expect(most).toBe(2)
  expect(running).toBe(0)
})

test('a run that was cut off begins at once in a watch', async () => {
  const { home } = desk()
  const environment = { DROP_A: join(tmpdir(), 'claimscope-nowhere') }
  const yearly: Book = { ...insurer, collectors: [{ ...folder('a'), schedule: '0 0 1 1 *' }] }
  const stop = new AbortController()
  const request = { home, book: yearly, environment, signal: stop.signal, allowPrivate: [] }
  await collectOnce(request)
  const reports: string[] = []
  const watching = collectBySchedule({
    ...request,
    environment: { DROP_A: drop('x.csv') },
    onReport: ({ name, resumed, new: fresh }) => {
      reports.push(`${name} ${resumed} ${fresh}`)
      stop.abort()
    },
  })
  expect(await watching).toEqual(['a'])
  expect(reports).toEqual(['a true 1'])
})

test('the command line lists, collects, and stops a watch with SIGTERM', async () => {
  const { home } = desk()
  const from = drop('visits_2026-06.parquet')
  const listed = await claimscope(['collect', '--list', '--json', '--home', home])
  expect(listed.code).toBe(0)
  expect(JSON.parse(listed.stdout).collectors).toContainEqual(
    expect.objectContaining({
      name: 'claim-system',
      active: false,
      missing: ['INSURER_CLAIMS_DATABASE_URL'],
    }),
  )
  const root = resolve(import.meta.dirname, '../..')
  const child = spawn(
    process.execPath,
    [join(root, 'src/front-door.mjs'), 'collect', '--watch', '--json', '--home', home],
    { cwd: root, env: { ...process.env, INSURER_HOSPITAL_DROP: from }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  await new Promise<void>((done) =>
    child.stderr?.on('data', (text) => /watching hospital-drop/.test(String(text)) && done()),
  )
  child.kill('SIGTERM')
  expect(await new Promise((done) => child.once('close', done))).toBe(0)
  const once = await claimscope(['collect', 'hospital-drop', '--json', '--home', home], {
    INSURER_HOSPITAL_DROP: from,
  })
  expect(once.code).toBe(0)
  expect(JSON.parse(once.stdout)).toEqual({
    book: 'insurer',
    collections: [expect.objectContaining({ name: 'hospital-drop', new: 1, errors: [] })],
  })
  expect(readdirSync(from)).toEqual([])
}, 240_000)
