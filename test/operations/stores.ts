/** The same tests on every store: a DuckDB file always, PostgreSQL where a server is installed. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { type Operations, openOperations } from '../../src/operations/index.ts'
import { type PostgresServer, startPostgres } from '../postgres.ts'

/** Declares `suite` once a store; `operations()` is fresh and empty in every test. */
export function onEveryStore(suite: (operations: () => Operations) => void): void {
  let operations: Operations
  const current = () => operations

  describe('duckdb', () => {
    let home: string
    beforeEach(async () => {
      home = mkdtempSync(join(tmpdir(), 'claimscope-operations-'))
      operations = await openOperations({ home })
    })
    afterEach(async () => {
      await operations.close()
      rmSync(home, { recursive: true, force: true })
    })
    suite(current)
  })

  describe('postgres', () => {
    let server: PostgresServer | string = ''
    beforeAll(async () => {
      server = await startPostgres()
      if (typeof server === 'string') process.stderr.write(`skipped: PostgreSQL tests, ${server}\n`)
    }, 60_000)
    afterAll(async () => {
      if (typeof server !== 'string') await server.stop()
    })
    beforeEach(async ({ skip }) => {
      if (typeof server === 'string') return skip(server)
      operations = await openOperations({ databaseUrl: await server.database() })
    })
    afterEach(async () => {
      if (typeof server !== 'string') await operations.close()
    })
    suite(current)
  })
}
