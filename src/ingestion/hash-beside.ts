/** The SHA-256 of a file, taken by a thread of its own. */
import { Worker } from 'node:worker_threads'

export interface Hashed {
  readonly bytes: number
  readonly sha256: string
}

/** Starts at once; a failure shows where the result is waited for. */
export function hashBeside(path: string): Promise<Hashed> {
  const hashed = new Promise<Hashed>((resolve, reject) => {
    const worker = new Worker(new URL('./hash-worker.mjs', import.meta.url), { workerData: path })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that hashes ${path} ended (${code})`)))
  })
  hashed.catch(() => undefined)
  return hashed
}
