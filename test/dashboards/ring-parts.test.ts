/** What the panels beside the picture say: ties with their evidence, orders of a table, marks that a case keeps. */
import { expect, test } from 'vitest'
import type { CaseMark, GraphEdge } from '../../src/api/schemas/index.ts'
import { browserGlobals } from './dom.ts'

browserGlobals()
const { node: nodeOf } = await import('./explorer-graph.ts')
const { networkOf } = await import('../../dashboards/graph/network.ts')
const { bondsAmong, tiesOf } = await import('../../dashboards/rings/ties.ts')
const { inOrder } = await import('../../dashboards/rings/node-table.tsx')
const { markedOf, marksToKeep } = await import('../../dashboards/rings/use-marks.ts')
const { nodeIdOf } = await import('../../dashboards/rings/node-id.ts')
const { changeWords, stepsOf } = await import('../../dashboards/rings/next.tsx')
const { setLanguage } = await import('../../dashboards/language.ts')
setLanguage('en')

const node = (id: string, degree = 2) => nodeOf(id, { degree })
const edge = (
  source: string,
  target: string,
  link: string,
  claimId: string | null,
  knownAt: string,
  weight = 0.5,
) => ({ source, target, link, weight, claimId, knownAt }) satisfies GraphEdge

const graph = networkOf({
  nodes: ['entity:A', 'entity:B', 'entity:E', 'phone:1', 'claim:C1', 'account:9'].map((id) => node(id)),
  edges: [
    edge('entity:A', 'phone:1', 'uses_phone', 'C1', '2025-03-01', 0.9),
    edge('entity:A', 'phone:1', 'uses_phone', 'C2', '2025-01-01', 0.9),
    edge('entity:A', 'phone:1', 'uses_phone', null, '2025-05-01', 0.9),
    edge('entity:B', 'phone:1', 'uses_phone', null, '2025-02-01', 0.7),
    edge('entity:A', 'claim:C1', 'drives_in', 'C1', '2025-03-01', 0.4),
    edge('entity:A', 'entity:E', 'employed_by', null, '2025-03-01', 0.2),
  ],
})
const evidence = (key: string) => graph.getEdgeAttribute(key, 'evidence')

test('a tie gathers its evidence: the strongest weight, first and last, claims once, master data named', () => {
  const [phone, claim, employer] = tiesOf(graph, 'entity:A', evidence)
  expect(phone).toMatchObject({ node: { id: 'phone:1' }, weight: 0.9 })
  expect(phone.rows).toMatchObject([
    {
      link: 'uses_phone',
      firstAt: '2025-01-01',
      lastAt: '2025-05-01',
      claims: ['C1', 'C2'],
      isMaster: true,
      rarity: 2,
    },
  ])
  expect(claim.rows[0]).toMatchObject({ link: 'drives_in', isMaster: false })
  expect(employer.node.id).toBe('entity:E')
  expect(tiesOf(graph, 'entity:nobody', evidence)).toEqual([])
})

test('two are tied directly, or through what both have; what one has alone ties nobody', () => {
  expect(bondsAmong(graph, ['entity:A', 'entity:B'], evidence).map(({ node }) => node.id)).toEqual([
    'phone:1',
  ])
  expect(bondsAmong(graph, ['entity:A', 'entity:E'], evidence)).toHaveLength(1)
  expect(bondsAmong(graph, ['entity:B', 'entity:E'], evidence)).toEqual([])
})

test('evidence that the filters leave out ties nobody', () => {
  expect(tiesOf(graph, 'entity:A', () => [])).toEqual([])
})

test('rows are ordered either way, and what is not known goes last both times', () => {
  const rows = [{ v: 2 }, { v: undefined }, { v: 10 }, { v: 1 }]
  expect(inOrder(rows, (row) => row.v, true).map((row) => row.v)).toEqual([10, 2, 1, undefined])
  expect(inOrder(rows, (row) => row.v, false).map((row) => row.v)).toEqual([1, 2, 10, undefined])
})

const mark = (nodeId: string, part: Partial<CaseMark>): CaseMark => ({
  nodeId,
  nodeKind: 'entity',
  isPinned: false,
  isHidden: false,
  tags: [],
  by: 'i',
  at: '2025-01-01',
  version: 1,
  ...part,
})

test('marks go from the case to the picture and back, and only what changed is sent', () => {
  const marks = [mark('entity:A', { isPinned: true, tags: ['driver'] }), mark('entity:B', { isHidden: true })]
  const marked = markedOf(marks, { 'entity:A': { x: 1, y: 2 } })
  expect(marked).toEqual({
    hidden: ['entity:B'],
    pinned: { 'entity:A': { x: 1, y: 2 } },
    tags: { 'entity:A': ['driver'] },
  })
  expect(marksToKeep(marked, marks)).toEqual([])
  expect(marksToKeep({ ...marked, hidden: ['entity:E'], tags: {} }, marks)).toEqual([
    { nodeId: 'entity:E', isHidden: true },
    { nodeId: 'entity:A', tags: [] },
    { nodeId: 'entity:B', isHidden: false },
  ])
})

test('ids are read as people write them', () => {
  expect(nodeIdOf(' C12 ')).toBe('claim:C12')
  expect(nodeIdOf('P7')).toBe('entity:P7')
  expect(nodeIdOf('phone:~abc')).toBe('phone:~abc')
})

test('a runbook is read step by step', () => {
  expect(stepsOf('Ask the driver; see the car. Compare photos.')).toEqual([
    'Ask the driver;',
    'see the car.',
    'Compare photos.',
  ])
  expect(stepsOf('核对电话；查看车辆。')).toEqual(['核对电话；', '查看车辆。'])
})

test('what became of a ring is told by its own past, whatever else it took in', () => {
  const own = { fromRingId: 'R1', shared: 9, joined: 3, gone: 1 }
  const other = { fromRingId: 'R2', shared: 2, joined: 10, gone: 6 }
  expect(changeWords({ ringId: 'R1', change: 'grew', origins: [other, own] })).toBe(
    '9 members stayed, 3 joined, 1 left.',
  )
  expect(changeWords({ ringId: 'R1', change: 'same', origins: [{ ...own, joined: 0, gone: 0 }] })).toBe(
    'The same members as before.',
  )
  expect(changeWords({ ringId: 'R1', change: 'quiet', origins: [] })).not.toContain('not there before')
  expect(changeWords({ ringId: 'R1', change: null, origins: [] })).toContain('no earlier snapshot')
})
