/** Drop folders: of this machine, and of an SFTP server in this process. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { collector, type FolderCollector } from '../../src/collector.ts'
import { desk, START } from './desk.ts'
import { sftpServer } from './sftp-server.ts'

function drop() {
  const folder = mkdtempSync(join(tmpdir(), 'claimscope-drop-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    utimesSync(join(folder, name), START, START)
  }
  return { folder, put }
}

const visits = (more: Partial<FolderCollector> = {}) =>
  collector({
    name: 'hospital',
    kind: 'folder',
    title: { en: 'Visits', zh: '就诊' },
    description: 'Visits',
    lands: 'partner/visits-*.csv',
    schedule: '*/5 * * * *',
    address: 'DROP',
    files: 'visits*.csv',
    complete: 'stable',
    takes: 'copy',
    ...more,
  })

test('a file is taken once, when it has come to rest', async () => {
  const { folder, put } = drop()
  const here = desk()
  put('visits-1.csv', 'a\n1\n')
  put('other.csv', 'a\n2\n')
  put('visits-1.csv.part', 'a\n3\n')
  writeFileSync(join(here.home, 'secret.csv'), 'secret\n')
  symlinkSync(join(here.home, 'secret.csv'), join(folder, 'visits-link.csv'))
  const run = () => here.collect(visits(), { DROP: folder })
  expect(await run()).toMatchObject({ fetched: 1, new: 1, errors: [] })
  expect(here.pauses).toEqual([10_000])
  expect(here.landed()).toEqual(['a\n1\n'])
  expect(await run()).toMatchObject({ fetched: 0, new: 0 })
  // The same name with other bytes is another file; the same bytes under another name are not.
  put('visits-1.csv', 'a\n1\n4\n')
  put('visits-2.csv', 'a\n1\n')
  expect(await run()).toMatchObject({ fetched: 2, new: 1, unchanged: 1 })
  expect(here.landed()).toEqual(['a\n1\n', 'a\n1\n4\n'])
})

test('a file that grows while it is looked at waits', async () => {
  const { folder, put } = drop()
  const here = desk()
  put('visits-1.csv', 'a\n')
  const clock = {
    now: () => new Date(START.getTime() + ++ticks),
    sleep: async () => {
      ticks += 10_000
      appendFileSync(join(folder, 'visits-1.csv'), 'more\n')
    },
  }
  let ticks = 0
  const report = await here.collect(visits(), { DROP: folder }, { clock })
  expect(report).toMatchObject({ fetched: 0, new: 0, notes: ['1 files are still growing'] })
  ticks += 10_000
  expect(await here.collect(visits(), { DROP: folder }, { clock })).toMatchObject({ new: 1 })
  expect(here.landed()).toEqual(['a\nmore\n'])
})

test('with markers only marked files are taken, and both are removed once the bytes are safe', async () => {
  const { folder, put } = drop()
  const here = desk()
  put('visits-1.csv', 'a\n')
  put('visits-1.csv.done', '')
  put('visits-2.csv', 'b\n')
  put('visits-3.csv', 'c'.repeat(100))
  put('visits-3.csv.done', '')
  const definition = visits({ complete: 'marker', takes: 'move', fileBytes: 50 })
  const report = await here.collect(definition, { DROP: folder })
  expect(report).toMatchObject({ fetched: 2, new: 1 })
  expect(report.errors).toEqual(['invalid file: "visits-3.csv" [100 bytes, more than 50]'])
  expect(readdirSync(folder).sort()).toEqual(['visits-2.csv', 'visits-3.csv', 'visits-3.csv.done'])
  expect((await here.collect(visits(), { DROP: join(folder, 'nowhere') })).errors[0]).toMatch(
    /missing folder/,
  )
})

test('an SFTP server with the key that was agreed: files come and go; with another key nothing is said', async () => {
  const { folder, put } = drop()
  const server = await sftpServer(folder, { user: 'insurer', password: 'open-sesame' })
  put('visits-1.csv', 'x'.repeat(300_000))
  put('visits-2.csv', '中文\n')
  const here = desk()
  const definition = collector({
    ...visits(),
    kind: 'sftp',
    password: 'DROP_PASSWORD',
    fingerprint: 'DROP_KEY',
    takes: 'move',
    allowPrivate: [server.host],
  })
  const environment = {
    DROP: `sftp://insurer@${server.host}/drop`,
    DROP_PASSWORD: 'open-sesame',
    DROP_KEY: server.fingerprint,
  }
  const wrongKey = await here.collect(definition, { ...environment, DROP_KEY: `SHA256:${'A'.repeat(43)}` })
  expect(wrongKey.errors).toHaveLength(1)
  expect(server.passwords).toEqual([])
  const wrongWord = await here.collect(definition, { ...environment, DROP_PASSWORD: 'open-barley' })
  expect(wrongWord.errors).toHaveLength(1)
  expect(JSON.stringify(wrongWord)).not.toContain('open-barley')
  const closed = await here.collect({ ...definition, allowPrivate: [] }, environment)
  expect(closed.errors[0]).toMatch(/not public/)
  expect(await here.collect(definition, environment)).toMatchObject({
    fetched: 2,
    new: 2,
    errors: [],
    resumed: true,
  })
  expect(here.landed()).toEqual(['x'.repeat(300_000), '中文\n'])
  expect(existsSync(join(folder, 'visits-1.csv'))).toBe(false)
})
