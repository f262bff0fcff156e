/** The journal alone, cut off at each of its steps. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { Journal } from '../../src/collection/journal.ts'
import { desk } from './desk.ts'

const open = (home: string) =>
  Journal.open(home, 'insurer', { name: 'partner', lands: 'partner/x-*.jsonl', initial: { at: 0 } })

test('a draft without its journal is swept, and the place is the old one', async () => {
  const { home, inbox } = desk()
  const journal = await open(home)
  writeFileSync(journal.draft(), 'half of it')
  const next = await open(home)
  expect(next.resumed).toBe(true)
  expect(next.state).toEqual({ at: 0 })
  expect(existsSync(journal.draft())).toBe(false)
  expect(existsSync(inbox)).toBe(false)
})

test('a journal whose file was not yet in its place puts it there', async () => {
  const { home, inbox } = desk()
  const journal = await open(home)
  const draft = journal.draft()
  const landed = await journal.land('one\n', { at: 1 })
  expect(landed).toMatchObject({ bytes: 4 })
  const file = join(inbox, landed?.file ?? '')
  // As it was between the journal and the rename.
  renameSync(file, draft)
  const state = join(dirname(draft), 'state.json')
  const entry = JSON.parse(readFileSync(state, 'utf8'))
  writeFileSync(state, JSON.stringify({ ...entry, pending: { draft, file: landed?.file } }))
  const next = await open(home)
  expect(next.state).toEqual({ at: 1 })
  expect(readFileSync(file, 'utf8')).toBe('one\n')
  expect(existsSync(draft)).toBe(false)
})

test('the same bytes land once; names sort in the order of landing', async () => {
  const { home, inbox } = desk()
  const journal = await open(home)
  for (const [i, text] of ['b', 'a', 'b', 'c'].entries()) await journal.land(text, { at: i })
  await journal.close()
  expect(journal.state).toEqual({ at: 3 })
  const names = readdirSync(join(inbox, 'partner')).sort()
  expect(names.map((name) => readFileSync(join(inbox, 'partner', name), 'utf8'))).toEqual(['b', 'a', 'c'])
  expect((await open(home)).resumed).toBe(false)
})

test('a damaged journal is told, not thrown away', async () => {
  const { home } = desk()
  const folder = join(home, 'books/insurer/collectors/partner')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'state.json'), '{"version":1,"seq')
  await expect(open(home)).rejects.toThrow(/invalid journal: .*move it away/)
})
