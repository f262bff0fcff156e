import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

type Any = Record<string, Record<string, unknown>>

let folder: string
const opened: Warehouse<Any>[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claimscope-test-'))
})
afterEach(async () => {
  for (const warehouse of opened.splice(0)) await warehouse.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(options: Parameters<typeof openWarehouse>[0]): Promise<Warehouse<Any>> {
  const warehouse = await openWarehouse<Any>({ threads: 1, ...options })
  opened.push(warehouse)
  return warehouse
}

test('what is written is read after closing, by several readers', async () => {
  const path = join(folder, 'deep/er/a.duckdb')
  const writer = await open({ path, mode: 'write' })
  await writer.execute('create table t (a integer); insert into t values (1), (2)')
  await writer.close()
  const readers = [await open({ path, mode: 'read' }), await open({ path, mode: 'read' })]
  for (const reader of readers) expect(await reader.db.selectFrom('t').selectAll().execute()).toHaveLength(2)
  expect(readdirSync(join(folder, 'deep/er'))).toEqual(['a.duckdb'])
})

test('within a process a file has one writer, or readers', async () => {
  const path = join(folder, 'a.duckdb')
  const writer = await open({ path, mode: 'write' })
  await expect(openWarehouse({ path, mode: 'write' })).rejects.toThrow('already open in this process')
  await expect(openWarehouse({ path, mode: 'read' })).rejects.toThrow('already open in this process')
  symlinkSync(path, join(folder, 'b.duckdb'))
  await expect(openWarehouse({ path: join(folder, 'b.duckdb'), mode: 'read' })).rejects.toThrow(
    'already open',
  )
  await writer.close()
  const reader = await open({ path, mode: 'read' })
  await expect(openWarehouse({ path, mode: 'write' })).rejects.toThrow('already open in this process')
  await reader.close()
  await open({ path, mode: 'write' })
})

test('a missing file and a file of another kind are named', async () => {
  const path = join(folder, 'none.duckdb')
  await expect(openWarehouse({ path, mode: 'read' })).rejects.toThrow(
    `missing warehouse: ${JSON.stringify(path)}`,
  )
  expect(existsSync(path)).toBe(false)
  const other = join(folder, 'text.duckdb')
  writeFileSync(other, 'not a database '.repeat(1000))
  const refused = openWarehouse({ path: other, mode: 'read' })
  await expect(refused).rejects.toThrow(UserError)
  await expect(refused).rejects.toThrow('not a DuckDB file')
})

test('the sandbox keeps SQL inside the allowed folders', async () => {
  mkdirSync(join(folder, 'in'))
  mkdirSync(join(folder, 'inside'))
  writeFileSync(join(folder, 'in/ok.csv'), 'a,b\n1,2\n')
  writeFileSync(join(folder, 'out.csv'), 'a,b\n1,2\n')
  writeFileSync(join(folder, 'inside/out.csv'), 'a,b\n1,2\n')
  symlinkSync(join(folder, 'out.csv'), join(folder, 'in/link.csv'))
  const warehouse = await open({
    path: join(folder, 'a.duckdb'),
    mode: 'write',
    allowedDirectories: [join(folder, 'in')],
  })
  const run = (text: string) => sql.raw(text).execute(warehouse.db)
  expect((await run(`select a + b as c from read_csv('${folder}/in/ok.csv')`)).rows).toEqual([{ c: 3 }])
  await run(`copy (select 1 as a) to '${folder}/in/made.parquet'`)
  for (const text of [
    "select * from read_text('/etc/passwd')",
    `select * from '${folder}/out.csv'`,
    `select * from '${folder}/in/../out.csv'`,
    `select * from '${folder}/in/link.csv'`,
    `select * from '${folder}/inside/out.csv'`,
    `copy (select 1) to '${folder}/out.parquet'`,
    "select * from 'http://127.0.0.1:1/x.csv'",
    `attach '${folder}/other.duckdb' as other`,
    'install httpfs',
    'load httpfs',
    'set enable_external_access = true',
    "set allowed_directories = ['/']",
    'set lock_configuration = false',
    'set threads = 8',
    `export database '${folder}/dump'`,
  ]) {
    await expect(run(text), text).rejects.toThrow(/Permission|Cannot|not|locked|disabled/)
  }
  // What the file itself needs still works.
  await warehouse.execute('create table t as select range as a from range(1000); checkpoint')
})

test('time is UTC whatever the machine says', async () => {
  const warehouse = await open({ path: ':memory:', mode: 'write' })
  const { rows } =
    await sql`select timestamptz '2024-01-01 00:00:00+08' as z, timestamptz '2024-01-01 00:00:00+08'::varchar as s,
    ${new Date('2024-01-01T00:00:00Z')}::date as d`.execute(warehouse.db)
  expect(rows).toEqual([
    { z: new Date('2023-12-31T16:00:00Z'), s: '2023-12-31 16:00:00+00', d: '2024-01-01' },
  ])
})

test('attached files are read beside the own ones, and cannot be written', async () => {
  const path = join(folder, 'base.duckdb')
  const base = await open({ path, mode: 'write' })
  await base.execute('create schema core; create table core.claim as select 1 as id')
  await base.close()
  const overlay = await open({ path: ':memory:', mode: 'write', attach: [{ path, name: 'base' }] })
  await overlay.execute(`create schema core; create view core.claim as
    select * from base.core.claim union all select 2`)
  expect(await overlay.db.selectFrom('core.claim').selectAll().orderBy('id').execute()).toEqual([
    { id: 1 },
    { id: 2 },
  ])
  await expect(overlay.execute('insert into base.core.claim values (3)')).rejects.toThrow(/read-only/)
  const other = await open({ path, mode: 'read' })
  expect(await other.db.selectFrom('core.claim').selectAll().execute()).toEqual([{ id: 1 }])
})

test('work that exceeds the memory cap spills to disk, and the spill goes away', {
  timeout: 60_000,
}, async () => {
  const tempDirectory = join(folder, 'spill')
  const warehouse = await open({ path: ':memory:', mode: 'write', memoryMb: 128, tempDirectory })
  await warehouse.execute('create table t as select range as a, md5(range::varchar) as s from range(2000000)')
  const { columns } = await warehouse.columns('select count(*) as n from (select * from t order by s)', {
    n: 'f64',
  })
  expect(columns.n[0]).toBe(2000000)
  expect(existsSync(tempDirectory)).toBe(true)
  await warehouse.close()
  expect(existsSync(tempDirectory)).toBe(false)
})

test('a script stops at its first error and says which', async () => {
  const warehouse = await open({ path: ':memory:', mode: 'write' })
  await expect(
    warehouse.execute('create table t (a integer); insert into u values (1); drop table t'),
  ).rejects.toThrow(/Table with name u does not exist/)
  expect(await warehouse.db.selectFrom('t').selectAll().execute()).toEqual([])
})

test('closing waits for work under way, refuses new work, and may be called twice', {
  timeout: 30_000,
}, async () => {
  const path = join(folder, 'a.duckdb')
  const warehouse = await open({ path, mode: 'write' })
  const work = warehouse.append('main.t', { a: [1] }).catch(() => 'refused')
  const slow = warehouse.columns('select sum(range * 7 % 13) as s from range(20000000)', { s: 'f64' })
  await Promise.all([warehouse.close(), warehouse.close()])
  expect((await slow).rows).toBe(1)
  expect(await work).toBe('refused')
  await expect(warehouse.db.selectFrom('t').selectAll().execute()).rejects.toThrow(/destroyed|closed/)
  await expect(warehouse.execute('select 1')).rejects.toThrow('warehouse is closed')
  await open({ path, mode: 'write' })
})
