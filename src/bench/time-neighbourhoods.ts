/** Neighbourhoods of depth two on a resident graph of a million nodes: the slowest of a hundred, and what opening it takes. */
import type { BenchCase } from '../bench.ts'
import { neighbourhood, openResident } from '../graph/index.ts'
import { schemaDdl } from '../schema/database.ts'
import { random } from '../util/random.ts'
import { openWarehouse } from '../warehouse/index.ts'
import { type GraphRuns, spend } from './graph-runs.ts'
import { type MadeGraph, madeBook } from './made-graph.ts'

const DEFAULTS = { nodes: 1_000_000, ties: 2_000_000, walks: 2000, hubs: 100, depth: 2, seed: 1 } as const

const quantile = (list: readonly number[], q: number): number =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))]

const idOf = (v: number): string => `${v < DEFAULTS.nodes / 2 ? 'entity' : 'claim'}:${v}`

async function residentOf({ n, left, right }: MadeGraph) {
  const draw = random(DEFAULTS.seed)
  const warehouse = await openWarehouse({ path: ':memory:', mode: 'write' })
  try {
    await warehouse.execute(schemaDdl())
    const nodes = Array.from({ length: n }, (_, v) => idOf(v))
    await warehouse.append('graph.node', {
      node_id: nodes,
      node_kind: nodes.map((id) => id.slice(0, id.indexOf(':'))),
      degree: new Int32Array(n),
    })
    await warehouse.append('graph.edge', {
      source_id: Array.from(left, (v) => nodes[v]),
      target_id: Array.from(right, (v) => nodes[v]),
      link: Array.from(left, () => 'in_claim'),
      weight: Float64Array.from(left, () => 0.05 + 0.95 * draw.next()),
      claim_id: Array.from(right, String),
      known_at: Float64Array.from(left, () => 1.6e12 + 1e11 * draw.next()),
    })
    return await spend(() => openResident(warehouse))
  } finally {
    await warehouse.close()
  }
}

/** Random nodes, and a share of the nodes of most ties, walked as a page would ask for them. */
export async function timeNeighbourhoods(runs: GraphRuns): Promise<BenchCase[]> {
  const made = madeBook(DEFAULTS.nodes, DEFAULTS.ties, DEFAULTS.seed)
  const { spent, result: graph } = await residentOf(made)
  const draw = random(DEFAULTS.seed)
  // Numbers of parties fall in ties: the first are the hubs.
  const centres = Array.from({ length: DEFAULTS.walks }, (_, i) =>
    i < DEFAULTS.hubs ? i : draw.int(0, DEFAULTS.nodes - 1),
  )
  draw.shuffle(centres)
  const seconds = centres.map((v) => {
    const began = performance.now()
    neighbourhood(graph, idOf(v), { depth: DEFAULTS.depth })
    return (performance.now() - began) / 1000
  })
  const filtered = centres.map((v) => {
    const began = performance.now()
    neighbourhood(graph, idOf(v), { depth: DEFAULTS.depth, asOf: new Date(1.65e12) })
    return (performance.now() - began) / 1000
  })
  const peer = await runs.ask('igraph', made, { what: 'neighbourhood', centres, depth: DEFAULTS.depth })
  const digits = (x: number) => Number(x.toPrecision(4))
  const ours = quantile(seconds, 0.99)
  return [
    {
      case: 'neighbourhood_p99',
      ours: digits(1000 * ours),
      peer: peer ? digits(1000 * peer.wall) : null,
      peer_name: peer ? 'igraph neighborhood(order=2): members alone, unordered, no weights' : null,
      ratio: peer ? digits(ours / peer.wall) : null,
      unit: 'ms',
      figures: {
        walks: DEFAULTS.walks,
        among_them_hubs: DEFAULTS.hubs,
        p50: digits(1000 * quantile(seconds, 0.5)),
        slowest: digits(1000 * quantile(seconds, 1)),
        p99_as_of_a_moment: digits(1000 * quantile(filtered, 0.99)),
        seconds_to_open: digits(spent.wall),
      },
    },
  ]
}
