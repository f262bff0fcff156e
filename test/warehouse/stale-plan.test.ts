import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openWarehouse } from '../../src/warehouse/index.ts'

test('the same text answers rightly after rows were written', async () => {
  const warehouse = await openWarehouse<Record<string, never>>({ path: ':memory:', mode: 'write' })
  try {
    await warehouse.execute('create table t(k integer, b varchar)')
    const count = async () =>
      Number(
        (await sql<{ n: number }>`select count(*) as n from t where k = 5`.execute(warehouse.db)).rows[0].n,
      )
    const touch = async () =>
      (await sql`update t set b = 'z' where b = 'b'`.execute(warehouse.db)).numAffectedRows
    expect(await count()).toBe(0)
    await touch()
    await warehouse.execute("insert into t select i % 10, 'b' from range(1000) r(i)")
    expect(await count()).toBe(100)
    expect(Number(await touch())).toBe(1000)
  } finally {
    await warehouse.close()
  }
})
