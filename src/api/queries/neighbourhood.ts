/** The graph around a node as a user may see it. */
import { neighbourhood } from '../../graph/index.ts'
import type { NodeKind } from '../../schema/words.ts'
import type { Principal, Pseudonyms } from '../../security/index.ts'
import type { CappedHub, Neighbourhood } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { graphEdges } from './graph-edges.ts'
import { graphNodes } from './graph-nodes.ts'
import { residentGraph } from './resident.ts'

export interface Around {
  readonly node: string
  readonly depth: number
  readonly budget: number
  readonly kinds?: readonly NodeKind[] | undefined
  readonly links?: readonly string[] | undefined
  readonly until?: Date | undefined
}

/** Undefined when there is no such node, or the user may not see it. What he may not see is neither walked through nor counted. */
export async function neighbourhoodOf(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  { node, depth, budget, kinds, links, until }: Around,
): Promise<Neighbourhood | undefined> {
  const [[start], graph] = await Promise.all([
    graphNodes(view, pseudonyms, user, [node]),
    residentGraph(view),
  ])
  if (!start) return undefined
  const around = neighbourhood(graph, node, {
    depth,
    budget,
    ...(kinds ? { kinds } : {}),
    ...(links ? { links } : {}),
    ...(until ? { asOf: until } : {}),
    ...(user.lines ? { lines: user.lines } : {}),
  })
  const distance = new Map(around.nodes.map((one) => [one.nodeId, one.distance]))
  const shown = [...distance.keys()]
  const [nodes, evidence] = await Promise.all([
    graphNodes(view, pseudonyms, user, shown, { distance }),
    graphEdges(view, pseudonyms, user, shown, { links, until }),
  ])
  const byId = new Map(nodes.map((one) => [one.id, one]))
  return {
    nodes,
    edges: evidence.edges,
    shown: nodes.length,
    total: around.total - (shown.length - nodes.length),
    isTotalExact: around.isTotalExact,
    totalEdges: evidence.total,
    layers: around.layers.map((layer, i) => ({ distance: i + 1, ...layer })),
    capped: around.hubs.flatMap((hub): CappedHub[] => {
      const one = byId.get(pseudonyms.seal(hub.nodeId))
      if (!one) return []
      return [
        { id: one.id, kind: one.kind, label: one.label, neighbours: hub.degree, followed: hub.followed },
      ]
    }),
  }
}
