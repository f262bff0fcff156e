/** Makes reports in a thread of their own, one after the other, so that whoever asks for something else is answered meanwhile. */
import { Worker } from 'node:worker_threads'
import { UserError } from '../../errors.ts'
import type { RingReport } from './dossier.ts'

export const DEFAULTS = {
  /** Reports that may wait for their turn; more are refused. */
  waiting: 8,
  /** The longest that one report may take, the start of the thread included, in ms. */
  timeoutMs: 60_000,
  /** How long the thread, with its fonts, stays when nobody asks, in ms. */
  idleMs: 300_000,
} as const

export interface PressOptions {
  readonly waiting?: number
  readonly timeoutMs?: number
  readonly idleMs?: number
}

interface Job {
  readonly report: RingReport
  readonly done: (pdf: Buffer) => void
  readonly fail: (error: Error) => void
}

type Answer = { readonly pdf: Uint8Array } | { readonly error: string }

export class ReportPress {
  readonly #waiting: number
  readonly #timeoutMs: number
  readonly #idleMs: number
  readonly #queue: Job[] = []
  #worker: Worker | undefined
  #current: { readonly job: Job; readonly timer: NodeJS.Timeout } | undefined

  #idle: NodeJS.Timeout | undefined

  constructor({
    waiting = DEFAULTS.waiting,
    timeoutMs = DEFAULTS.timeoutMs,
    idleMs = DEFAULTS.idleMs,
  }: PressOptions = {}) {
    this.#waiting = waiting
    this.#timeoutMs = timeoutMs
    this.#idleMs = idleMs
  }

  /**
   * The report as PDF.
   * @throws UserError (503) when too many wait already, and when it takes too long; Error when it cannot be made.
   */
  print(report: RingReport): Promise<Buffer> {
    if (this.#queue.length >= this.#waiting) {
      const wanted = this.#queue.length + 1
      const error = `invalid number of reports: ${wanted} [${this.#waiting} may wait at a time, try again in a minute]`
      return Promise.reject(new UserError(error, 503))
    }
    const made = new Promise<Buffer>((done, fail) => {
      this.#queue.push({ report, done, fail })
    })
    this.#next()
    return made
  }

  /** Ends the thread; reports under way fail. */
  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    const error = new UserError('missing report: the server is stopping [try again]', 503)
    this.#lose(error)
    for (const job of this.#queue.splice(0)) job.fail(error)
    await worker?.terminate()
  }

  #next(): void {
    if (this.#current) return
    const job = this.#queue.shift()
    if (!job) {
      // A thread that idles keeps no process alive, and goes after a while.
      this.#worker?.unref()
      this.#idle = setTimeout(() => this.#release(), this.#idleMs).unref()
      return
    }
    clearTimeout(this.#idle)
    const timer = setTimeout(() => {
      const seconds = this.#timeoutMs / 1000
      this.#lose(
        new UserError(
          `missing report: not made within ${seconds} s [try again, or take another format]`,
          503,
        ),
      )
      this.#next()
    }, this.#timeoutMs)
    this.#current = { job, timer }
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage(job.report)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./press-worker.mjs', import.meta.url), { execArgv: [] })
    worker.on('message', (answer: Answer) => {
      if (worker !== this.#worker) return
      this.#settle(({ job }) =>
        'pdf' in answer
          ? job.done(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength))
          : job.fail(new Error(`a report could not be made: ${answer.error}`)),
      )
      this.#next()
    })
    const lost = (error: Error) => {
      if (worker !== this.#worker) return
      this.#lose(error)
      this.#next()
    }
    worker.on('error', lost)
    worker.on('exit', (code) => lost(new Error(`the thread that makes reports ended (${code})`)))
    return worker
  }

  #settle(how: (current: { readonly job: Job }) => void): void {
    const current = this.#current
    if (!current) return
    clearTimeout(current.timer)
    this.#current = undefined
    how(current)
  }

  /** Ends the thread; the next report starts another. */
  #release(): void {
    const worker = this.#worker
    this.#worker = undefined
    worker?.terminate()
  }

  /** Gives the thread up, with what it was at. */
  #lose(error: Error): void {
    this.#release()
    this.#settle(({ job }) => job.fail(error))
  }
}
