/** Every transform of the shelf: its examples, through SQL as a load runs them, and its file and name. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transforms } from '../../src/transforms/index.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
})
afterAll(() => warehouse.close())

test('names are unique, and a file bears each', () => {
  const names = transforms.map((one) => one.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names)
    expect(
      existsSync(join(import.meta.dirname, '../../src/transforms', `${name.replaceAll('_', '-')}.ts`)),
      name,
    ).toBe(true)
})

describe.each(transforms.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  test('gives what its examples say, alone and in a column of many', async () => {
    for (const { raw, parameters, value } of one.examples) {
      const { rows } = await sql<{ n: number; value: string | null }>`
        select n, cast(try(${sql.raw(one.sql('"Raw text"', parameters ?? {}))}) as varchar) as value
        from (values (0, ${raw}::varchar), (1, null), (2, ${raw}::varchar)) as v(n, "Raw text") order by n`.execute(
        warehouse.db,
      )
      expect(
        rows.map((row) => row.value),
        `${raw} ${JSON.stringify(parameters ?? {})}`,
      ).toEqual([value, null, value])
    }
  })

  test('refuses something, or reads every text; its value has the type that it names', async () => {
    if (one.code !== undefined) expect(one.examples.some((example) => example.value === null)).toBe(true)
    const { rows } = await sql<{ type: string }>`
      select typeof(${sql.raw(one.sql('x', one.examples[0].parameters ?? {}))}) as type from (values ('1'::varchar)) as v(x)`.execute(
      warehouse.db,
    )
    expect(rows[0].type).toBe(one.gives)
  })

  test('survives any text', async () => {
    const hostile = [
      '\u0000',
      '🙂',
      "'; drop table x; --",
      '9'.repeat(400),
      '１e９９９',
      '((((',
      '年月日',
      '-',
      '.',
      ',,,',
      'x'.repeat(5000),
    ]
    const { rows } = await sql<{ n: number }>`
      select count(try(${sql.raw(one.sql('x', one.examples[0].parameters ?? {}))})) as n from (select unnest(${hostile}::varchar[]) as x)`.execute(
      warehouse.db,
    )
    expect(Number(rows[0].n)).toBeLessThanOrEqual(hostile.length)
  })
})
