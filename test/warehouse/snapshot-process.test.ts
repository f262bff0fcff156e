import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWarehouse, snapshots } from '../../src/warehouse/index.ts'

interface Tables {
  't.row': { n: number }
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

let home: string
const children: ChildProcess[] = []

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'claimscope-test-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

function child(...args: string[]) {
  const process_ = spawn(process.execPath, ['--import', 'tsx', CHILD, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(process_)
  let text = ''
  const ended = new Promise<{ text: string; signal: string | null; code: number | null }>((resolve) => {
    process_.on('close', (code, signal) => resolve({ text, signal, code }))
  })
  const spoke = new Promise<void>((resolve) => {
    process_.stdout.on('data', (data) => {
      text += data
      resolve()
    })
  })
  return { pid: process_.pid, ended, spoke }
}

async function make(id: string, n: number) {
  const build = await snapshots(home, 'demo').begin<Tables>({ id, from: 'current' })
  await build.warehouse.execute('create schema if not exists t; create table if not exists t.row (n integer)')
  await build.warehouse.append('t.row', { n: [n] })
  return build.publish({ createdAt: new Date(0), code: 'test', definitions: {} })
}

test('a process killed at any step of a build leaves the current snapshot, and the next build goes on', {
  timeout: 180_000,
}, async () => {
  const book = snapshots(home, 'demo')
  await make('s0', 1)
  for (let step = 1; ; step++) {
    const id = `k${step}`
    const { text, signal, code } = await child('build', home, id, String(step)).ended
    const current = await book.current()
    expect((await book.verify()).ok).toBe(true)
    if (signal === null) {
      expect(code).toBe(0)
      expect(Number(text.split(' ')[1])).toBe(step - 1)
      expect(current?.id).toBe(id)
      expect(current?.parent).toBe('s0')
      break
    }
    expect(signal).toBe('SIGKILL')
    // Killed after the pointer moved: the new snapshot counts, and is whole.
    if (current?.id === id) await book.rollback('s0')
    else expect(current?.id).toBe('s0')
  }
  const files = readdirSync(join(home, 'books/demo/warehouse'))
  for (const name of files) expect(files).toContain(name.replace(/\.duckdb$/, '.json'))
  expect(readdirSync(join(home, 'books/demo/building'))).toEqual([])
})

test('readers in other processes see whole snapshots while builds run', { timeout: 60_000 }, async () => {
  await make('s1', 1)
  const readers = [child('read', home), child('read', home)]
  await Promise.all(readers.map(({ spoke }) => spoke))
  for (let i = 2; i <= 5; i++) await make(`s${i}`, i)
  for (const { ended } of readers) {
    const { text, code } = await ended
    expect(code).toBe(0)
    const lines = text
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
    expect(lines.length).toBe(20)
    for (const [id, rows, promised] of lines) {
      expect(rows).toBe(promised)
      expect(id).toBe(`s${rows}`)
    }
  }
})

test('a file that another process holds is refused, and the holder named', { timeout: 30_000 }, async () => {
  const path = join(home, 'held.duckdb')
  const holder = child('hold', path)
  await holder.spoke
  for (const mode of ['read', 'write'] as const) {
    await expect(openWarehouse({ path, mode })).rejects.toThrow(
      new RegExp(`in use by process ${holder.pid} `),
    )
  }
  await expect(
    openWarehouse({ path: ':memory:', mode: 'write', attach: [{ path, name: 'held' }] }),
  ).rejects.toThrow(`in use by process ${holder.pid}`)
})
