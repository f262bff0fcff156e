/** A small demo book, built once by the command line itself and shared by the tests that need a whole snapshot. */
import { spawn } from 'node:child_process'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const root = resolve(import.meta.dirname, '..')

export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command line as a person would. */
export function claimscope(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CommandResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'src', 'front-door.mjs'), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', fail)
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
}

const home = join(root, '.data', 'test', 'demo')
const lock = join(root, '.data', 'test', 'demo.lock')
/** A lock that is older has lost its owner. */
const STALE_MS = 300_000

/** The small demo book: enough for rings, alerts and every page. */
export const DEMO = ['--size', '2500', '--seed', '7'] as const

/** Home of the small demo book. */
export async function demoHome(): Promise<string> {
  await mkdir(join(root, '.data', 'test'), { recursive: true })
  for (;;) {
    try {
      await mkdir(lock)
      break
    } catch {
      const held = await stat(lock).catch(() => undefined)
      if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(lock, { recursive: true, force: true })
      await wait(200)
    }
  }
  try {
    const { code, stderr } = await claimscope(['demo', '--no-serve', ...DEMO, '--home', home, '--json'])
    if (code !== 0) throw new Error(`the demo book was not built:\n${stderr}`)
    return home
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}
