/** What a file is, learned in one pass over its bytes: size, SHA-256, encoding. */
import { createHash } from 'node:crypto'
import { invalid } from '../errors.ts'
import type { Source } from '../source.ts'
import { blocksOf, opened } from './blocks.ts'
import { type Detected, detectEncoding, Utf8Judge } from './encoding.ts'
import { unwrapped } from './unpack.ts'

export { blocksOf }

export interface Fingerprint {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  /** Undefined for binary formats. */
  readonly text: Detected | undefined
  /** Time of the last change, ms; the bytes read later must still be these. */
  readonly modified: number
  /** Unpacks a file that is wrapped: size, hash and encoding are those of what is in it. */
  readonly content?: () => AsyncIterable<Buffer>
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
  const content = unwrapped(path, name, source.format)
  const modified = content ? 0 : await timeOf(path, name)
  const blocks = content ?? (() => blocksOf(path))
  const hash = createHash('sha256')
  const judge = new Utf8Judge()
  let bytes = 0
  let first: Buffer | undefined
  for await (const block of blocks()) {
    first ??= Buffer.from(block.subarray(0, 65536))
    hash.update(block)
    if (isText) judge.push(block)
    bytes += block.length
  }
  if (!first) throw invalid('file', name, 'empty, 0 bytes; ask its sender for a whole one')
  const text = isText
    ? await detectEncoding(name, first, judge.end(), blocks, source.reading?.encoding)
    : undefined
  return { path, bytes, sha256: hash.digest('hex'), text, modified, ...(content ? { content } : {}) }
}

async function timeOf(path: string, name: string): Promise<number> {
  const handle = await opened(path)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw invalid('file', name, 'not a regular file')
    return stat.mtimeMs
  } finally {
    await handle.close()
  }
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
