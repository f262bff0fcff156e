/** How two nodes hang together, step by step, with the evidence of each step. */
import { unknown } from '../../errors.ts'
import { type EvidencePath as Chain, evidencePath } from '../../graph/index.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { EvidencePath, PathAnswer } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { graphEdges } from './graph-edges.ts'
import { graphNodes } from './graph-nodes.ts'
import { residentGraph } from './resident.ts'
import { DEFAULTS as CHAINS, tellingChains } from './telling-chains.ts'

const DEFAULTS = {
  /** Chains looked for, 1 to 5. */
  sought: 5,
  /** A chain of more steps is told alone. */
  telling: 12,
} as const

export interface Between {
  readonly from: string
  readonly to: string
  /** Chains told at most. */
  readonly most: number
  readonly links?: readonly string[] | undefined
  readonly until?: Date | undefined
}

/** @throws UserError (404) for a node that does not exist, or that the user may not see. */
export async function pathsBetween(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  { from, to, most, links, until }: Between,
): Promise<PathAnswer> {
  const [nodes, graph] = await Promise.all([
    graphNodes(view, pseudonyms, user, [...new Set([from, to])]),
    residentGraph(view),
  ])
  const [first, last] = [from, to].map((id) => nodes.find((node) => node.id === pseudonyms.seal(id)))
  if (!first) throw unknown('node', pseudonyms.seal(from))
  if (!last) throw unknown('node', pseudonyms.seal(to))
  const seek = (chains: number) =>
    evidencePath(graph, from, to, {
      most: chains,
      step: CHAINS.step,
      ...(links ? { links } : {}),
      ...(until ? { asOf: until } : {}),
      ...(user.lines ? { lines: user.lines } : {}),
    })
  const nearest = seek(1)
  const steps = (nearest.paths[0]?.nodes.length ?? 1) - 1
  // More than are told, since those that differ in a step or two tell nothing new; beside a long one, which is sought long, none.
  const { paths, complete } =
    most > 1 && steps > 0 && steps <= DEFAULTS.telling ? seek(DEFAULTS.sought) : nearest
  const told = await withEvidence(view, pseudonyms, user, tellingChains(paths, most), { links, until })
  return { from: first, to: last, paths: told, isComplete: complete }
}

/** Chains of node ids as people read them. */
export async function withEvidence(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  chains: readonly Chain[],
  filter: { links?: readonly string[] | undefined; until?: Date | undefined } = {},
): Promise<EvidencePath[]> {
  const ids = [...new Set(chains.flatMap((chain) => chain.nodes))]
  const [nodes, { edges }] = await Promise.all([
    graphNodes(view, pseudonyms, user, ids),
    graphEdges(view, pseudonyms, user, ids, filter),
  ])
  const byId = new Map(nodes.map((node) => [node.id, node]))
  return chains.map(({ nodes: chain, strength }) => {
    const sealed = chain.map((id) => pseudonyms.seal(id))
    return {
      nodes: sealed.flatMap((id) => byId.get(id) ?? []),
      steps: sealed.slice(1).map((target, i) => {
        const source = sealed[i]
        const evidence = edges.filter(
          (edge) =>
            (edge.source === source && edge.target === target) ||
            (edge.source === target && edge.target === source),
        )
        return { source, target, evidence }
      }),
      strength,
    }
  })
}
