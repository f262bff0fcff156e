/** Opens a DuckDB file (or memory) as a warehouse: sandboxed, UTC, one Kysely on a pool of connections. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Kysely } from 'kysely'
import { missing, UserError } from '../errors.ts'
import type { Database } from '../schema/database.ts'
import { appendColumns } from './append.ts'
import type { ColumnData } from './column-writer.ts'
import { type Columns, type ColumnsOptions, type Kinds, readColumns } from './columns.ts'
import { WarehouseDialect } from './dialect.ts'
import { registerHeldColumns } from './held-columns.ts'
import { quoteName, quoteText } from './identifier.ts'
import { claimPath } from './open-paths.ts'
import { DEFAULTS as POOL, Pool } from './pool.ts'
import type { Query } from './query.ts'
import { registerTextFunctions } from './text-function.ts'

export interface OpenOptions {
  /** File, or `:memory:`. In mode `write` a missing file is made. */
  readonly path: string
  /** `read` shares the file with other readers; `write` has it alone. */
  readonly mode: 'read' | 'write'
  /** Folders that SQL may read and write; default none. */
  readonly allowedDirectories?: readonly string[]
  /** Memory cap in MiB; default DuckDB's own, 80 % of the machine. */
  readonly memoryMb?: number
  /** Threads; default all. */
  readonly threads?: number
  /** Where work that exceeds memory spills. Default: beside the file when writing, the system's folder when reading. */
  readonly tempDirectory?: string
  /** Other DuckDB files, readable as `name.schema.table`. */
  readonly attach?: readonly { readonly path: string; readonly name: string }[]
  /** Connections that work at the same time; default 4. */
  readonly connections?: number
}

export interface Warehouse<DB = Database> {
  readonly db: Kysely<DB>
  readonly path: string
  /** Runs a script of SQL statements, one after the other and without parameters; what ran before a failure stays. */
  execute(script: string): Promise<void>
  /** The result of a query as typed arrays; see {@link readColumns}. */
  columns<const K extends Kinds>(query: Query, kinds: K, options?: ColumnsOptions): Promise<Columns<K>>
  /** Inserts whole columns into a table, all or nothing, and gives the number of rows; see {@link appendColumns}. */
  append(table: string, columns: Readonly<Record<string, ColumnData>>): Promise<number>
  /** The result of a query as an Arrow IPC stream; see `arrowStream` in arrow.ts. */
  arrow(query: Query): AsyncIterable<Uint8Array>
  /** Stops every statement that runs; each fails with an interrupt error. */
  interrupt(): void
  /** Waits for work under way (interrupts what takes longer than 5 s) and closes the file. */
  close(): Promise<void>
}

/**
 * Opens a warehouse. Every instance is sandboxed: SQL reaches no file outside `allowedDirectories`, no network, and cannot
 * attach, install or change settings.
 * @throws UserError when the file is missing (mode `read`), held by another process (named, status 409), or no DuckDB file.
 */
export async function openWarehouse<DB = Database>(options: OpenOptions): Promise<Warehouse<DB>> {
  const memory = options.path === ':memory:'
  const path = memory ? options.path : resolve(options.path)
  if (!memory) await prepareFile(path, options.mode)
  const releases = memory ? [] : [claimPath(path, options.mode)]
  const tempDirectory = options.tempDirectory ?? temporary(path, options.mode)
  let instance: DuckDBInstance | undefined
  try {
    for (const { path: other } of options.attach ?? []) releases.push(claimPath(resolve(other), 'read'))
    instance = await create(path, {
      access_mode: memory || options.mode === 'write' ? 'READ_WRITE' : 'READ_ONLY',
      temp_directory: tempDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      ...(options.memoryMb ? { memory_limit: `${options.memoryMb}MiB` } : {}),
      ...(options.threads ? { threads: String(options.threads) } : {}),
    })
    await sandbox(instance, options)
  } catch (error) {
    instance?.closeSync()
    for (const release of releases) release()
    throw error
  }
  const pool = new Pool(instance, options.connections ?? POOL.size)
  const db = new Kysely<DB>({ dialect: new WarehouseDialect(pool) })
  const opened = instance
  let closing: Promise<void> | undefined
  const close = async () => {
    await pool.close()
    await db.destroy()
    opened.closeSync()
    for (const release of releases) release()
    if (!options.tempDirectory) rmSync(tempDirectory, { recursive: true, force: true })
  }
  return {
    db,
    path,
    execute: (script) => pool.use(async (connection) => void (await connection.raw.run(script))),
    columns: (query, kinds, rest) => pool.use((connection) => readColumns(connection, query, kinds, rest)),
    append: (table, columns) => pool.use((connection) => appendColumns(connection, table, columns)),
    arrow: (query) => arrowLater(pool, query),
    interrupt: () => pool.interrupt(),
    close: () => (closing ??= close()),
  }
}

/** Arrow's library takes longer to load than a short command takes to run, so it is loaded when first used. */
async function* arrowLater(pool: Pool, query: Query): AsyncGenerator<Uint8Array> {
  const { arrowStream } = await import('./arrow.ts')
  yield* arrowStream(pool, query)
}

let opened = 0

/** Readers of one file must not share DuckDB's default folder beside it, and may not be able to write there. */
function temporary(path: string, mode: 'read' | 'write'): string {
  if (mode === 'write' && path !== ':memory:') return `${path}.tmp`
  return join(tmpdir(), `claimscope-${process.pid}-${++opened}`)
}

/** DuckDB is crash safe except while it first makes a file, so a new one is made under another name and moved. */
async function prepareFile(path: string, mode: 'read' | 'write'): Promise<void> {
  if (existsSync(path)) return
  if (mode === 'read') throw missing('warehouse', path, 'build it first')
  mkdirSync(dirname(path), { recursive: true })
  const fresh = `${path}.new-${process.pid}-${++opened}`
  const instance = await DuckDBInstance.create(fresh)
  const connection = await instance.connect()
  await connection.run('checkpoint')
  connection.closeSync()
  instance.closeSync()
  renameSync(fresh, path)
}

async function sandbox(instance: DuckDBInstance, options: OpenOptions): Promise<void> {
  const connection = await instance.connect()
  try {
    await connection.run("set global TimeZone = 'UTC'")
    registerTextFunctions(connection)
    registerHeldColumns(connection)
    for (const { path, name } of options.attach ?? []) {
      if (!existsSync(path)) throw missing('warehouse', path, `to attach as ${name}`)
      await named(path, () =>
        connection.run(`attach ${quoteText(resolve(path))} as ${quoteName(name)} (read_only)`),
      )
    }
    const allowed = (options.allowedDirectories ?? []).map((folder) => quoteText(`${resolve(folder)}/`))
    await connection.run(`set allowed_directories = [${allowed.join(', ')}]`)
    await connection.run('set enable_external_access = false')
    await connection.run('set lock_configuration = true')
  } finally {
    connection.closeSync()
  }
}

function create(path: string, settings: Record<string, string>): Promise<DuckDBInstance> {
  return named(path, () => DuckDBInstance.create(path, settings))
}

/** DuckDB's words for a file that cannot be opened, as a fault of the caller that says what to do. */
async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const text = String(error)
    const holder = /Conflicting lock is held in (.*?) ?\(PID (\d+)\)/.exec(text)
    if (holder || text.includes('Could not set lock')) {
      const who = holder ? `process ${holder[2]} (${holder[1]})` : 'another process'
      throw new UserError(
        `invalid warehouse: ${JSON.stringify(path)} [in use by ${who}, stop it or wait]`,
        409,
      )
    }
    if (text.includes('not a valid DuckDB database file')) {
      throw new UserError(`invalid warehouse: ${JSON.stringify(path)} [not a DuckDB file, or damaged]`, 422)
    }
    throw error
  }
}
