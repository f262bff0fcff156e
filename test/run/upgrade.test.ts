import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { upgradeSchema } from '../../src/run/upgrade.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const open = async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  return warehouse
}

const columns = async (w: Warehouse, schema: string, table: string) =>
  (
    await sql<{ column_name: string; is_nullable: string }>`
      select column_name, is_nullable from information_schema.columns
      where table_schema = ${schema} and table_name = ${table}`.execute(w.db)
  ).rows

test('an empty warehouse gets every table; again, nothing changes', async () => {
  const w = await open()
  await upgradeSchema(w)
  const before = await columns(w, 'core', 'match')
  await upgradeSchema(w)
  expect(await columns(w, 'core', 'match')).toEqual(before)
})

test('a column that may be empty is added and the rows stay', async () => {
  const w = await open()
  await w.execute(schemaDdl())
  await w.execute(`alter table core.post drop column platform;
    insert into core.post (post_id, posted_at, body, book, source, batch_id, source_line, event_at, known_at)
    values ('p', now(), 'b', 'k', 's', 'x', 1, now(), now())`)
  await upgradeSchema(w)
  const { rows } = await sql<{ post_id: string; platform: string | null }>`
    select post_id, platform from core.post`.execute(w.db)
  expect(rows).toEqual([{ post_id: 'p', platform: null }])
})

test('a table that a run makes anew is emptied for a column that must be filled, which then must be', async () => {
  const w = await open()
  await w.execute(`create schema core; create table core.match (party_id_l varchar, party_id_r varchar,
    match_weight double, match_probability double, waterfall varchar);
    insert into core.match values ('a', 'b', 1, 0.5, '[]')`)
  await upgradeSchema(w)
  const vetoed = (await columns(w, 'core', 'match')).find((c) => c.column_name === 'is_vetoed')
  expect(vetoed?.is_nullable).toBe('NO')
  const { rows } = await sql`select * from core.match`.execute(w.db)
  expect(rows).toEqual([])
})

test('loaded rows that would need a value nobody knows are not guessed at', async () => {
  const w = await open()
  await w.execute(schemaDdl())
  await w.execute(`alter table core.post drop column body;
    insert into core.post (post_id, posted_at, book, source, batch_id, source_line, event_at, known_at)
    values ('p', now(), 'k', 's', 'x', 1, now(), now())`)
  await expect(upgradeSchema(w)).rejects.toThrow(/core.post has no body .*--fresh/)
})
