/**
 * One builder a book: a lock that names its process, and is taken over when that process is gone.
 *
 * The lock is the file with the highest number, `<path>.<number>`. To take it is to make the next number, which the file
 * system grants to one; the highest file is never removed, so no two can believe that they hold it.
 */
import { readFileSync } from 'node:fs'
import { link, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { UserError } from '../errors.ts'
import { replaceFile, writeSynced } from './durable.ts'

interface Holder {
  /** 0 when the lock is free. */
  readonly pid: number
  /** When the process started, in the system's words: numbers of processes are used again. */
  readonly started: string
  /** Which attempt of that process. */
  readonly attempt: number
  readonly purpose: string
}

const FREE: Holder = { pid: 0, started: '', attempt: 0, purpose: '' }

const attempts = new Set<number>()
let lastAttempt = 0

/**
 * Takes the lock at `path` and gives the function that releases it.
 * @throws UserError (409) that names the holder while it lives.
 */
export async function takeLock(path: string, purpose: string): Promise<() => Promise<void>> {
  const attempt = ++lastAttempt
  attempts.add(attempt)
  const draft = `${path}-draft-${process.pid}-${attempt}`
  try {
    const mine: Holder = { pid: process.pid, started: startOf(process.pid), attempt, purpose }
    await writeSynced(draft, JSON.stringify(mine))
    const file = await next(path, draft)
    return async () => {
      if (attempts.delete(attempt)) await replaceFile(file, JSON.stringify(FREE))
    }
  } catch (error) {
    attempts.delete(attempt)
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Makes `draft` the lock of the next number, once the one before is free or its holder gone. */
async function next(path: string, draft: string): Promise<string> {
  for (;;) {
    const last = Math.max(0, ...(await numbers(path)))
    if (last > 0) await refuseLiving(`${path}.${last}`)
    const file = `${path}.${last + 1}`
    try {
      // A link makes the file appear with its content, so nobody reads half of it.
      await link(draft, file)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw error
    }
    const all = await numbers(path)
    if (Math.max(...all) > last + 1) {
      // Others went on while this one looked at an old number.
      await rm(file, { force: true })
      continue
    }
    for (const old of all) if (old <= last) await rm(`${path}.${old}`, { force: true })
    return file
  }
}

async function numbers(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`
  const names = await readdir(dirname(path))
  const found = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
  return found.filter(Number.isInteger)
}

async function refuseLiving(file: string): Promise<void> {
  let holder: Holder
  try {
    holder = JSON.parse(await readFile(file, 'utf8')) as Holder
  } catch (error) {
    // Removed by one who took the next number, or damaged: either way not a living holder's.
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return
    throw error
  }
  if (!lives(holder)) return
  throw new UserError(
    `invalid build: ${JSON.stringify(file)} [process ${holder.pid} is busy with ${holder.purpose}, wait or stop it]`,
    409,
  )
}

function lives({ pid, started, attempt }: Holder): boolean {
  if (pid === 0) return false
  if (pid === process.pid && started === startOf(pid)) return attempts.has(attempt)
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM' && started === startOf(pid)
  }
  return started === startOf(pid)
}

/** Start time of a process in ticks, where the system tells (Linux); empty elsewhere. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
