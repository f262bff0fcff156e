/** What lies around a node: the strongest ties first, and an honest count of what is not shown. */
import { invalid, unknown } from '../errors.ts'
import type { NodeKind } from '../schema/words.ts'
import { Best } from './best.ts'
import { nodesWithin } from './nodes-within.ts'
import { type EvidenceFilter, lineMask, type ResidentGraph, tieWeight } from './resident.ts'

const DEFAULTS = {
  /** Steps from the node; from person to phone to person is two. */
  depth: 2,
  /** Nodes shown at most. */
  budget: 150,
  maxDepth: 6,
  maxBudget: 5000,
  /** Ties of one node that are followed, the strongest; of a hub with more the rest is named, not walked. */
  follow: 2000,
  /** Ties of one node that are looked at for those that a filter lets through; ties of hidden lines cost no look. */
  look: 50_000,
} as const

export interface NeighbourhoodOptions extends EvidenceFilter {
  /** 1 to 6; default 2. */
  readonly depth?: number
  /** Nodes in the answer, the centre included: 1 to 5000; default 150. */
  readonly budget?: number
  /** Only nodes of these kinds; others are neither shown nor walked through. The centre stays. */
  readonly kinds?: readonly NodeKind[]
}

/** A node with more ties than are followed; none are of one that so many share that the tie to it weighs nothing. */
export interface CappedHub {
  readonly nodeId: string
  /** Its ties of all kinds, as far as the lines of the filter let them be seen. */
  readonly degree: number
  /** Those that were followed, the strongest. */
  readonly followed: number
}

/** What a walk found: identifiers only; what they are called, and who may see them, is for the caller to look up. */
export interface Neighbourhood {
  /** By distance, the strongest tie first. `weight` is that of the tie by which the node was reached; 0 for the centre. */
  readonly nodes: readonly { readonly nodeId: string; readonly distance: number; readonly weight: number }[]
  /** By distance 1, 2, ...: nodes that could be reached from those shown before, and nodes shown. */
  readonly layers: readonly { readonly reached: number; readonly shown: number }[]
  /** Nodes within reach, the centre and those that the budget cuts off included, whatever the budget. */
  readonly total: number
  /** False when there are more: behind capped hubs, or too many to count. */
  readonly isTotalExact: boolean
  /** Nodes not all of whose ties were followed, by degree. */
  readonly hubs: readonly CappedHub[]
}

/**
 * The nodes within `depth` steps, strongest ties first (ties of equal weight by node id), at most `budget` of them with the centre.
 * What is reached by ties that weigh nothing alone (a call centre's number) is shown and named, but not walked through.
 * @throws UserError for an unknown node (404), a depth outside 1 to 6 or a budget outside 1 to 5000.
 */
export function neighbourhood(
  graph: ResidentGraph,
  nodeId: string,
  options: NeighbourhoodOptions = {},
): Neighbourhood {
  const depth = options.depth ?? DEFAULTS.depth
  const budget = options.budget ?? DEFAULTS.budget
  if (!Number.isInteger(depth) || depth < 1 || depth > DEFAULTS.maxDepth) {
    throw invalid('depth', depth, `1 to ${DEFAULTS.maxDepth}`)
  }
  if (!Number.isInteger(budget) || budget < 1 || budget > DEFAULTS.maxBudget) {
    throw invalid('budget', budget, `1 to ${DEFAULTS.maxBudget}`)
  }
  const { ids, offsets, targets, ties, tieLines } = graph
  const centre = ids.find(nodeId)
  if (centre < 0) throw unknown('node', nodeId)
  const weightOf = tieWeight(graph, options)
  const mask = lineMask(graph, options.lines)
  const kindWanted = Uint8Array.from(graph.kindNames, (kind) =>
    !options.kinds || options.kinds.includes(kind) ? 1 : 0,
  )
  const shown = [{ node: centre, distance: 0, weight: 0 }]
  const near = new Set([centre])
  const seen = new Set([centre])
  const hubs: CappedHub[] = []
  const layers: { reached: number; shown: number }[] = []
  let frontier = [{ node: centre, weight: 1 }]
  for (let step = 1; step <= depth && frontier.length > 0; step++) {
    const reached = new Map<number, number>()
    for (const { node: v, weight: reachedBy } of frontier) {
      const [from, to] = [offsets[v], offsets[v + 1]]
      if (reachedBy === 0) {
        const degree = countSeen(graph, from, to, mask)
        if (degree > 1) hubs.push({ nodeId: ids.at(v), degree, followed: 0 })
        continue
      }
      let [followed, looked] = [0, 0]
      let i = from
      for (; i < to && followed < DEFAULTS.follow && looked < DEFAULTS.look; i++) {
        if ((tieLines[ties[i]] & mask) === 0) continue
        looked++
        const u = targets[i]
        if (!kindWanted[graph.kinds[u]]) continue
        const weight = weightOf(ties[i])
        if (weight < 0) continue
        followed++
        if (near.has(u)) continue
        const known = reached.get(u)
        if (known === undefined || weight > known) reached.set(u, weight)
      }
      const left = countSeen(graph, i, to, mask)
      if (left > 0) hubs.push({ nodeId: ids.at(v), degree: looked + left, followed })
    }
    if (reached.size === 0) break
    const best = new Best(budget - near.size)
    for (const [u, weight] of reached) {
      seen.add(u)
      best.offer(u, weight)
    }
    const kept = best.take()
    frontier = kept
    for (const { node, weight } of kept) {
      near.add(node)
      shown.push({ node, distance: step, weight })
    }
    layers.push({ reached: reached.size, shown: kept.length })
  }
  // What lies behind nodes that the budget cut off has not been seen yet.
  const isCut = layers.slice(0, depth - 1).some((layer) => layer.shown < layer.reached)
  const within = isCut
    ? nodesWithin(graph, centre, depth, (tie, u) => (kindWanted[graph.kinds[u]] ? weightOf(tie) : -1))
    : { count: seen.size, isExact: hubs.every(({ followed }) => followed === 0) }
  return {
    nodes: shown.map(({ node, distance, weight }) => ({ nodeId: ids.at(node), distance, weight })),
    layers,
    total: Math.max(within.count, seen.size),
    isTotalExact: within.isExact,
    hubs: hubs.sort((a, b) => b.degree - a.degree),
  }
}

/** Entries of a row, from one place up to another, whose tie has evidence of the lines in the mask. */
function countSeen({ ties, tieLines }: ResidentGraph, from: number, to: number, mask: number): number {
  if (mask === 0xff) return to - from
  let seen = 0
  for (let i = from; i < to; i++) if ((tieLines[ties[i]] & mask) !== 0) seen++
  return seen
}
