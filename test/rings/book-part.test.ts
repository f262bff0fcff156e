import { afterEach, expect, test } from 'vitest'
import { BOOK_END, makeClaimsBook } from '../../src/bench/claims-book.ts'
import { buildGraph } from '../../src/graph/index.ts'
import { links } from '../../src/links/index.ts'
import { stagePart } from '../../src/rings/book-part.ts'
import { readRingBook } from '../../src/rings/ring-book.ts'
import { dropRows, stageOf, stageRows } from '../../src/rings/ring-rows.ts'
import { openWarehouse, type Warehouse } from '../../src/warehouse/index.ts'

let warehouse: Warehouse | undefined
afterEach(() => warehouse?.close())

test('a part of a book is whole communities, with everybody in their claims and what these share', async () => {
  warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  await makeClaimsBook(warehouse, 2000, 1)
  await buildGraph(warehouse, links, { asOf: BOOK_END })
  await warehouse.execute('create schema if not exists staging')
  const whole = await stagePart(warehouse, { claims: 2000, seed: 1 })
  expect(whole.share).toBe(1)
  const everything = stageOf(BOOK_END, whole.from)
  await stageRows(warehouse, everything)
  const all = await readRingBook(warehouse, BOOK_END, everything)

  const part = await stagePart(warehouse, { claims: 500, seed: 1 })
  expect(part.share).toBeGreaterThan(0.2)
  expect(part.share).toBeLessThan(0.5)
  const some = stageOf(BOOK_END, part.from)
  await stageRows(warehouse, some)
  const book = await readRingBook(warehouse, BOOK_END, some)
  expect(book.claims.count).toBe(Math.round(part.share * all.claims.count))
  const rows = async (sql: string) => (await warehouse?.columns(sql, { n: 'f64' }))?.columns.n[0]
  // No community is cut, and who stands in the claims is there.
  expect(
    await rows(`
      select count(*) as n from (
        select n.community_id from graph.node n left join staging.part_claim c on 'claim:' || c.claim_id = n.node_id
        where n.node_kind = 'claim' group by 1 having count(c.claim_id) not in (0, count(*)))`),
  ).toBe(0)
  expect(
    await rows(`
      select count(*) as n from staging.part_claim_party s semi join core.party using (party_id)
      anti join staging.part_party using (party_id)`),
  ).toBe(0)
  // The shared things of its people are those of the whole book, but for the users outside.
  expect(book.things.kind.length).toBeGreaterThan(0)
  expect(book.things.kind.length).toBeLessThan(all.things.kind.length)

  await part.drop()
  await dropRows(warehouse)
  expect(
    await rows(
      "select count(*) as n from duckdb_tables() where schema_name = 'staging' and table_name like '%part_%'",
    ),
  ).toBe(0)
})
