import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import { links } from '../../src/links/index.ts'
import type { Warehouse } from '../../src/warehouse/index.ts'
import { smallBook } from './small-book.ts'

let warehouse: Warehouse | undefined
afterEach(async () => {
  await warehouse?.close()
  warehouse = undefined
})

const edges = (w: Warehouse) =>
  w.db
    .selectFrom('graph.edge')
    .selectAll()
    .orderBy('source_id')
    .orderBy('target_id')
    .orderBy('link')
    .orderBy('claim_id')
    .execute()

test('an empty book gives an empty graph', async () => {
  warehouse = await smallBook([])
  const report = await buildGraph(warehouse, links)
  expect(report).toMatchObject({ nodes: 0, edges: 0, components: 0, communities: 0, largestComponent: 0 })
})

test('two who share a phone are one component; the third is apart', async () => {
  warehouse = await smallBook([
    { id: 'A', phone: '+86 138-0000-1111' },
    { id: 'B', phone: '13800001111' },
    { id: 'C', phone: '13900001111' },
  ])
  const report = await buildGraph(warehouse, links)
  expect(report).toMatchObject({ nodes: 5, edges: 3, components: 2, largestComponent: 3 })
  const found = await edges(warehouse)
  expect(found.map((e) => [e.source_id, e.target_id, e.link, e.weight])).toEqual([
    ['entity:A', 'phone:13800001111', 'uses_phone', 0.8],
    ['entity:B', 'phone:13800001111', 'uses_phone', 0.8],
    ['entity:C', 'phone:13900001111', 'uses_phone', 0.8],
  ])
  const nodes = await warehouse.db.selectFrom('graph.node').selectAll().orderBy('node_id').execute()
  expect(nodes.find((n) => n.node_id === 'phone:13800001111')).toMatchObject({
    node_kind: 'phone',
    degree: 2,
    component_id: 0,
    core_number: 1,
    is_cut: true,
    // The pair of A and B, of the six pairs of the four other nodes.
    betweenness: 1 / 6,
  })
  expect(nodes.map((n) => n.is_cut)).toEqual([false, false, false, true, false])
  expect(nodes.reduce((sum, n) => sum + (n.page_rank ?? Number.NaN), 0)).toBeCloseTo(1, 9)
  expect(report).toMatchObject({
    cutNodes: 1,
    bridges: 3,
    triangles: 0,
    squares: 0,
    deepestCore: 1,
    pivots: 5,
  })
})

test('parties of one entity are one node, and the same evidence is kept once, at its earliest', async () => {
  warehouse = await smallBook(
    [
      { id: 'A', phone: '1' },
      { id: 'B', phone: '1' },
    ],
    [{ id: 'C1', day: '2024-05-01', claimant: 'A', parties: ['claimant A', 'driver B AB12'] }],
  )
  await warehouse.execute(
    "insert into core.entity values ('A', 'A', 20, timestamp '2024-01-01'), ('B', 'A', 20, timestamp '2024-01-01')",
  )
  await buildGraph(warehouse, links)
  expect((await edges(warehouse)).map((e) => [e.source_id, e.target_id, e.link, e.claim_id])).toEqual([
    ['entity:A', 'claim:C1', 'drives_in', 'C1'],
    ['entity:A', 'claim:C1', 'in_claim', 'C1'],
    ['entity:A', 'phone:1', 'uses_phone', ''],
    ['entity:A', 'vehicle:AB12', 'drives_vehicle', 'C1'],
  ])
})

test('a phone of five hundred people ties nobody together and is reported', async () => {
  warehouse = await smallBook(
    Array.from({ length: 500 }, (_, i) => ({
      id: `P${i}`,
      phone: '4008000000',
      email: `p${i >> 1}@example.com`,
    })),
  )
  const report = await buildGraph(warehouse, links)
  expect(report.byLink.find((l) => l.link === 'uses_phone')).toMatchObject({
    edges: 500,
    tooCommon: 1,
    tooCommonEdges: 500,
    largest: 500,
  })
  expect(report.largestComponent).toBe(3)
})

test('rarity: weight falls with the logarithm of those who share', async () => {
  warehouse = await smallBook(Array.from({ length: 7 }, (_, i) => ({ id: `P${i}`, phone: '77' })))
  await buildGraph(warehouse, links)
  const [first] = await edges(warehouse)
  expect(first.weight).toBeCloseTo((0.8 * Math.log2(3)) / Math.log2(8), 12)
})

test('a busy clinic does not join its patients; a small one does', async () => {
  const claims = (clinic: string, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      id: `${clinic}-${i}`,
      day: '2024-05-01',
      line: 'health',
      parties: [`claimant ${clinic}P${i}`, `hospital ${clinic}`],
    }))
  warehouse = await smallBook([], [...claims('BUSY', 60), ...claims('SMALL', 5)])
  const report = await buildGraph(warehouse, links)
  expect(report.largestComponent).toBe(11)
})

test('who is his own employer is no edge', async () => {
  warehouse = await smallBook([
    { id: 'A', employer: 'A' },
    { id: 'B', employer: 'E' },
  ])
  await buildGraph(warehouse, links)
  expect((await edges(warehouse)).map((e) => e.source_id)).toEqual(['entity:B'])
})

test('a second build gives the same graph', async () => {
  warehouse = await smallBook(
    Array.from({ length: 60 }, (_, i) => ({ id: `P${i}`, phone: `${i % 20}`, account: `${i % 13}` })),
  )
  await buildGraph(warehouse, links, { seed: 5 })
  const nodes = () => warehouse?.db.selectFrom('graph.node').selectAll().orderBy('node_id').execute()
  const first = await nodes()
  await buildGraph(warehouse, links, { seed: 5 })
  expect(await nodes()).toEqual(first)
  // What the first build left for the next one to see that little changed is all there.
  await warehouse.execute(`update core.party_identity set phone = '999' where party_id = 'P1'`)
  const { byLink } = await buildGraph(warehouse, links, { seed: 5 })
  expect(byLink.filter(({ reused }) => !reused).map(({ link }) => link)).toEqual(['uses_phone'])
})

test('nodes stand in the order of their names, entities under the names of their parties', async () => {
  warehouse = await smallBook([
    { id: 'B', phone: '2222', account: '77' },
    { id: 'A', phone: '2222', account: '66' },
  ])
  await warehouse.execute(
    `update core.party_identity set name = 'Ann', name_latin = 'Other' where party_id = 'A'`,
  )
  await buildGraph(warehouse, links)
  const rows = await warehouse.db.selectFrom('graph.node').select(['node_id', 'node_kind', 'label']).execute()
  expect(rows.map((row) => [row.node_id, row.node_kind])).toEqual([
    ['account:66', 'account'],
    ['account:77', 'account'],
    ['entity:A', 'entity'],
    ['entity:B', 'entity'],
    ['phone:2222', 'phone'],
  ])
  expect(rows.map((row) => row.label).filter((_, i) => i !== 3)).toEqual(['66', '77', 'Ann', '2222'])
})
