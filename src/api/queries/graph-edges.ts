/** The evidence among a set of nodes, out of the graph in memory. */
import { evidenceFilter, type ResidentGraph } from '../../graph/index.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { GraphEdge } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { residentGraph } from './resident.ts'

export const DEFAULTS = {
  /** Edges drawn at most, the strongest. */
  edges: 6000,
} as const

interface EvidenceOptions {
  /** Only these links. */
  readonly links?: readonly string[] | undefined
  /** Only what was known then. */
  readonly until?: Date | undefined
}

interface EdgeOptions extends EvidenceOptions {
  /** Edges told at most; null for all. Default {@link DEFAULTS.edges}. */
  readonly most?: number | null
}

/** A piece of evidence, with the ids of the snapshot. */
export interface Evidence {
  readonly source: string
  readonly target: string
  readonly link: string
  /** 0 to 1. */
  readonly weight: number
  /** The claim that showed it; null for master data. */
  readonly claimId: string | null
  readonly knownAt: Date
}

/** Edges between nodes of the set, the strongest first, and how many there are; evidence from claims of other lines than the user's is left out. */
export async function graphEdges(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  ids: readonly string[],
  { most = DEFAULTS.edges, ...options }: EdgeOptions = {},
): Promise<{ edges: GraphEdge[]; total: number }> {
  const rows = await evidenceAmong(view, user, ids, options)
  const text = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1)
  rows.sort(
    (a, b) =>
      b.weight - a.weight ||
      text(a.source, b.source) ||
      text(a.target, b.target) ||
      text(a.link, b.link) ||
      text(a.claimId, b.claimId),
  )
  const sealed = new Map(ids.map((id) => [id, pseudonyms.seal(id)]))
  return {
    total: rows.length,
    edges: (most === null ? rows : rows.slice(0, most)).map((row) => ({
      ...row,
      source: sealed.get(row.source) ?? '',
      target: sealed.get(row.target) ?? '',
      knownAt: row.knownAt.toISOString(),
    })),
  }
}

/** All evidence between nodes of the set that the user may see, in no order. */
export async function evidenceAmong(
  view: View,
  user: Principal,
  ids: readonly string[],
  { links, until }: EvidenceOptions = {},
): Promise<Evidence[]> {
  const graph = await residentGraph(view)
  const counts = evidenceFilter(graph, {
    ...(links ? { links } : {}),
    ...(until ? { asOf: until } : {}),
    ...(user.lines ? { lines: user.lines } : {}),
  })
  const places = new Map<number, string>()
  for (const id of ids) {
    const place = graph.ids.find(id)
    if (place >= 0) places.set(place, id)
  }
  const rows: Evidence[] = []
  for (const [v, id] of places) {
    for (let i = graph.offsets[v]; i < graph.offsets[v + 1]; i++) {
      const u = graph.targets[i]
      const other = u > v ? places.get(u) : undefined
      if (other === undefined) continue
      const tie = graph.ties[i]
      for (let e = graph.evidenceOffsets[tie]; e < graph.evidenceOffsets[tie + 1]; e++) {
        if (!counts(e)) continue
        const [source, target] = graph.evidenceForward[e] ? [id, other] : [other, id]
        rows.push({ source, target, ...told(graph, e) })
      }
    }
  }
  return rows
}

function told(graph: ResidentGraph, evidence: number): Omit<Evidence, 'source' | 'target'> {
  const claim = graph.evidenceClaim[evidence]
  return {
    link: graph.linkNames[graph.evidenceLink[evidence]],
    // Kept in single precision: 0.8 and not 0.800000011920929.
    weight: Number(graph.evidenceWeight[evidence].toPrecision(7)),
    claimId: claim < 0 ? null : graph.claimIds.at(claim),
    knownAt: new Date(graph.evidenceKnownAt[evidence]),
  }
}
