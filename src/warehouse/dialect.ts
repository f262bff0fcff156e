/** Kysely on DuckDB: PostgreSQL's SQL with `$n` placeholders in front of a pool of DuckDB connections. */
import {
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type { WarehouseConnection } from './connection.ts'
import { WarehouseIntrospector } from './introspector.ts'
import type { Pool } from './pool.ts'

class WarehouseDriver implements Driver {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<WarehouseConnection> {
    return this.#pool.acquire()
  }

  async releaseConnection(connection: WarehouseConnection): Promise<void> {
    this.#pool.release(connection)
  }

  beginTransaction(connection: WarehouseConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings)
  }

  commitTransaction(connection: WarehouseConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: WarehouseConnection): Promise<void> {
    return connection.rollback()
  }

  destroy(): Promise<void> {
    return this.#pool.close()
  }
}

/** DuckDB runs one writer process on a file, so migrations need no lock of their own. */
class WarehouseAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

export class WarehouseDialect implements Dialect {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  createDriver(): Driver {
    return new WarehouseDriver(this.#pool)
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler()
  }

  createAdapter(): PostgresAdapter {
    return new WarehouseAdapter()
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new WarehouseIntrospector(db)
  }
}
