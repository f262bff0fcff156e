/** Columns out of the warehouse as typed arrays, beside rows through Kysely's driver. */
import { sql } from 'kysely'
import { alternate, type Benchmark, timed } from '../bench.ts'
import { openWarehouse } from '../warehouse/index.ts'

const ROWS = 500_000
const WIDTH = 10

export const columns: Benchmark = {
  name: 'columns',
  description: `columns out: ${ROWS.toLocaleString('en')} rows x ${WIDTH} columns as Float32Array, beside row objects`,
  async run(report) {
    report('making rows')
    const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
    try {
      const names = Array.from({ length: WIDTH }, (_, i) => `c${i}`)
      await warehouse.execute(
        `create table t as select ${names.map((n, i) => `case when i % 97 = ${i} then null else (i * ${i + 1}) % 1000003 / 7.0 end as ${n}`).join(', ')} from range(${ROWS}) r(i)`,
      )
      const kinds = Object.fromEntries(names.map((n) => [n, 'f32' as const]))
      report('timing')
      const times = await alternate(
        3,
        async () => {
          const out = await warehouse.columns(`select ${names.join(', ')} from t`, kinds)
          if (out.rows !== ROWS) throw new Error(`invalid row count: ${out.rows}`)
        },
        async () => {
          const { rows } = await sql`select ${sql.raw(names.join(', '))} from t`.execute(warehouse.db)
          if (rows.length !== ROWS) throw new Error(`invalid row count: ${rows.length}`)
        },
      )
      const { rows } = await sql<{ v: string }>`select version() as v`.execute(warehouse.db)
      return {
        name: 'columns',
        versions: { node: process.version, duckdb: rows[0].v },
        cases: [timed('typed_arrays', times, 'row objects through the driver')],
      }
    } finally {
      await warehouse.close()
    }
  },
}
