/** The real desk over a small demo book, in a process of its own, for tests that look at pages. */
import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { DEMO, demoHome } from '../demo-home.ts'

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

/**
 * Opens a desk of its own on a copy of the small demo book, on a free port, and waits until it answers. The operations store is
 * not copied: one process holds it, and every desk begins with its own.
 */
export async function startDemoServer(): Promise<DemoServer> {
  const root = resolve(import.meta.dirname, '../..')
  const shared = await demoHome()
  const home = await mkdtemp(join(dirname(shared), 'desk-'))
  const left = [join(shared, 'operations'), join(shared, 'demo-sign-ins.json'), join(shared, 'work')]
  await cp(shared, home, { recursive: true, filter: (path) => !left.includes(path) })
  const child = spawn(
    process.execPath,
    ['src/front-door.mjs', 'demo', ...DEMO, '--json', '--port', '0', '--home', home],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
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
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** A browser whose WebGL is drawn by software, so that pictures are the same on every machine. */
export const startBrowser = (executablePath: string | undefined): Promise<Browser> =>
  chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  })
