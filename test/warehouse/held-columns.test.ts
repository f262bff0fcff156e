import { afterEach, expect, test } from 'vitest'
import { holdColumns, openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse
afterEach(() => warehouse.close())

test('SQL reads columns of JavaScript by row, in any order and from several threads', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write', threads: 3 })
  const n = 300_000
  const held = holdColumns({
    whole: Int32Array.from({ length: n }, (_, i) => i * 3),
    real: Float64Array.from({ length: n }, (_, i) => i / 4),
    flag: Uint8Array.from({ length: n }, (_, i) => i % 2),
  })
  const { columns } = await warehouse.columns(
    `select count(*) as rows, count(*) filter (${held.at('whole', 'i')} = i * 3 and ${held.at('real', 'i')} = i / 4
       and ${held.at('flag', 'i')} = i % 2) as right from (select ((i * 7919) % ${n})::integer as i from range(${n}) r(i))`,
    { rows: 'f64', right: 'f64' },
  )
  expect([columns.rows[0], columns.right[0]]).toEqual([n, n])
  held.release()
})

test('a row beyond the end, a row that is NULL, and a column that was let go give NULL', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  const held = holdColumns({ a: Int32Array.of(5, 6) })
  const read = async () =>
    (
      await warehouse.columns(
        `select coalesce(${held.at('a', 'i')}, -1) as a from (values (1), (2), (-1), (null), (0)) v(i)`,
        { a: 'i32' },
      )
    ).columns.a
  expect([...(await read())]).toEqual([6, -1, -1, -1, 5])
  held.release()
  expect([...(await read())]).toEqual([-1, -1, -1, -1, -1])
})
