/** A kill at any moment: what was collected is whole, what was not is collected by the next run, and nothing comes twice. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { CollectionReport } from '../../src/collector.ts'
import { desk, json, site } from './desk.ts'

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url))

const child = (home: string, host: string): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', CHILD, home, host], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })

test('killed again and again between, before and behind pages, a run goes on where it was', async () => {
  const PAGES = 24
  const SIZE = 4
  let running: ChildProcess | undefined
  /** Milliseconds behind the answer to a page at which its process is killed; -1: before the answer. */
  const kills = new Map([
    [3, -1],
    [7, 0],
    [11, 1],
    [18, 8],
  ])
  const asked: number[] = []
  const here = await site((url, response) => {
    const page = Number(url.searchParams.get('page') ?? 0)
    asked.push(page)
    const delay = kills.get(page)
    kills.delete(page)
    if (delay === -1) return void running?.kill('SIGKILL')
    // Records grow with every question: a page that is asked for again does not come as the same bytes.
    const items = Array.from({ length: SIZE }, (_, i) => ({ id: page * SIZE + i, asked: asked.length }))
    json(response, items, page + 1 < PAGES ? { link: `</records?page=${page + 1}>; rel="next"` } : {})
    if (delay !== undefined) setTimeout(() => running?.kill('SIGKILL'), delay)
  })
  const desk1 = desk()
  let last: CollectionReport | undefined
  let runs = 0
  while (!last) {
    if (++runs > 12) throw new Error(`still not through after ${runs} runs`)
    running = child(desk1.home, here.host)
    let out = ''
    running.stdout?.on('data', (chunk) => (out += chunk))
    const code = await new Promise<number | null>((done) => running?.once('close', done))
    if (code === 0) last = JSON.parse(out) as CollectionReport
  }
  expect(runs).toBeGreaterThanOrEqual(4)
  expect(last).toMatchObject({ resumed: true, errors: [] })
  const ids = desk1.records().map(({ id }) => id)
  expect(ids).toEqual(Array.from({ length: PAGES * SIZE }, (_, i) => i))
  // Each kill costs at most the page that was under way.
  expect(asked.length).toBeLessThanOrEqual(PAGES + runs - 1)
  expect(asked.filter((page) => page === 0)).toHaveLength(1)
}, 120_000)
