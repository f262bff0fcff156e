/** The graph as it is drawn: nodes with place and size, links between two nodes gathered into one edge with its evidence. */
import { UndirectedGraph } from 'graphology'
import type { GraphEdge, GraphNode, Neighbourhood } from '../../src/api/schemas/index.ts'

export interface NodeAttributes {
  readonly node: GraphNode
  x: number
  y: number
  size: number
  /** Nodes whose expansion brought it in; {@link GIVEN} when it was there from the beginning. */
  brought: readonly string[]
}

/** Stands for the answer that the explorer was opened with. */
export const GIVEN = ''

export interface EdgeAttributes {
  readonly evidence: readonly GraphEdge[]
  readonly weight: number
}

export type Network = UndirectedGraph<NodeAttributes, EdgeAttributes>

const TURN = Math.PI * (3 - Math.sqrt(5))

/** Size of a node: claims by what they weigh, others by their degree. */
export function sizeOf(node: GraphNode): number {
  const byDegree = 4 + Math.min(7, Math.sqrt(node.degree))
  return node.kind === 'claim' ? 5 + 5 * (node.risk ?? 0) : byDegree
}

/** Graph of the answer of the API. Nodes begin on a sunflower, so that the same graph is laid out the same way. */
export function networkOf({ nodes, edges }: Pick<Neighbourhood, 'nodes' | 'edges'>): Network {
  const graph: Network = new UndirectedGraph()
  nodes.forEach((node, i) => {
    const radius = Math.sqrt(i + 0.5)
    graph.addNode(node.id, {
      node,
      x: radius * Math.cos(i * TURN),
      y: radius * Math.sin(i * TURN),
      size: sizeOf(node),
      brought: [GIVEN],
    })
  })
  addEdges(graph, edges)
  return graph
}

function addEdges(graph: Network, edges: readonly GraphEdge[]): void {
  for (const edge of edges) {
    if (edge.source === edge.target || !graph.hasNode(edge.source) || !graph.hasNode(edge.target)) continue
    const key = graph.edge(edge.source, edge.target)
    if (key === undefined) {
      graph.addEdge(edge.source, edge.target, { evidence: [edge], weight: edge.weight })
      continue
    }
    const evidence = graph.getEdgeAttribute(key, 'evidence')
    if (evidence.some((one) => one.link === edge.link && one.claimId === edge.claimId)) continue
    graph.mergeEdgeAttributes(key, {
      evidence: [...evidence, edge],
      weight: Math.max(graph.getEdgeAttribute(key, 'weight'), edge.weight),
    })
  }
}

/** Brings in what was met around a node, beside that node. Gives the number of new nodes. */
export function extend(graph: Network, from: string, more: Pick<Neighbourhood, 'nodes' | 'edges'>): number {
  const { x, y } = graph.getNodeAttributes(from)
  let added = 0
  for (const node of more.nodes) {
    if (graph.hasNode(node.id)) {
      const brought = graph.getNodeAttribute(node.id, 'brought')
      if (!brought.includes(from) && !brought.includes(GIVEN))
        graph.setNodeAttribute(node.id, 'brought', [...brought, from])
      continue
    }
    const angle = added * TURN
    const far = 1 + 0.1 * added
    graph.addNode(node.id, {
      node,
      x: x + far * Math.cos(angle),
      y: y + far * Math.sin(angle),
      size: sizeOf(node),
      brought: [from],
    })
    added++
  }
  addEdges(graph, more.edges)
  return added
}

/** The most central nodes, or those with most links where centrality is not known. */
export function centralNodes(graph: Network, most = 7): GraphNode[] {
  return graph
    .mapNodes((_, { node }) => node)
    .sort(
      (a, b) => (b.centrality ?? 0) - (a.centrality ?? 0) || b.degree - a.degree || a.id.localeCompare(b.id),
    )
    .slice(0, most)
}
