import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ledger } from '../../src/warehouse/index.ts'

const home = mkdtempSync(join(tmpdir(), 'claimscope-ledger-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('entries come back in order, from another ledger object too', async () => {
  const one = ledger<{ n: number }>(home, 'insurer', 'order')
  expect(await one.read()).toEqual([])
  await one.append([{ n: 1 }, { n: 2 }])
  await ledger<{ n: number }>(home, 'insurer', 'order').append([{ n: 3 }])
  expect(await one.read()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
})

test('a line that a crash cut off is left out and does not swallow the next', async () => {
  const one = ledger<{ n: number }>(home, 'insurer', 'torn')
  await one.append([{ n: 1 }])
  appendFileSync(one.path, '{"n":')
  expect(await one.read()).toEqual([{ n: 1 }])
  await one.append([{ n: 2 }])
  expect(await one.read()).toEqual([{ n: 1 }, { n: 2 }])
})

test('a whole line that is no entry is an error, not a loss', async () => {
  const one = ledger<{ n: number }>(home, 'insurer', 'damaged')
  await one.append([{ n: 1 }])
  appendFileSync(one.path, '{"n" 2}\n{"n":3}\n{"n":4}\n')
  await expect(one.read()).rejects.toThrow(/invalid ledger: .*line 2/)
})

test('many writers at once lose nothing', async () => {
  const names = Array.from({ length: 40 }, (_, n) => n)
  await Promise.all(names.map((n) => ledger<{ n: number }>(home, 'insurer', 'many').append([{ n }])))
  const entries = await ledger<{ n: number }>(home, 'insurer', 'many').read()
  expect(entries.map((entry) => entry.n).sort((a, b) => a - b)).toEqual(names)
  expect(readFileSync(ledger(home, 'insurer', 'many').path, 'utf8').endsWith('\n')).toBe(true)
})

test('a name that leaves the folder is refused', () => {
  expect(() => ledger(home, 'insurer', '../x')).toThrow(/invalid ledger/)
})
