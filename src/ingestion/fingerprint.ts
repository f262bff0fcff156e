/** What a file is, learned in one pass over its bytes: size, SHA-256, encoding. */
import { createHash } from 'node:crypto'
import { invalid } from '../errors.ts'
import type { Source } from '../source.ts'
import { blocksOf, opened, readAhead } from './blocks.ts'
import { type Detected, detectEncoding, Utf8Judge } from './encoding.ts'
import { hashBeside } from './hash-beside.ts'
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

const CHANGED = 'changed while it was read; load it again when it is complete'

const DEFAULTS = {
  /** From this size on the hash is taken by a thread of its own, bytes. */
  ownThread: 32 << 20,
} as const

/**
 * Reads a file once.
 * @param name the name that messages show.
 * @param onBlock gets every block on the way, unless the file is wrapped.
 * @throws UserError when it is missing, no file, empty, or a text in no known encoding.
 */
export async function fingerprint(
  path: string,
  name: string,
  source: Pick<Source, 'format' | 'reading'>,
  onBlock?: (block: Buffer) => Promise<void>,
): Promise<Fingerprint> {
  const isText = source.format !== 'parquet' && source.format !== 'xlsx'
  const content = unwrapped(path, name, source.format)
  const { modified, size } = content ? { modified: 0, size: 0 } : await stateOf(path, name)
  const blocks = content ?? (() => blocksOf(path))
  const beside = size >= DEFAULTS.ownThread ? hashBeside(path) : undefined
  const hash = createHash('sha256')
  const judge = new Utf8Judge()
  let bytes = 0
  let first: Buffer | undefined
  for await (const block of readAhead(blocks())) {
    first ??= Buffer.from(block.subarray(0, 65536))
    if (!beside) hash.update(block)
    if (isText) judge.push(block)
    if (!content) await onBlock?.(block)
    bytes += block.length
  }
  if (!first) throw invalid('file', name, 'empty, 0 bytes; ask its sender for a whole one')
  const text = isText
    ? await detectEncoding(name, first, judge.end(), blocks, source.reading?.encoding)
    : undefined
  const hashed = beside ? await beside : { bytes, sha256: hash.digest('hex') }
  if (hashed.bytes !== bytes) throw invalid('file', name, CHANGED)
  return { path, bytes, sha256: hashed.sha256, text, modified, ...(content ? { content } : {}) }
}

async function stateOf(path: string, name: string): Promise<{ modified: number; size: number }> {
  const handle = await opened(path)
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw invalid('file', name, 'not a regular file')
    return { modified: stat.mtimeMs, size: stat.size }
  } finally {
    await handle.close()
  }
}

/** Throws when the file is no longer the one that was fingerprinted. */
export async function assertUnchanged(file: Fingerprint): Promise<void> {
  const handle = await opened(file.path)
  try {
    const stat = await handle.stat()
    if (stat.mtimeMs !== file.modified || stat.size !== file.bytes) throw invalid('file', file.path, CHANGED)
  } finally {
    await handle.close()
  }
}
