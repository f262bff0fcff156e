/** Corrected records as a small new file of the same source: what ingestion loads, and what lineage leads back to. */
import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import type { Source } from '../../source.ts'
import type { Decision } from './decision.ts'
import { quoted } from './record.ts'

/** Folder of all corrections within a book's folder. */
export const CORRECTION_FOLDER = 'corrections'

export interface CorrectionFile {
  /** `corrections/<hash>/<name>`, relative to the book's folder. */
  readonly path: string
  readonly text: string
  /** Line that each decision's record begins on, in the order of the decisions. */
  readonly lines: readonly number[]
}

/** The file of decisions that share their source's file and its columns. The same decisions give the same file. */
export function correctionFile(decisions: readonly Decision[]): CorrectionFile {
  const { columns, file } = decisions[0]
  const parts = columns ? [columns.map(quoted).join(',')] : []
  const lines: number[] = []
  let line = 1 + newlines(parts[0] ?? '') + parts.length
  for (const { record } of decisions) {
    lines.push(line)
    parts.push(record ?? '')
    line += 1 + newlines(record ?? '')
  }
  const text = parts.map((part) => `${part}\n`).join('')
  const hash = createHash('sha256').update(`${file}\n${text}`).digest('hex').slice(0, 16)
  const name = posix.basename(file).replace(/[^\p{L}\p{N}._-]/gu, '_')
  const extension = columns ? '.csv' : '.jsonl'
  const path = posix.join(CORRECTION_FOLDER, hash, name.endsWith(extension) ? name : `${name}${extension}`)
  return { path, text, lines }
}

const newlines = (text: string) => text.split('\n').length - 1

/** Writes the file below each of the folders, whole or not at all. */
export async function writeCorrectionFile(file: CorrectionFile, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const path = join(folder, file.path)
    await mkdir(dirname(path), { recursive: true })
    const draft = `${path}.${process.pid}.new`
    await writeFile(draft, file.text, { mode: 0o600, flush: true })
    await rename(draft, path)
  }
}

/** The source as it reads a correction file: its columns and checks, the file's own format, and no record too many. */
export function correctionSource(
  source: Source,
  file: CorrectionFile,
  columns: readonly string[] | null,
): Source {
  const { reading: _, ...rest } = source
  return {
    ...rest,
    files: file.path,
    format: columns ? 'csv' : 'jsonl',
    ...(columns ? { reading: { encoding: 'utf-8' as const, delimiter: ',', quote: '"' } } : {}),
    sample: columns ? file.text : source.sample,
    tolerance: 1,
    optional: true,
  }
}
