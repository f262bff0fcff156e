/** The one place that begins and ends a transaction: any error rolls back and is thrown again. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { OperationsDatabase } from './database.ts'

export type Tx = Transaction<OperationsDatabase>

/** Runs `work` in a transaction of its own. Writers wait for each other; `work` must not ask for another one. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Key of the lock that writers of all PostgreSQL nodes share: the audit chain has one head. */
const WRITER_LOCK = 4_400_001

/**
 * Writers take turns, in this process by a queue and between processes by an advisory lock (a DuckDB file has one process),
 * so nobody meets a write conflict and the audit chain never forks.
 */
export function transactions(db: Kysely<OperationsDatabase>, kind: 'duckdb' | 'postgres'): Transact {
  let turn: Promise<unknown> = Promise.resolve()
  return <T>(work: (tx: Tx) => Promise<T>) => {
    const run = turn.then(() =>
      db.transaction().execute(async (tx) => {
        if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${WRITER_LOCK})`.execute(tx)
        const result = await work(tx)
        // COMMIT of an aborted transaction answers success and keeps nothing; a statement fails in it.
        await sql`select 1`.execute(tx)
        return result
      }),
    )
    turn = run.then(
      () => undefined,
      () => undefined,
    )
    return run
  }
}
