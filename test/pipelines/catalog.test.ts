import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Column, Source } from 'claimscope'
import { expect, test } from 'vitest'
import { books } from '../../pipelines/index.ts'
import { ingest } from '../../src/ingestion/index.ts'
import { schemaDdl, tableDef } from '../../src/schema/database.ts'
import { openWarehouse } from '../../src/warehouse/index.ts'

const ROOT = join(import.meta.dirname, '../..')
const sources = books.flatMap((book) => book.sources.map((source) => ({ book, source })))
const readsOf = (source: Source) =>
  Object.values(source.columns as Readonly<Record<string, Column>>).flatMap((column) => column.reads)

test('books and sources have names of their own, and a source bears that of its book', () => {
  const bookNames = books.map((book) => book.name)
  expect(new Set(bookNames).size).toBe(bookNames.length)
  const names = sources.map(({ source }) => source.name)
  expect(new Set(names).size).toBe(names.length)
  for (const { book, source } of sources) expect(source.name).toMatch(new RegExp(`^${book.name}/[a-z0-9_]+$`))
})

test('every source is one file, and its name predicts which', () => {
  for (const { book, source } of sources) {
    const file = `${source.name.split('/')[1].replaceAll('_', '-')}.ts`
    const folders = ['', 'internal', 'partner', 'web'].map((folder) =>
      join(ROOT, 'pipelines', book.name, folder),
    )
    expect(
      folders.filter((folder) => existsSync(join(folder, file))),
      `${source.name} in ${file}`,
    ).toHaveLength(1)
  }
})

test('every folder of pipelines is a book of the shelf', () => {
  const folders = readdirSync(join(ROOT, 'pipelines'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(folders.map((folder) => folder.name).sort()).toEqual(books.map((book) => book.name).sort())
})

test.each(sources.map(({ source }) => [source.name, source] as const))(
  '%s maps every column once, and checks something',
  (_, source) => {
    expect(source.checks.length).toBeGreaterThan(0)
    expect(new Set(source.checks.map((check) => check.name)).size).toBe(source.checks.length)
    for (const said of [source.title, source.description, ...source.checks.map((check) => check.meaning)]) {
      expect(said.en.length).toBeGreaterThan(3)
      expect(said.zh).toMatch(/\p{Script=Han}/u)
    }
    const reads = new Set(readsOf(source).map((name) => name.toLowerCase()))
    expect(source.ignore.filter((name) => reads.has(name.toLowerCase()))).toEqual([])
    const stamped = ['book', 'source', 'batch_id', 'source_line']
    const wanted = Object.keys(tableDef(source.into).columns).filter((name) => !stamped.includes(name))
    expect(Object.keys(source.columns).sort()).toEqual(wanted.sort())
  },
)

test.each(sources.map(({ source }) => [source.name, source] as const))(
  '%s: its sample loads through the engine',
  async (_, source) => {
    const root = mkdtempSync(join(tmpdir(), 'claimscope-sample-'))
    const folder = join(root, 'data')
    const work = join(root, 'work')
    const warehouse = await openWarehouse({
      path: ':memory:',
      mode: 'write',
      allowedDirectories: [folder, work],
    })
    try {
      await warehouse.execute(schemaDdl())
      const path = join(folder, source.files.replaceAll('*', '1'))
      mkdirSync(dirname(path), { recursive: true })
      mkdirSync(work)
      const text = source.sample.trimStart()
      if (source.format === 'parquet') {
        const plain = join(work, 'sample.csv')
        writeFileSync(plain, text)
        await warehouse.execute(
          `copy (from read_csv('${plain}', all_varchar=true, header=true)) to '${path}'`,
        )
      } else writeFileSync(path, text)
      const { sources: reports } = await ingest(warehouse, [source], {
        book: source.name.split('/')[0],
        dataDirectory: folder,
        workDirectory: work,
        loadedAt: new Date('2024-01-01'),
      })
      // A column that is read and not in the sample would have stopped the load.
      expect(reports[0]).toMatchObject({ quarantined: 0, unknownColumns: [] })
      expect(reports[0].records).toBeGreaterThan(0)
      expect(reports[0].accepted).toBeGreaterThan(0)
    } finally {
      await warehouse.close()
      rmSync(root, { recursive: true, force: true })
    }
  },
)
