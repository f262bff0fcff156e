/** The evidence among a set of nodes, out of the graph in memory. */
import { type EvidenceFilter, evidenceFilter, type ResidentGraph } from '../../graph/index.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { GraphEdge } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { residentGraph } from './resident.ts'

export const DEFAULTS = {
  /** Edges drawn at most, the strongest. */
  edges: 6000,
} as const

interface EdgeOptions {
  /** Only these links. */
  readonly links?: readonly string[] | undefined
  /** Only what was known then. */
  readonly until?: Date | undefined
  /** Edges told at most; null for all. Default {@link DEFAULTS.edges}. */
  readonly most?: number | null
}

interface Row {
  readonly source: string
  readonly target: string
  readonly evidence: number
  readonly weight: number
}

/** Edges between nodes of the set, the strongest first, and how many there are; evidence from claims of other lines than the user's is left out. */
export async function graphEdges(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  { links, until, most = DEFAULTS.edges }: EdgeOptions = {},
): Promise<{ edges: GraphEdge[]; total: number }> {
  const graph = await residentGraph(view)
  const rows = rowsAmong(graph, ids, {
    ...(links ? { links } : {}),
    ...(until ? { asOf: until } : {}),
    ...(user.lines ? { lines: user.lines } : {}),
  })
  const sealed = new Map(ids.map((id) => [id, pseudonyms.seal(id)]))
  return {
    total: rows.length,
    edges: (most === null ? rows : rows.slice(0, most)).map(({ source, target, evidence, weight }) => ({
      source: sealed.get(source) ?? '',
      target: sealed.get(target) ?? '',
      link: graph.linkNames[graph.evidenceLink[evidence]],
      weight,
      claimId: claimOf(graph, evidence),
      knownAt: new Date(graph.evidenceKnownAt[evidence]).toISOString(),
    })),
  }
}

function claimOf(graph: ResidentGraph, evidence: number): string | null {
  const claim = graph.evidenceClaim[evidence]
  return claim < 0 ? null : graph.claimIds.at(claim)
}

/** Evidence of the ties among the nodes, the strongest first, equal ones by node, link and claim. */
function rowsAmong(graph: ResidentGraph, ids: readonly string[], filter: EvidenceFilter): Row[] {
  const counts = evidenceFilter(graph, filter)
  const places = new Map<number, string>()
  for (const id of ids) {
    const place = graph.ids.find(id)
    if (place >= 0) places.set(place, id)
  }
  const rows: Row[] = []
  for (const [v, id] of places) {
    for (let i = graph.offsets[v]; i < graph.offsets[v + 1]; i++) {
      const u = graph.targets[i]
      const other = u > v ? places.get(u) : undefined
      if (other === undefined) continue
      const tie = graph.ties[i]
      for (let e = graph.evidenceOffsets[tie]; e < graph.evidenceOffsets[tie + 1]; e++) {
        if (!counts(e)) continue
        const [source, target] = graph.evidenceForward[e] ? [id, other] : [other, id]
        // Kept in single precision: 0.8 and not 0.800000011920929.
        rows.push({ source, target, evidence: e, weight: Number(graph.evidenceWeight[e].toPrecision(7)) })
      }
    }
  }
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return rows.sort(
    (a, b) =>
      b.weight - a.weight ||
      text(a.source, b.source) ||
      text(a.target, b.target) ||
      graph.evidenceLink[a.evidence] - graph.evidenceLink[b.evidence] ||
      graph.evidenceClaim[a.evidence] - graph.evidenceClaim[b.evidence],
  )
}
