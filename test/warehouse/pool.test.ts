import { DuckDBInstance } from '@duckdb/node-api'
import { CompiledQuery, Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { WarehouseDialect } from '../../src/warehouse/dialect.ts'
import { Pool } from '../../src/warehouse/pool.ts'

const query = (text: string) => CompiledQuery.raw(text)

test('closing at any moment settles all work: done, refused or interrupted', {
  timeout: 60_000,
}, async () => {
  for (let round = 0; round < 60; round++) {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
    const pool = new Pool(instance)
    const work = Array.from({ length: 6 }, (_, k) =>
      pool.use((connection) =>
        connection.executeQuery(query(`select sum(range * ${k} % 13) from range(100000)`)),
      ),
    )
    const settled = Promise.allSettled(work)
    if (round % 2) await new Promise((resolve) => setTimeout(resolve, round % 7))
    await pool.close(round % 5 === 0 ? 1 : 1000)
    instance.closeSync()
    for (const result of await settled) {
      if (result.status === 'rejected') expect(String(result.reason)).toMatch(/closed|[Ii]nterrupt/)
    }
  }
})

test('closing takes the connection from a stream that nobody reads, and the reader is told', async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const pool = new Pool(instance)
  const db = new Kysely<Record<string, never>>({ dialect: new WarehouseDialect(pool) })
  const rows = sql`select range from range(100000)`.compile(db)
  const stream = db.getExecutor().stream(rows, 100)
  expect((await stream.next()).value?.rows.length).toBeGreaterThan(0)
  await pool.close(20)
  await expect(stream.next()).rejects.toThrow('warehouse is closed')
  instance.closeSync()
})

test('work that fails gives its connection back', async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const pool = new Pool(instance, 1)
  for (let i = 0; i < 5; i++) {
    await expect(
      pool.use((connection) => connection.executeQuery(query('select * from nothing'))),
    ).rejects.toThrow('nothing')
  }
  await pool.use((connection) => connection.executeQuery(query('select 1')))
  await pool.close()
  await expect(pool.acquire()).rejects.toThrow('warehouse is closed')
  instance.closeSync()
})
