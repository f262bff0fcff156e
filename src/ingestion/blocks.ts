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

/** The file, opened for reading. @throws UserError when it is missing or closed to us. */
export async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw missing('file', path)
    throw invalid('file', path, (error as Error).message)
  }
}
