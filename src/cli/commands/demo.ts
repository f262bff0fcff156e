/** `demo`: builds the synthetic book through the real pipelines, once, and opens the desk on it. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { config } from '../../config.ts'
import type { Operations } from '../../operations/index.ts'
import type { DemoUser } from '../../security/index.ts'
import { snapshots } from '../../warehouse/index.ts'
import { type CommonFlags, common, demoFolders, homeOf, whole } from '../options.ts'
import { duration, print, progressLine, textTable } from '../terminal.ts'
import { untilStopped, withAddress } from './serve.ts'

interface DemoFlags extends CommonFlags {
  readonly host: string
  readonly port: number
  readonly size: number
  readonly seed: number
  readonly serve: boolean
}

export function demo(program: Command): void {
  withAddress(common(program.command('demo')))
    .description('build the synthetic demo book, once, and open the desk on it')
    .option('--size <claims>', 'number of claims', whole, 12_000)
    .option('--seed <n>', 'seed', whole, 1)
    .option('--no-serve', 'build only')
    .action(async (flags: DemoFlags) => {
      const began = performance.now()
      const home = homeOf(flags)
      // What the desk is made of is loaded while the files are: this process has nothing else to do then.
      const prepared = flags.serve ? prepareDesk() : undefined
      prepared?.catch(() => {})
      const built = await buildDemo(home, flags)
      if (!prepared) {
        const { raiseCurrent } = await import('../raise.ts')
        const alerts = await raiseCurrent(home, 'insurer')
        return print(
          { home, ...built, alerts },
          flags.json,
          () => `demo book in ${home}: snapshot ${built.snapshot}`,
        )
      }
      const { openDesk, staticDirectory } = await prepared
      let signIns: readonly DemoUser[] = []
      const desk = await openDesk({
        home,
        book: 'insurer',
        host: flags.host,
        port: flags.port,
        staticDirectory,
        demo: true,
        onOpen: async (operations) => {
          signIns = await demoSignIns(home, operations)
        },
      })
      untilStopped(desk.close)
      const seconds = Math.round((performance.now() - began) / 100) / 10
      print({ url: desk.url, seconds, ...built, sign_ins: signIns }, flags.json, () =>
        [
          '',
          `claimscope is open at ${desk.url}  (${duration(seconds)}; Ctrl-C stops it)`,
          '',
          textTable(
            signIns.map(({ role, username, password }) => ({ 'sign in as': role, username, password })),
          ),
          '',
          'The demo book is synthetic: no person, claim or firm in it exists.',
        ].join('\n'),
      )
    })
}

/** The code of the desk and the folder of its dashboards, built if need be. */
async function prepareDesk() {
  const [{ openDesk }, { ensureDashboards }] = await Promise.all([
    import('../desk.ts'),
    import('../dashboards.ts'),
  ])
  return { openDesk, staticDirectory: await ensureDashboards(() => {}) }
}

/** Builds the demo's snapshot unless one with the same definitions is there. */
async function buildDemo(
  home: string,
  { size, seed }: { size: number; seed: number },
): Promise<{ readonly snapshot: string; readonly reused: boolean }> {
  const [{ definitionHashes }, { shelves }, { ensureDemo }] = await Promise.all([
    import('../../run/definitions.ts'),
    import('../shelves.ts'),
    import('../demo-book.ts'),
  ])
  const { findBook, run } = await import('../../run.ts')
  const book = findBook(shelves, 'insurer')
  const current = await snapshots(home, 'insurer').current()
  const wanted = definitionHashes(book, shelves)
  const isSame =
    current &&
    JSON.stringify(current.definitions) === JSON.stringify(wanted) &&
    (current.extra as { seed?: number }).seed === seed
  if (isSame) return { snapshot: current.id, reused: true }
  const line = progressLine()
  try {
    await ensureDemo(home, { seed, claims: size, onProgress: line.report })
    const { data, answerKey } = demoFolders(home)
    const { memoryMb, threads } = config()
    const result = await run({
      book: 'insurer',
      shelves,
      home,
      dataDirectory: data,
      answerKey,
      // Definitions have changed: what older ones loaded is no ground to stand on.
      fresh: true,
      now: new Date(),
      seed,
      memoryMb,
      threads,
      onProgress: line.report,
    })
    return { snapshot: result.snapshot, reused: false }
  } finally {
    line.end()
  }
}

/** The demo's sign-ins: made with the store, kept for the next start in a file that only this user may read. */
async function demoSignIns(home: string, operations: Operations): Promise<readonly DemoUser[]> {
  const file = join(home, 'demo-sign-ins.json')
  if (existsSync(file) && (await operations.users.find('admin')))
    return JSON.parse(await readFile(file, 'utf8')) as DemoUser[]
  const { createDemoUsers } = await import('../../security/index.ts')
  const users = await createDemoUsers(operations, randomBytes, new Date())
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(users), { mode: 0o600 })
  await chmod(file, 0o600)
  return users
}
