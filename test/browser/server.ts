/** The real desk over a small demo book, in a process of its own, for tests that look at pages. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface SignIn {
  readonly role: string
  readonly username: string
  readonly password: string
}

export interface DemoServer {
  readonly url: string
  readonly signIns: readonly SignIn[]
  readonly close: () => Promise<void>
}

export const DEFAULTS = {
  /** Claims: enough for rings, alerts and every page. */
  size: 2000,
} as const

/** Builds the book unless it is there, opens the desk on a free port, and waits until it answers. */
export async function startDemoServer({ size = DEFAULTS.size }: { size?: number } = {}): Promise<DemoServer> {
  const root = resolve(import.meta.dirname, '../..')
  const home = resolve(root, process.env.CLAIMSCOPE_HOME ?? '.data/test', `desk-${size}`)
  const child = spawn(
    process.execPath,
    ['src/front-door.mjs', 'demo', '--json', '--port', '0', '--size', String(size)],
    { cwd: root, env: { ...process.env, CLAIMSCOPE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let progress = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    progress = (progress + text).slice(-4000)
  })
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done())
  })
  const answer = await new Promise<{ url: string; sign_ins: SignIn[] }>((done, fail) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      try {
        done(JSON.parse(text))
      } catch {
        // The document has not come to its end yet.
      }
    })
    child.once('exit', (code) => fail(new Error(`the desk ended with code ${code}:\n${progress}`)))
  })
  return {
    url: answer.url,
    signIns: answer.sign_ins,
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
