import { afterEach, expect, test } from 'vitest'
import { collectEvidence } from '../../src/graph/evidence.ts'
import type { Link } from '../../src/link.ts'
import { links } from '../../src/links/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { edges } from './edges.ts'
import { smallBook } from './small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const of = <T extends { readonly link: string }>(reports: readonly T[], link: string): T => {
  const found = reports.find((report) => report.link === link)
  if (!found) throw new Error(`no report of ${link}`)
  return found
}

/** A link that brings rows as they are given, good or bad. */
const given = (
  rows: readonly (readonly [party: string | null, target: string | null, claim: string, at: string | null])[],
): Link => {
  const text = (value: string | null, type: string) =>
    value === null ? `null::${type}` : `'${value}'::${type}`
  const values = rows.map(
    ([party, target, claim, at]) =>
      `(${text(party, 'varchar')}, ${text(target, 'varchar')}, '${claim}', ${text(at, 'timestamp')})`,
  )
  return {
    name: 'is_given',
    title: { en: 'is given', zh: '给定' },
    target: 'entity',
    strength: 1,
    maxDegree: 3,
    falsePositives: ['none'],
    query: (db) =>
      ({
        ...db.selectFrom('core.party').selectAll(),
        compile: () => ({
          ...db.selectFrom('core.party').selectAll().compile(),
          sql: `select * from (values ${values.join(', ')}) as v(party_id, target, claim_id, known_at)`,
        }),
      }) as unknown as ReturnType<Link['query']>,
  }
}

test('rows without a party, thing or moment, later ones and self-links are counted and are no evidence', async () => {
  warehouse = await smallBook([{ id: 'A' }])
  const [report] = await collectEvidence(
    warehouse,
    [
      given([
        ['A', 'B', '', '2024-01-01'],
        ['A', 'B', '', '2024-03-01'],
        [null, 'B', '', '2024-01-01'],
        ['', 'B', '', '2024-01-01'],
        ['A', null, '', '2024-01-01'],
        ['A', 'C', '', null],
        ['A', 'A', '', '2024-01-01'],
        ['A', 'D', '', '2025-01-01'],
      ]),
    ],
    { asOf: new Date('2024-06-01') },
  )
  expect(report).toMatchObject({ edges: 1, unnamed: 3, undated: 1, selfLinks: 1, later: 1, early: 0 })
  expect(await edges(warehouse)).toMatchObject([
    {
      target_id: 'entity:B',
      known_at: new Date('2024-01-01T00:00:00Z'),
      last_known_at: new Date('2024-03-01T00:00:00Z'),
    },
  ])
})

test('what was known before the loss counts from the loss on; a loss after its report from the report on', async () => {
  warehouse = await smallBook(
    [],
    [
      { id: 'C1', day: '2024-05-01', claimant: 'A' },
      { id: 'C2', day: '2024-05-01', claimant: 'B' },
    ],
  )
  await warehouse.execute(`
    update core.claim set known_at = timestamp '2024-04-01' where claim_id = 'C1';
    update core.claim set known_at = timestamp '2024-04-01', reported_at = timestamp '2024-04-10' where claim_id = 'C2'`)
  const report = of(await collectEvidence(warehouse, links), 'in_claim')
  expect(report.early).toBe(2)
  expect((await edges(warehouse)).map((e) => [e.claim_id, e.known_at.toISOString().slice(0, 16)])).toEqual([
    ['C1', '2024-05-01T12:00'],
    ['C2', '2024-04-10T00:00'],
  ])
})

test('a phone of half the book is named, the most shared first, and ties nobody', async () => {
  warehouse = await smallBook(
    Array.from({ length: 4000 }, (_, i) => ({
      id: `P${i}`,
      phone: i % 2 ? '4008000000' : `5${i % 40}00001`,
    })),
  )
  const report = of(await collectEvidence(warehouse, links), 'uses_phone')
  expect(report).toMatchObject({ edges: 4000, maxDegree: 12, tooCommon: 21, largest: 2000 })
  expect(report.worst).toHaveLength(5)
  expect(report.worst[0]).toEqual({ hub: 'phone:4008000000', sharedBy: 2000 })
  expect(report.worst[1]?.sharedBy).toBe(100)
  expect((await edges(warehouse)).every((edge) => edge.weight === 0)).toBe(true)
})

test('what makes a phone common later does not make it common before', async () => {
  warehouse = await smallBook(Array.from({ length: 20 }, (_, i) => ({ id: `P${i + 10}`, phone: '777777x1' })))
  await warehouse.execute(
    "update core.party_identity set known_at = timestamp '2025-01-01' where party_id > 'P12'",
  )
  const then = of(await collectEvidence(warehouse, links, { asOf: new Date('2024-06-01') }), 'uses_phone')
  expect(then).toMatchObject({ edges: 3, tooCommon: 0, later: 17 })
  const now = of(await collectEvidence(warehouse, links), 'uses_phone')
  expect(now).toMatchObject({ edges: 20, tooCommon: 1, later: 0, reused: false })
})

test('a link is asked again only when something that it reads has changed, and then gives what a whole build gives', async () => {
  warehouse = await smallBook(
    Array.from({ length: 30 }, (_, i) => ({ id: `P${i}`, phone: `88${i % 10}`, account: `99${i % 7}` })),
    [{ id: 'C1', day: '2024-05-01', claimant: 'P1', paid: 5, account: '991' }],
  )
  const first = await collectEvidence(warehouse, links, { asOf: new Date('2025-01-01') })
  expect(first.every((report) => !report.reused)).toBe(true)
  const before = await edges(warehouse)
  const second = await collectEvidence(warehouse, links, { asOf: new Date('2025-02-01') })
  expect(second.every((report) => report.reused)).toBe(true)
  expect(second).toEqual(first.map((report) => ({ ...report, reused: true })))
  expect(await edges(warehouse)).toEqual(before)

  await warehouse.execute("update core.payment set bank_account = '995' where claim_id = 'C1'")
  const third = await collectEvidence(warehouse, links, { asOf: new Date('2025-02-01') })
  expect(third.filter((report) => !report.reused).map((report) => report.link)).toEqual(['uses_account'])
  const after = await edges(warehouse)
  await warehouse.execute('delete from graph.link_state')
  await collectEvidence(warehouse, links, { asOf: new Date('2025-02-01') })
  expect(await edges(warehouse)).toEqual(after)

  const fewer = await collectEvidence(
    warehouse,
    links.filter((link) => link.name !== 'uses_phone'),
  )
  expect(fewer).toHaveLength(links.length - 1)
  expect((await edges(warehouse)).filter((edge) => edge.link === 'uses_phone')).toEqual([])
})

test('a link that weighs nothing or too much is refused', async () => {
  warehouse = await smallBook([{ id: 'A' }])
  const link = { ...given([['A', 'B', '', '2024-01-01']]), strength: 0 }
  await expect(collectEvidence(warehouse, [link])).rejects.toThrow('invalid strength of link: 0')
})
