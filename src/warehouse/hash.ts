/** Fingerprints of files. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** SHA-256 of a file in hex, read as a stream. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
