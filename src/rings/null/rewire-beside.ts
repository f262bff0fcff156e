/** Books rewired on a thread of its own. */
import { Worker } from 'node:worker_threads'
import type { Classes, Rewiring } from './rewired-classes.ts'

/** What the thread tells: a book begun, or all that was found. */
type Told = { readonly book: number } | { readonly classes: readonly Classes[] }

/** Starts at once; a failure shows where the result is waited for. */
export function rewireBeside(
  rewiring: Rewiring,
  onBook: (done: number, total: number) => void = () => {},
): Promise<readonly Classes[]> {
  const { sample, books, seed } = rewiring
  const found = new Promise<readonly Classes[]>((resolve, reject) => {
    const worker = new Worker(new URL('./rewire-worker.mjs', import.meta.url), {
      workerData: { sample, books, seed },
      execArgv: [],
    })
    worker.on('message', (told: Told) => {
      if ('classes' in told) resolve(told.classes)
      else onBook(told.book, books)
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that rewires books ended (${code})`)))
  })
  found.catch(() => undefined)
  return found
}
