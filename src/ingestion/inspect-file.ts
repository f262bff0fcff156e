/** What a file is, without a source: its format by its first bytes and its name, and how it is written. */
import { basename, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Format, Reading } from '../source.ts'
import { quoteName } from '../warehouse/index.ts'
import { type FileAloneOptions, type FileLook, withFile } from './file-alone.ts'
import { firstBytes, unwrapped } from './unpack.ts'
import { isZip } from './zip.ts'

const DEFAULTS = {
  /** Records shown. */
  sample: 3,
  /** Bytes looked at to guess the format. */
  bytes: 4096,
} as const

export interface FileInspection extends FileLook {
  readonly columns: readonly string[]
  /** The first records by column; none for JSON, whose members only a source asks for. */
  readonly sample: readonly Readonly<Record<string, string | null>>[]
  /** Records that could not be split off, the first of them. */
  readonly rejected: number
  readonly rejects: readonly { readonly line: number; readonly code: string; readonly reason: string }[]
}

/** Reads a file and says what it found; `reading` overrides what is found. @throws UserError for one that cannot be read. */
export async function inspectFile(
  path: string,
  reading: Reading,
  options: FileAloneOptions & { readonly format?: Format },
): Promise<FileInspection> {
  const format = options.format ?? (await formatOf(resolve(path)))
  return withFile(path, { format, reading }, new Set(), options, async (session, raw, look) => {
    const isJson = format === 'json' || format === 'jsonl'
    const names = raw.columns.map((name) => quoteName(name)).join(', ')
    const { rows } =
      isJson || names === ''
        ? { rows: [] }
        : await sql
            .raw<Record<string, string | null>>(
              `select ${names} from ${quoteName(raw.table)} limit ${DEFAULTS.sample}`,
            )
            .execute(session)
    return {
      ...look,
      columns: raw.columns,
      sample: rows,
      rejected: raw.rejects.length,
      rejects: raw.rejects
        .slice(0, DEFAULTS.sample)
        .map(({ line, code, reason }) => ({ line, code, reason })),
    }
  })
}

/** The format that a file has by its looks. */
async function formatOf(path: string): Promise<Format> {
  const name = basename(path)
  // As a workbook would be unwrapped: an archive of parts stays whole.
  const content = unwrapped(path, name, 'xlsx')
  let first = firstBytes(path, DEFAULTS.bytes)
  if (content)
    for await (const block of content()) {
      first = block.subarray(0, DEFAULTS.bytes)
      break
    }
  if (isZip(first)) return 'xlsx'
  if (first.toString('latin1', 0, 4) === 'PAR1') return 'parquet'
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name)) return 'jsonl'
  const text = first
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (text.startsWith('<')) return 'rss'
  if (text.startsWith('[')) return 'json'
  if (!text.startsWith('{')) return 'csv'
  const [line, next = ''] = text.split('\n')
  if (next.trim() === '' && /:\s*\[\s*\{/.test(line)) return 'json'
  return line.trimEnd().endsWith('}') && /^\s*(\{|$)/.test(next) ? 'jsonl' : 'json'
}
