/** What ties chosen nodes: to everything around one of them, or several of them to each other, directly and through what they share. */
import type { GraphEdge, GraphNode } from '../../src/api/schemas/index.ts'
import type { Network } from '../graph/network.ts'

/** Evidence of one kind between two nodes, gathered over the claims that showed it. */
export interface EvidenceRow {
  readonly source: GraphNode
  readonly target: GraphNode
  readonly link: string
  /** Of the strongest piece, 0 to 1. */
  readonly weight: number
  /** Edges of the thing in the whole graph: few of them make it telling. */
  readonly rarity: number
  readonly firstAt: string
  readonly lastAt: string
  /** Claims that showed it; empty when it is known from master data alone. */
  readonly claims: readonly string[]
  readonly isMaster: boolean
}

export interface Tie {
  /** The other end, or what is shared. */
  readonly node: GraphNode
  readonly weight: number
  readonly rows: readonly EvidenceRow[]
}

type EvidenceOf = (edge: string) => readonly GraphEdge[]

/** Rows of one edge, a row for each kind of link, the strongest first. */
export function rowsOf(graph: Network, edge: string, evidenceOf: EvidenceOf): EvidenceRow[] {
  const groups = new Map<string, GraphEdge[]>()
  for (const piece of evidenceOf(edge)) groups.set(piece.link, [...(groups.get(piece.link) ?? []), piece])
  return [...groups]
    .map(([link, pieces]): EvidenceRow => {
      const source = graph.getNodeAttribute(pieces[0].source, 'node')
      const target = graph.getNodeAttribute(pieces[0].target, 'node')
      const moments = pieces.map((piece) => piece.knownAt).sort()
      return {
        source,
        target,
        link,
        weight: Math.max(...pieces.map((piece) => piece.weight)),
        rarity: target.degree,
        firstAt: moments[0],
        lastAt: moments[moments.length - 1],
        claims: [...new Set(pieces.flatMap((piece) => piece.claimId ?? []))].sort(),
        isMaster: pieces.some((piece) => piece.claimId === null),
      }
    })
    .sort((a, b) => b.weight - a.weight || a.link.localeCompare(b.link))
}

const strongest = (rows: readonly EvidenceRow[]) => Math.max(0, ...rows.map((row) => row.weight))
const byWeight = (a: Tie, b: Tie) => b.weight - a.weight || a.node.id.localeCompare(b.node.id)

/** Everything that one node is tied to. */
export function tiesOf(graph: Network, id: string, evidenceOf: EvidenceOf): Tie[] {
  if (!graph.hasNode(id)) return []
  return graph
    .mapEdges(id, (edge, _, source, target): Tie => {
      const rows = rowsOf(graph, edge, evidenceOf)
      const node = graph.getNodeAttribute(source === id ? target : source, 'node')
      return { node, weight: strongest(rows), rows }
    })
    .filter((tie) => tie.rows.length > 0)
    .sort(byWeight)
}

/**
 * What several nodes have to do with each other: ties between two of them stand under the second, and what at least two of them
 * share stands under itself.
 */
export function bondsAmong(graph: Network, ids: readonly string[], evidenceOf: EvidenceOf): Tie[] {
  const chosen = new Set(ids.filter((id) => graph.hasNode(id)))
  const found = new Map<string, { members: Set<string>; rows: EvidenceRow[] }>()
  for (const id of chosen)
    graph.forEachEdge(id, (edge, _, source, target) => {
      const other = source === id ? target : source
      // A tie between two chosen nodes is met from both ends and told once.
      if (chosen.has(other) && other < id) return
      const rows = rowsOf(graph, edge, evidenceOf)
      if (rows.length === 0) return
      const held = found.get(other) ?? { members: new Set(), rows: [] }
      held.members.add(id)
      held.rows.push(...rows)
      found.set(other, held)
    })
  return [...found]
    .filter(([id, { members }]) => chosen.has(id) || members.size >= 2)
    .map(([id, { rows }]) => ({
      node: graph.getNodeAttribute(id, 'node'),
      weight: strongest(rows),
      rows: rows.sort((a, b) => b.weight - a.weight),
    }))
    .sort(byWeight)
}
