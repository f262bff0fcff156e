/** The bytes of a file, block by block. */
import { type FileHandle, open } from 'node:fs/promises'
import { invalid, missing } from '../errors.ts'

const DEFAULTS = {
  /** Bytes read at a time. */
  block: 4 << 20,
} as const

/** The file's blocks from `from` on. */
export async function* blocksOf(path: string, from = 0): AsyncGenerator<Buffer> {
  const handle = await opened(path)
  try {
    let position = from
    const { size } = await handle.stat()
    for (;;) {
      // A small file needs no large block; one byte more shows that it has not grown.
      const block = Buffer.allocUnsafe(Math.min(DEFAULTS.block, Math.max(size - position, 0) + 1))
      const { bytesRead } = await handle.read(block, 0, block.length, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield block.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

/** The same blocks, each read while the one before it is worked on. */
export async function* readAhead(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const iterator = blocks[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = iterator.next()
      // A failure shows where the block is waited for.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

/** The file, opened for reading. @throws UserError when it is missing or closed to us. */
export async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing('file', path)
    throw invalid('file', path, (error as Error).message)
  }
}
