/** A query as callers hand it over: SQL text, or anything of Kysely's that compiles. */
import type { DuckDBPreparedStatement } from '@duckdb/node-api'
import type { Compilable } from 'kysely'
import { bindAll } from './bind.ts'
import type { WarehouseConnection } from './connection.ts'

export type Query = string | Compilable

export interface PlainQuery {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** SQL text and parameters of a query. */
export function plain(query: Query): PlainQuery {
  return typeof query === 'string' ? { sql: query, parameters: [] } : query.compile()
}

/** Prepares and binds a statement, hands it to `work`, destroys it. */
export async function withStatement<T>(
  connection: WarehouseConnection,
  query: PlainQuery,
  work: (statement: DuckDBPreparedStatement) => T | Promise<T>,
): Promise<T> {
  const statement = await connection.raw.prepare(query.sql)
  try {
    bindAll(statement, query.parameters)
    return await work(statement)
  } finally {
    statement.destroySync()
  }
}
