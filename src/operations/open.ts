/** Opens the operations store: a DuckDB file that one process holds, or PostgreSQL that several nodes share. */
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { UserError } from '../errors.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { type Alerts, alertsOf } from './alerts.ts'
import { type Audit, auditOf } from './audit.ts'
import { type Cases, casesOf } from './cases.ts'
import type { OperationsDatabase } from './database.ts'
import { type Idempotency, idempotencyOf } from './idempotency.ts'
import { migrate } from './migrations.ts'
import { type Promotions, promotionsOf } from './promotions.ts'
import { type Sessions, sessionsOf } from './sessions.ts'
import { type ThresholdVersions, thresholdsOf } from './thresholds.ts'
import { type Transact, transactions } from './transaction.ts'
import { type Users, usersOf } from './users.ts'

export const DEFAULTS = {
  /** Memory cap of the DuckDB file in MiB: the store is small. */
  memoryMb: 512,
  threads: 1,
  /** Connections to PostgreSQL. */
  connections: 8,
  /** How long to wait for PostgreSQL to answer at all. */
  connectMs: 5000,
} as const

export interface OperationsOptions {
  /** The home folder; the file is `operations/operations.duckdb` within. Required without `databaseUrl`. */
  readonly home?: string
  /** `postgres://...`; default none. */
  readonly databaseUrl?: string
}

export interface Operations {
  readonly kind: 'duckdb' | 'postgres'
  /** For reading; everything that writes goes through {@link transaction}. */
  readonly db: Kysely<OperationsDatabase>
  readonly alerts: Alerts
  readonly users: Users
  readonly sessions: Sessions
  readonly audit: Audit
  readonly thresholds: ThresholdVersions
  readonly idempotency: Idempotency
  readonly promotions: Promotions
  readonly cases: Cases
  readonly transaction: Transact
  close(): Promise<void>
}

/**
 * Opens the store and brings it to the newest migration; a missing file is made.
 * @throws UserError 409 naming the process that holds the file (hand the work to that server), 400 when nothing says where it is,
 *   503 when PostgreSQL does not answer.
 */
export async function openOperations(options: OperationsOptions): Promise<Operations> {
  if (options.databaseUrl) return openPostgres(options.databaseUrl)
  if (!options.home) throw new UserError('missing home: "" [where the operations store lives]')
  return openFile(join(options.home, 'operations', 'operations.duckdb'))
}

async function openFile(path: string): Promise<Operations> {
  const { memoryMb, threads } = DEFAULTS
  const file = await openWarehouse<OperationsDatabase>({ path, mode: 'write', memoryMb, threads })
  return operationsOf('duckdb', file.db, () => file.close())
}

async function openPostgres(databaseUrl: string): Promise<Operations> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: DEFAULTS.connections,
    connectionTimeoutMillis: DEFAULTS.connectMs,
  })
  // A connection that the server drops while idle is replaced on the next use; unheard, its error ends the process.
  pool.on('error', () => undefined)
  const db = new Kysely<OperationsDatabase>({ dialect: new PostgresDialect({ pool }) })
  try {
    const client = await pool.connect()
    client.release()
  } catch (error) {
    await db.destroy().catch(() => undefined)
    throw new UserError(`invalid database: ${place(databaseUrl)} [${reason(error)}]`, 503)
  }
  return operationsOf('postgres', db, () => db.destroy())
}

async function operationsOf(
  kind: Operations['kind'],
  db: Kysely<OperationsDatabase>,
  close: () => Promise<void>,
): Promise<Operations> {
  try {
    await migrate(db)
  } catch (error) {
    await close()
    throw error
  }
  const transaction = transactions(db, kind)
  return {
    kind,
    db,
    alerts: alertsOf(db, transaction),
    users: usersOf(db, transaction),
    sessions: sessionsOf(db, transaction),
    audit: auditOf(db, transaction),
    thresholds: thresholdsOf(db, transaction),
    idempotency: idempotencyOf(db, transaction),
    promotions: promotionsOf(db, transaction),
    cases: casesOf(db, transaction),
    transaction,
    close,
  }
}

/** The address without user and password. */
function place(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl)
    return JSON.stringify(`${url.protocol}//${url.host}${url.pathname}`)
  } catch {
    return '"not an address"'
  }
}

function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string }
  return message || code || 'no answer'
}
