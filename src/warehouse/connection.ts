/** One DuckDB connection as Kysely sees it: statement cache, typed binding, rows out, transaction state. */
import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  ResultReturnType,
  StatementType,
} from '@duckdb/node-api'
import type { CompiledQuery, DatabaseConnection, QueryResult, TransactionSettings } from 'kysely'
import { bindAll } from './bind.ts'
import { readChunk } from './read-rows.ts'

const DEFAULTS = {
  /** Prepared statements kept a connection. */
  statements: 64,
  /** Longer SQL texts (bulk inserts) are prepared each time, in characters. */
  longestCached: 8192,
} as const

const REUSABLE: ReadonlySet<StatementType> = new Set([
  StatementType.SELECT,
  StatementType.INSERT,
  StatementType.UPDATE,
  StatementType.DELETE,
])

export class WarehouseConnection implements DatabaseConnection {
  readonly raw: DuckDBConnection
  /** True while a stream waits for its reader, so that nothing is at work here. */
  paused = false
  readonly #statements = new Map<string, DuckDBPreparedStatement>()
  #turn: Promise<unknown> = Promise.resolve()
  #inTransaction = false
  #failure: unknown
  #closed = false

  constructor(raw: DuckDBConnection) {
    this.raw = raw
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#inTurn(() => this.#failing(() => this.#execute<R>(query)))
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    const statement = await this.#inTurn(() => this.#failing(() => this.#prepare(query)))
    try {
      const result = await this.#failing(() => statement.stream())
      const names = result.deduplicatedColumnNames()
      const types = result.columnTypes()
      for (;;) {
        const chunk = await this.#failing(() => result.fetchChunk())
        if (!chunk || chunk.rowCount === 0) return
        const rows: Record<string, unknown>[] = []
        readChunk(chunk, names, types, rows)
        yield* this.pausing({ rows: rows as R[] })
      }
    } finally {
      this.paused = false
      if (!this.#closed) statement.destroySync()
    }
  }

  /** Hands `item` to the reader of a stream; the connection may be closed before he comes back. */
  *pausing<T>(item: T): Generator<T> {
    this.paused = true
    yield item
    this.paused = false
    if (this.#closed) throw new Error('warehouse is closed')
  }

  async begin(settings: TransactionSettings = {}): Promise<void> {
    await this.raw.run(
      settings.accessMode === 'read only' ? 'begin transaction read only' : 'begin transaction',
    )
    this.#inTransaction = true
    this.#failure = undefined
  }

  /**
   * Commits; a transaction in which any statement failed is rolled back and that failure thrown, even when the caller caught
   * it, because DuckDB answers COMMIT of an aborted transaction with success.
   */
  async commit(): Promise<void> {
    if (this.#failure !== undefined) {
      const failure = this.#failure
      await this.rollback()
      throw failure
    }
    try {
      await this.raw.run('commit')
      this.#inTransaction = false
    } catch (error) {
      await this.rollback()
      throw error
    }
  }

  /** Rolls back; does nothing when no transaction is open. */
  async rollback(): Promise<void> {
    if (!this.#inTransaction) return
    this.#inTransaction = false
    this.#failure = undefined
    try {
      await this.raw.run('rollback')
    } catch (error) {
      // A commit that failed has ended the transaction already.
      if (!String(error).includes('no transaction is active')) throw error
    }
  }

  /** A statement of its own, bound, that the caller destroys. */
  async #prepare(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<DuckDBPreparedStatement> {
    const statement = await this.raw.prepare(query.sql)
    bindAll(statement, query.parameters)
    return statement
  }

  async #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    let statement = this.#statements.get(query.sql)
    if (statement) {
      this.#statements.delete(query.sql)
      statement.clearBindings()
    } else {
      statement = await this.raw.prepare(query.sql)
    }
    try {
      bindAll(statement, query.parameters)
      return await rowsOf<R>(await statement.run())
    } finally {
      this.#keep(query, statement)
    }
  }

  /**
   * Keeps a statement for its next use. One without parameters is planned for good on the statistics of that moment and
   * answers wrongly after later writes (DuckDB 1.5), so only those with parameters are kept.
   */
  #keep({ sql: text, parameters }: CompiledQuery, statement: DuckDBPreparedStatement): void {
    if (
      parameters.length === 0 ||
      text.length > DEFAULTS.longestCached ||
      !REUSABLE.has(statement.statementType)
    ) {
      statement.destroySync()
      return
    }
    this.#statements.set(text, statement)
    if (this.#statements.size <= DEFAULTS.statements) return
    const [oldest] = this.#statements.keys()
    this.#statements.get(oldest)?.destroySync()
    this.#statements.delete(oldest)
  }

  /** One statement after the other: two that share a cached statement would bind over each other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  async #failing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (this.#inTransaction) this.#failure ??= error
      throw error
    }
  }

  close(): void {
    this.#closed = true
    for (const statement of this.#statements.values()) statement.destroySync()
    this.#statements.clear()
    this.raw.closeSync()
  }
}

async function rowsOf<R>(result: DuckDBResult): Promise<QueryResult<R>> {
  if (result.returnType === ResultReturnType.CHANGED_ROWS) {
    const changed = BigInt(result.rowsChanged)
    return { rows: [], numAffectedRows: changed, numChangedRows: changed }
  }
  const rows: Record<string, unknown>[] = []
  const names = result.deduplicatedColumnNames()
  const types = result.columnTypes()
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return { rows: rows as R[] }
    readChunk(chunk, names, types, rows)
  }
}
