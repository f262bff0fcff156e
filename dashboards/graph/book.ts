/** A network as typed arrays: what the filters, groups and layouts run over, made once for what is held. */
import type { GraphEdge, GraphNode } from '../../src/api/schemas/index.ts'
import type { Network } from './network.ts'

export interface Book {
  readonly ids: readonly string[]
  readonly nodes: readonly GraphNode[]
  readonly index: ReadonlyMap<string, number>
  readonly brought: readonly (readonly string[])[]
  /** Keys of the edges in the network, and the places of their ends. */
  readonly keys: readonly string[]
  readonly source: Int32Array
  readonly target: Int32Array
  /** Neighbours of node i: `neighbour` and `edge` from `first[i]` up to `first[i + 1]`. */
  readonly first: Int32Array
  readonly neighbour: Int32Array
  readonly edge: Int32Array
  /** Evidence of edge e: from `evidenceFrom[e]` up to `evidenceFrom[e + 1]`. */
  readonly evidenceFrom: Int32Array
  readonly evidence: readonly GraphEdge[]
  /** Place in `links`, milliseconds since 1970, and weight of each piece of evidence. */
  readonly link: Uint16Array
  readonly knownAt: Float64Array
  readonly weight: Float32Array
  readonly links: readonly string[]
}

export function bookOf(network: Network): Book {
  const ids: string[] = []
  const nodes: GraphNode[] = []
  const brought: (readonly string[])[] = []
  const index = new Map<string, number>()
  network.forEachNode((id, attributes) => {
    index.set(id, ids.length)
    ids.push(id)
    nodes.push(attributes.node)
    brought.push(attributes.brought)
  })
  const { order, size } = network
  const keys: string[] = []
  const source = new Int32Array(size)
  const target = new Int32Array(size)
  const evidenceFrom = new Int32Array(size + 1)
  const evidence: GraphEdge[] = []
  const degree = new Int32Array(order + 1)
  network.forEachEdge((key, attributes, from, to) => {
    const e = keys.length
    keys.push(key)
    const s = (source[e] = index.get(from) as number)
    const t = (target[e] = index.get(to) as number)
    degree[s]++
    degree[t]++
    for (const one of attributes.evidence) evidence.push(one)
    evidenceFrom[e + 1] = evidence.length
  })
  const links = new Map<string, number>()
  const link = new Uint16Array(evidence.length)
  const knownAt = new Float64Array(evidence.length)
  const weight = new Float32Array(evidence.length)
  evidence.forEach((one, i) => {
    let place = links.get(one.link)
    if (place === undefined) links.set(one.link, (place = links.size))
    link[i] = place
    knownAt[i] = Date.parse(one.knownAt)
    weight[i] = one.weight
  })
  return {
    ids,
    nodes,
    index,
    brought,
    keys,
    source,
    target,
    ...adjacency(order, source, target, degree),
    evidenceFrom,
    evidence,
    link,
    knownAt,
    weight,
    links: [...links.keys()],
  }
}

function adjacency(order: number, source: Int32Array, target: Int32Array, degree: Int32Array) {
  const first = new Int32Array(order + 1)
  for (let i = 0; i < order; i++) first[i + 1] = first[i] + degree[i]
  const at = first.slice(0, order)
  const neighbour = new Int32Array(2 * source.length)
  const edge = new Int32Array(2 * source.length)
  for (let e = 0; e < source.length; e++) {
    const [s, t] = [source[e], target[e]]
    neighbour[at[s]] = t
    edge[at[s]++] = e
    neighbour[at[t]] = s
    edge[at[t]++] = e
  }
  return { first, neighbour, edge }
}
