/** The network of the explorer: evidence is gathered on its edge, nothing is drawn twice. */
import { expect, test } from 'vitest'
import { extend, networkOf } from '../../dashboards/graph/network.ts'
import type { GraphEdge } from '../../src/api/schemas/index.ts'
import { node as nodeOf } from './explorer-graph.ts'

const node = (id: string, degree = 1) => nodeOf(id, { degree })
const edge = (
  source: string,
  target: string,
  link: string,
  claimId: string | null,
  knownAt: string,
): GraphEdge => ({
  source,
  target,
  link,
  weight: claimId ? 0.5 : 1,
  claimId,
  knownAt,
})

const nodes = ['entity:a', 'entity:b', 'claim:1', 'claim:2'].map((id) => node(id, 2))
const edges = [
  edge('entity:a', 'claim:1', 'in_claim', '1', '2025-01-01T00:00:00.000Z'),
  edge('claim:1', 'entity:a', 'served_by', '1', '2025-03-01T00:00:00.000Z'),
  edge('entity:a', 'claim:1', 'in_claim', '1', '2025-01-01T00:00:00.000Z'),
  edge('entity:b', 'claim:2', 'in_claim', null, '2025-02-01T00:00:00.000Z'),
  edge('entity:b', 'entity:unknown', 'in_claim', null, '2025-02-01T00:00:00.000Z'),
]

test('links between two nodes become one edge that holds each piece of evidence once', () => {
  const graph = networkOf({ nodes, edges })
  expect(graph.size).toBe(2)
  const { evidence, weight } = graph.getEdgeAttributes(graph.edge('entity:a', 'claim:1'))
  expect(evidence.map((one) => one.link)).toEqual(['in_claim', 'served_by'])
  expect(weight).toBe(0.5)
  expect(graph.getEdgeAttribute(graph.edge('entity:b', 'claim:2'), 'weight')).toBe(1)
})

test('neighbours that come in are placed beside the node that called them, known ones stay', () => {
  const graph = networkOf({ nodes, edges })
  const before = { ...graph.getNodeAttributes('entity:b') }
  const added = extend(graph, 'entity:a', {
    nodes: [node('entity:a'), node('entity:c')],
    edges: [edge('entity:a', 'entity:c', 'lives_at', null, '2025-01-01T00:00:00.000Z')],
  })
  expect(added).toBe(1)
  expect(graph.order).toBe(5)
  expect(graph.hasEdge('entity:a', 'entity:c')).toBe(true)
  expect(graph.getNodeAttributes('entity:b')).toEqual(before)
  expect(graph.getNodeAttribute('entity:c', 'brought')).toEqual(['entity:a'])
})
