/** A thread that takes the SHA-256 of a file, beside the one that splits it. Plain JavaScript, so that it starts at once. */
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

const hash = createHash('sha256')
const block = Buffer.allocUnsafe(1 << 20)
const handle = openSync(workerData, 'r')
let bytes = 0
try {
  for (let read = 1; read > 0; bytes += read) {
    read = readSync(handle, block, 0, block.length, bytes)
    hash.update(read === block.length ? block : block.subarray(0, read))
  }
} finally {
  closeSync(handle)
}
parentPort?.postMessage({ bytes, sha256: hash.digest('hex') })
