/** Small graphs for the tests of the explorer. */
import { type Book, bookOf } from '../../dashboards/graph/book.ts'
import { networkOf } from '../../dashboards/graph/network.ts'
import type { GraphEdge, GraphNode } from '../../src/api/schemas/index.ts'

/** `claim:1`: the kind stands before the colon. */
export const node = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id,
  kind: id.slice(0, id.indexOf(':')) as GraphNode['kind'],
  label: id,
  degree: 1,
  centrality: null,
  risk: null,
  partyType: null,
  roles: [],
  amount: null,
  distance: null,
  community: null,
  isCut: null,
  suspicion: null,
  ...more,
})

export const edge = (source: string, target: string, more: Partial<GraphEdge> = {}): GraphEdge => ({
  source,
  target,
  link: 'in_claim',
  weight: 0.5,
  claimId: null,
  knownAt: '2025-01-01T00:00:00.000Z',
  ...more,
})

/** Nodes are those that the edges name, and others given by hand. */
export function book(edges: readonly GraphEdge[], given: readonly GraphNode[] = []): Book {
  const nodes = new Map(given.map((one) => [one.id, one]))
  for (const { source, target } of edges)
    for (const id of [source, target]) if (!nodes.has(id)) nodes.set(id, node(id))
  return bookOf(networkOf({ nodes: [...nodes.values()], edges: [...edges] }))
}
