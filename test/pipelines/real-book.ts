/** A public book on its real files, loaded once for the tests of a file. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Book } from 'claimscope'
import { sql } from 'kysely'
import { type IngestReport, ingest } from '../../src/ingestion/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

/** Folder of a book's real files; undefined, with a visible line, where they are absent. */
export function realFolder(book: string): string | undefined {
  const folder = resolve(process.env.CLAIMSCOPE_DATA ?? '../shared/data', book)
  if (existsSync(folder)) return folder
  console.warn(`skipped: no real data at ${folder} [set CLAIMSCOPE_DATA to its parent]`)
  return undefined
}

export interface RealBook {
  readonly warehouse: Warehouse
  readonly report: IngestReport
  load(): Promise<IngestReport>
  rows<T = Record<string, unknown>>(query: string): Promise<T[]>
  close(): Promise<void>
}

/** Loads a book into a warehouse in memory. */
export async function openRealBook(book: Book, folder: string): Promise<RealBook> {
  const work = mkdtempSync(join(tmpdir(), 'claimscope-real-'))
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [folder, work],
  })
  await warehouse.execute(schemaDdl())
  const load = () =>
    ingest(warehouse, book.sources, {
      book: book.name,
      dataDirectory: folder,
      workDirectory: work,
      loadedAt: new Date('2024-01-01'),
    })
  return {
    warehouse,
    report: await load(),
    load,
    rows: async <T>(query: string) => (await sql.raw<T>(query).execute(warehouse.db)).rows,
    close: async () => {
      await warehouse.close()
      rmSync(work, { recursive: true, force: true })
    },
  }
}
