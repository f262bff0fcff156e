/** The demo book at its usual size, made once for the tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import {
  type AnswerKey,
  type GenerateReport,
  generateBook,
  readAnswerKey,
} from '../../src/synthetic/index.ts'
import { readTables, type Table } from './read-files.ts'

export interface MadeBook {
  readonly directory: string
  readonly report: GenerateReport
  readonly key: AnswerKey
  table(name: string): Table
  readonly tables: readonly Table[]
  /** Values of one column; records that lost it are left out. */
  values(table: string, column: string): string[]
}

/** Makes a book before the tests and removes it after; the getter gives it. */
export function madeBook(seed: number, claims: number): () => MadeBook {
  const root = mkdtempSync(join(tmpdir(), 'claimscope-book-'))
  let made: MadeBook | undefined
  beforeAll(async () => {
    const directory = join(root, 'files')
    const answerKeyDirectory = join(root, 'key')
    const report = await generateBook({ directory, answerKeyDirectory, seed, claims })
    const tables = await readTables(directory)
    const table = (name: string) => {
      const found = tables.find((t) => t.name === name)
      if (!found) throw new Error(`unknown table: ${name}`)
      return found
    }
    made = {
      directory,
      report,
      key: await readAnswerKey(answerKeyDirectory),
      tables,
      table,
      values: (name, column) => {
        const { columns, rows } = table(name)
        const at = columns.indexOf(column)
        return rows.flatMap((row) => (row[at] ? [row[at]] : []))
      },
    }
  }, 120_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return () => made as MadeBook
}
