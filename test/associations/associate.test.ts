/** The associations of a book in the warehouse: what is read, what is written, and that nothing later than the moment counts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { associate } from '../../src/associations/index.ts'
import { schemaDdl } from '../../src/schema/database.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await warehouse.execute(schemaDdl())
  // 400 repairs, one a day; a front bumper goes with a headlight at repairer R1, hail with a roof anywhere.
  await warehouse.execute(`
    create table staging.day as
      select i::integer as i, timestamp '2024-01-01' + to_days(i::integer) as moment from range(400) as r(i);
    insert into core.claim (claim_id, line, loss_at, loss_date, reported_at, claimed_amount, peril, book, source, batch_id, source_line, event_at, known_at)
      select 'C' || i, 'auto', moment, moment::date, moment, 100 + i, if(i % 10 = 0, 'hail', 'collision'), 'b', 's', 'x', i, moment, moment
      from staging.day;
    create table staging.item as
      select i, moment, 'P1' as code, 'front bumper' as label from staging.day where i % 4 = 1
      union all select i, moment, 'P2', 'headlight' from staging.day where (i % 4 = 1 and i % 3 = 0) or i % 50 = 7
      union all select i, moment, 'P3', 'roof' from staging.day where i % 10 = 0 or i % 45 = 2
      union all select i, moment, 'P4', 'door' from staging.day where i % 7 = 3;
    insert into core.claim_item (item_id, claim_id, item_kind, code, description, provider_id, amount, book, source, batch_id, source_line, event_at, known_at)
      select 'I' || row_number() over (), 'C' || i, 'part', code, label, if(i % 3 = 0, 'R1', 'R' || (2 + i % 5)), 10, 'b', 's', 'x', 1, moment, moment
      from staging.item`)
})
afterAll(() => warehouse.close())

const rules = () => warehouse.db.selectFrom('association.rule').selectAll().orderBy('p_value').execute()
const about = (list: Awaited<ReturnType<typeof rules>>, ...codes: string[]) =>
  list.find((row) => {
    const items = [
      ...(JSON.parse(row.antecedent) as { code: string }[]),
      JSON.parse(row.consequent) as { code: string },
    ]
    return items.length === codes.length && codes.every((code) => items.some((item) => item.code === code))
  })

test('finds what stands together, names it, and adds up what it cost', async () => {
  const report = await associate(warehouse, { asOf: new Date('2026-01-01') })
  const list = await rules()
  expect(report.rules).toBe(list.length)
  expect(report.lines).toMatchObject([{ kind: 'repair', line: 'auto' }])
  const hail = about(list, 'hail', 'P3')
  expect(hail).toMatchObject({
    kind: 'repair',
    line: 'auto',
    count: 40,
    provider_id: null,
    is_confirmed: true,
  })
  expect(JSON.parse(hail?.consequent ?? '{}')).toMatchObject({ kind: 'part', code: 'P3', label: 'roof' })
  expect(hail?.confidence).toBe(1)
  expect(hail?.claimed_amount).toBe(
    Array.from({ length: 40 }, (_, i) => 100 + 10 * i).reduce((a, b) => a + b),
  )
  expect(hail?.lift).toBeCloseTo(
    (hail?.confidence ?? 0) / ((hail?.consequent_count ?? 0) / (hail?.baskets ?? 1)),
    9,
  )
  const lamp = about(list, 'P2', 'R1')
  expect(lamp?.provider_id).toBe('R1')
  // The same again gives the same, and no row twice.
  await associate(warehouse, { asOf: new Date('2026-01-01') })
  expect(await rules()).toEqual(list)
})

test('sees nothing that was not known yet', async () => {
  await associate(warehouse, { asOf: new Date('2024-07-01') })
  const early = await rules()
  expect(about(early, 'hail', 'P3')?.count).toBe(19)
  expect(early.every((row) => row.last_at <= new Date('2024-07-01'))).toBe(true)
  await associate(warehouse, { asOf: new Date('2023-01-01') })
  expect(await rules()).toEqual([])
})
