/** What a file is, learned in one pass over its bytes: size, SHA-256, encoding. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { invalid, missing } from '../errors.ts'
import type { Source } from '../source.ts'
import { type Detected, detectEncoding, Utf8Judge } from './encoding.ts'

const DEFAULTS = {
  /** Bytes read at a time. */
  block: 4 << 20,
} as const

export interface Fingerprint {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** Undefined for binary formats. */
  readonly text: Detected | undefined
  /** Time of the last change, ms; the bytes read later must still be these. */
  readonly modified: number
}

/** The file's blocks from `from` on. */
export async function* blocksOf(path: string, from = 0): AsyncGenerator<Buffer> {
  const handle = await opened(path)
  try {
    let position = from
    for (;;) {
      const block = Buffer.allocUnsafe(DEFAULTS.block)
      const { bytesRead } = await handle.read(block, 0, block.length, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield block.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/**
 * Reads a file once.
 * @param name the name that messages show.
 * @throws UserError when it is missing, no file, empty, or a text in no known encoding.
 */
export async function fingerprint(
  path: string,
  name: string,
  source: Pick<Source, 'format' | 'reading'>,
): Promise<Fingerprint> {
  const isText = source.format !== 'parquet' && source.format !== 'xlsx'
  const handle = await opened(path)
  let modified: number
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw invalid('file', name, 'not a regular file')
    modified = stat.mtimeMs
  } finally {
    await handle.close()
  }
  const hash = createHash('sha256')
  const judge = new Utf8Judge()
  let bytes = 0
  let first: Buffer | undefined
  for await (const block of blocksOf(path)) {
    first ??= Buffer.from(block.subarray(0, 65536))
    hash.update(block)
    if (isText) judge.push(block)
    bytes += block.length
  }
  if (!first) throw invalid('file', name, 'empty, 0 bytes; ask its sender for a whole one')
  const text = isText ? await detectEncoding(name, first, judge.end(), () => blocksOf(path)) : undefined
  return { path, bytes, sha256: hash.digest('hex'), text, modified }
}

/** Throws when the file is no longer the one that was fingerprinted. */
export async function assertUnchanged(file: Fingerprint): Promise<void> {
  const handle = await opened(file.path)
  try {
    const stat = await handle.stat()
    if (stat.mtimeMs !== file.modified || stat.size !== file.bytes)
      throw invalid('file', file.path, 'changed while it was read; load it again when it is complete')
  } finally {
    await handle.close()
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing('file', path)
    throw invalid('file', path, (error as Error).message)
  }
}
