/**
 * Loads in a process of its own, which a hostile file may end: by a fault of a parser, by memory, or by time. Every file is
 * a transaction, so such a death costs that file only; it is refused with the reason, and a new process goes on without it. A
 * file whose bytes cannot be read is refused as well.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../errors.ts'
import type { Source } from '../source.ts'
import { findFiles } from './find-files.ts'
import type { IngestOptions } from './ingest.ts'
import type { Answer, Order, WarehouseFile } from './messages.ts'
import type { IngestReport } from './report.ts'
import type { LeftOut } from './unreadable.ts'

export const DEFAULTS = {
  /** Heap of the process, MiB. */
  heapMb: 2048,
  /** Memory of the process beside heap and DuckDB, MiB. */
  slackMb: 1024,
  /** DuckDB's memory when nobody says, MiB. */
  memoryMb: 4096,
  /** Time for a file, s, and more for each of its megabytes. */
  seconds: 300,
  secondsAMegabyte: 2,
  /** How often memory and time are looked at, ms. */
  watchMs: 250,
  /** Files that may end the process before the load is given up. */
  deaths: 1000,
} as const

/** A file that was not loaded. */
export interface Refused extends LeftOut {
  /** Reading it ended the process; false for one that was found unusable. */
  readonly isDeath: boolean
}

export interface IsolatedReport extends IngestReport {
  readonly refused: readonly Refused[]
}

/** Caps; each has a default in {@link DEFAULTS}. */
export interface Caps {
  readonly heapMb?: number
  readonly slackMb?: number
  readonly seconds?: number
  /**
   * Nothing stops the load: a file that can be read and not be used is refused like one that cannot be read, and a source may
   * be left without any. Default false.
   */
  readonly keepGoing?: boolean
  /** Called with the number of every process that is started. */
  readonly onStart?: (pid: number) => void
}

/** How one process ended. */
type End =
  | { readonly kind: 'done'; readonly report: IngestReport }
  | { readonly kind: 'failed'; readonly error: Error }
  | {
      readonly kind: 'died'
      readonly reason: string
      readonly at: { file: string; source: string } | undefined
    }

/**
 * Loads every new file of every source into a warehouse file that nobody has open.
 * @returns what `ingest` returns, and the files that were refused because they could not be read.
 * @throws UserError as `ingest` does, and when a source that is not optional has no file left.
 */
export async function ingestIsolated(
  file: WarehouseFile,
  sources: readonly Source[],
  options: Omit<IngestOptions, 'onFile' | 'onRefused' | 'without' | 'keepGoing'>,
  caps: Caps = {},
): Promise<IsolatedReport> {
  const { onProgress, ...rest } = options
  const began = performance.now()
  const refused: Refused[] = []
  for (let restarts = 0, unexplained = 0; ; restarts++) {
    const order: Order = {
      file: { memoryMb: DEFAULTS.memoryMb, ...file },
      sources,
      options: { ...rest, without: refused.map(({ file, source, reason }) => ({ file, source, reason })) },
      isAgain: restarts > 0,
      keepGoing: caps.keepGoing ?? false,
    }
    const end = await attempt(order, onProgress, caps, (one) => refused.push(one))
    if (end.kind === 'failed') throw end.error
    if (end.kind === 'done') {
      if (!caps.keepGoing) assertFilesLeft(sources, order.options, refused)
      return { ...end.report, refused, seconds: (performance.now() - began) / 1000 }
    }
    if (end.at) refused.push({ ...end.at, reason: end.reason, isDeath: true })
    else if (++unexplained > 1) throw new Error(`the process that loads ended over no file: ${end.reason}`)
    if (!caps.keepGoing) assertFilesLeft(sources, order.options, refused)
    if (restarts > DEFAULTS.deaths)
      throw new UserError(
        `invalid files: ${restarts} of them ended the process that reads them [the last: ${end.reason}]`,
        422,
      )
  }
}

/** Throws when a source that needs a file has none left. */
function assertFilesLeft(
  sources: readonly Source[],
  options: Order['options'],
  refused: readonly Refused[],
): void {
  const names = new Set(refused.map((one) => one.file))
  for (const source of sources) {
    if (source.optional) continue
    const files = foldersOf(options).flatMap((folder) => findFiles(folder, source.files))
    const last = refused.find((one) => files.includes(one.file))
    if (!last || !files.every((name) => names.has(name))) continue
    const { file, reason, isDeath } = last
    throw new UserError(
      isDeath
        ? `invalid file: ${JSON.stringify(file)} [${reason}; source ${source.name} has no other]`
        : `${reason} [source ${source.name} has no other file]`,
      422,
    )
  }
}

/** Runs one process to its end, whatever that is. */
function attempt(
  order: Order,
  onProgress: IngestOptions['onProgress'],
  caps: Caps,
  onRefused: (refused: Refused) => void,
): Promise<End> {
  const heapMb = caps.heapMb ?? DEFAULTS.heapMb
  const mostMb = heapMb + (order.file.memoryMb ?? 0) + (caps.slackMb ?? DEFAULTS.slackMb)
  const child = fork(fileURLToPath(new URL('./child.mjs', import.meta.url)), {
    execArgv: [`--max-old-space-size=${heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  if (child.pid) caps.onStart?.(child.pid)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let at: { file: string; source: string } | undefined
  let deadline = performance.now() + DEFAULTS.seconds * 1000
  let killedFor = ''
  let words = ''
  let answer: Extract<Answer, { kind: 'done' | 'failed' }> | undefined
  const watch = setInterval(() => {
    if (performance.now() > deadline) killedFor = `not read within ${secondsFor(sizeOf(order, at), caps)} s`
    else if (residentMb(child) > mostMb) killedFor = `reading it takes more than ${mostMb} MB of memory`
    if (killedFor) kill()
  }, DEFAULTS.watchMs)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000)
  })
  child.on('message', (message) => {
    const said = message as Answer
    if (said.kind === 'file') {
      at = { file: said.file, source: said.source }
      deadline = performance.now() + secondsFor(sizeOf(order, at), caps) * 1000
    } else if (said.kind === 'refused') {
      const { file, source, reason } = said
      onRefused({ file, source, reason, isDeath: false })
      at = undefined
    } else if (said.kind === 'progress') {
      if (said.progress.phase === 'done') at = undefined
      onProgress?.(said.progress)
    } else answer = said
  })
  return new Promise<End>((resolve) => {
    const finish = (end: End) => {
      clearInterval(watch)
      process.removeListener('exit', kill)
      resolve(end)
    }
    child.once('error', (error) => finish({ kind: 'failed', error }))
    child.once('close', (code, signal) => {
      if (answer?.kind === 'done') return finish({ kind: 'done', report: answer.report })
      if (answer) return finish(failure(answer, at))
      finish({ kind: 'died', at, reason: killedFor || reasonOf(code, signal, words, heapMb) })
    })
    child.send(order)
  })
}

/** What DuckDB cannot hold in its memory is the file's fault, as is a death; anything else that was thrown goes on up. */
function failure(
  { message, stack, status }: Extract<Answer, { kind: 'failed' }>,
  at: { file: string; source: string } | undefined,
): End {
  if (status !== undefined) return { kind: 'failed', error: new UserError(message, status) }
  if (at && /^Out of Memory Error/i.test(message))
    return { kind: 'died', at, reason: `reading it takes too much memory: ${message.split('\n')[0]}` }
  const error = new Error(message)
  if (stack) error.stack = stack
  return { kind: 'failed', error }
}

function reasonOf(code: number | null, signal: string | null, words: string, heapMb: number): string {
  if (/heap out of memory|heap limit|allocation failed/i.test(words))
    return `reading it takes more than ${heapMb} MB of memory`
  return `reading it ended the process (${signal ?? `exit code ${code}`})`
}

const secondsFor = (bytes: number, caps: Caps) =>
  Math.round((caps.seconds ?? DEFAULTS.seconds) + (DEFAULTS.secondsAMegabyte * bytes) / 1e6)

/** Size of a file on disk; of a member, that of its archive. */
function sizeOf(order: Order, at: { file: string } | undefined): number {
  if (!at) return 0
  const parts = at.file.split('/')
  for (let n = parts.length; n > 0; n--)
    for (const folder of foldersOf(order.options)) {
      const path = join(folder, ...parts.slice(0, n))
      if (existsSync(path)) return statSync(path).size
    }
  return 0
}

const foldersOf = ({ dataDirectory, moreDirectories = [] }: Order['options']) => [
  dataDirectory,
  ...moreDirectories,
]

/** Memory that the process holds, MiB; 0 where the system does not tell. */
function residentMb({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
