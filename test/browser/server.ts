/** The real desk over a small demo book, in a process of its own, for tests that look at pages. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
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

/** Opens the desk on the small demo book, on a free port, and waits until it answers. */
export async function startDemoServer(): Promise<DemoServer> {
  const root = resolve(import.meta.dirname, '../..')
  const home = await demoHome()
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
    },
  }
}
