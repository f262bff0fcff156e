/** One file, read by itself into a warehouse in memory: to say what it is, and how it fits. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { schemaDdl } from '../schema/database.ts'
import type { Source } from '../source.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { type Fingerprint, fingerprint } from './fingerprint.ts'
import type { RawTable, Session } from './raw.ts'
import { readRaw } from './read-raw.ts'

export interface FileAloneOptions {
  /** Folder for working copies; a folder of its own is made within it and taken away again. */
  readonly workDirectory: string
  readonly memoryMb?: number
}

/** What was found about how a file is written. */
export interface FileLook {
  readonly file: string
  readonly format: Source['format']
  readonly bytes: number
  readonly sha256: string
  readonly encoding: string
  readonly delimiter: string | null
  /** Empty when nothing is quoted; null where quotes have no meaning. */
  readonly quote: string | null
  /** Line that names the columns, from 1; null when there is none. */
  readonly header_line: number | null
  readonly sheet: string | null
  /** The workbook's other sheets, where nobody said which one holds the records. */
  readonly unread_sheets: readonly string[]
  /** Records in the file, those that could not be split off cleanly included. */
  readonly records: number
}

/** Reads a file and hands it to `work`; everything is gone afterwards. */
export async function withFile<T>(
  path: string,
  source: Pick<Source, 'format' | 'reading'>,
  wanted: ReadonlySet<string>,
  options: FileAloneOptions,
  work: (session: Session, raw: RawTable, look: FileLook) => Promise<T>,
): Promise<T> {
  const file = resolve(path)
  const name = basename(file)
  const print = await fingerprint(file, name, source)
  mkdirSync(options.workDirectory, { recursive: true })
  const folder = mkdtempSync(join(options.workDirectory, 'check-'))
  const warehouse = await openWarehouse({
    path: ':memory:',
    mode: 'write',
    allowedDirectories: [dirname(file), folder],
    ...(options.memoryMb ? { memoryMb: options.memoryMb } : {}),
  })
  try {
    await warehouse.execute(schemaDdl())
    return await warehouse.db.connection().execute(async (session) => {
      const raw = await readRaw(
        source,
        {
          session,
          path: file,
          name,
          table: 'ingest_raw',
          wanted,
          workDirectory: folder,
          onBytes: () => undefined,
        },
        print,
      )
      const result = await work(session, raw, lookOf(name, source, print, raw))
      raw.dispose()
      return result
    })
  } finally {
    await warehouse.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function lookOf(
  file: string,
  { format }: Pick<Source, 'format'>,
  { bytes, sha256 }: Fingerprint,
  raw: RawTable,
): FileLook {
  return {
    file,
    format,
    bytes,
    sha256,
    encoding: raw.encoding,
    delimiter: raw.delimiter ?? null,
    quote: raw.quote ?? null,
    header_line: raw.headerLine ?? null,
    sheet: raw.sheet ?? null,
    unread_sheets: raw.unreadSheets ?? [],
    records: raw.records + raw.rejects.length,
  }
}
