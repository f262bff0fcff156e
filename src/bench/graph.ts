/** The graph's algorithms on a million nodes and two million ties beside igraph, leidenalg and networkx. */
import { join } from 'node:path'
import type { BenchCase, Benchmark } from '../bench.ts'
import { config } from '../config.ts'
import { betweenness } from '../graph/betweenness.ts'
import { components } from '../graph/components.ts'
import { buildCsr } from '../graph/csr.ts'
import { biRank } from '../graph/index.ts'
import { leiden } from '../graph/leiden.ts'
import { modularity } from '../graph/modularity.ts'
import { pageRank } from '../graph/page-rank.ts'
import { type Comparison, GraphRuns, graphCase, spend } from './graph-runs.ts'
import { madeBook, madeGraph } from './made-graph.ts'
import { installPeers, peersFolder } from './peers/python.ts'
import { timeNeighbourhoods } from './time-neighbourhoods.ts'

const DEFAULTS = {
  nodes: 1_000_000,
  ties: 2_000_000,
  /** Of the graph for betweenness. */
  between: { nodes: 20_000, ties: 60_000, workers: 2 },
  /** Of the book on which networkx, too slow for a million, checks BiRank. */
  small: { nodes: 100_000, ties: 200_000 },
  damping: 0.85,
  /** Of PageRank, as igraph's solver has it, and of BiRank. */
  tolerance: 1e-10,
  leidenRounds: 2,
  seed: 1,
  rounds: 3,
} as const

const largestDifference = (a: Float64Array, b: Float64Array, base: (x: number) => number): number =>
  a.reduce((most, x, v) => Math.max(most, Math.abs(x - b[v]) / base(b[v])), 0)

/** Marks of one in a hundred claims. */
const marks = (n: number) =>
  Float64Array.from({ length: n }, (_, v) => (v >= n >> 1 && v % 100 === 0 ? 1 : 0))

async function buildComponents(runs: GraphRuns): Promise<BenchCase[]> {
  const made = madeGraph(DEFAULTS.nodes, DEFAULTS.ties, DEFAULTS.seed)
  const compared = await runs.compare(DEFAULTS.rounds, 'igraph', made, { what: 'build_components' }, () =>
    components(buildCsr(made.n, made.left, made.right)),
  )
  return [
    graphCase('build_components', compared, 'igraph: Graph(edges) and connected_components()', {
      components: compared.result.sizes.length,
      largest: compared.result.sizes[0],
    }),
  ]
}

async function communities(runs: GraphRuns): Promise<BenchCase[]> {
  const made = madeGraph(DEFAULTS.nodes, DEFAULTS.ties, DEFAULTS.seed)
  const graph = buildCsr(made.n, made.left, made.right)
  const job = { rounds: DEFAULTS.leidenRounds, seed: DEFAULTS.seed }
  const compared = await runs.compare(2, 'igraph', made, { what: 'leiden', ...job }, () =>
    leiden(graph, { rounds: DEFAULTS.leidenRounds, seed: DEFAULTS.seed }),
  )
  const other = await runs.ask('leidenalg', made, { what: 'leidenalg', ...job })
  const { label, sizes } = compared.result
  const inside = made.left.reduce((sum, a, i) => sum + (label[a] === label[made.right[i]] ? 1 : 0), 0)
  const kept = { left: new Int32Array(inside), right: new Int32Array(inside) }
  let at = 0
  for (let i = 0; i < made.left.length; i++) {
    if (label[made.left[i]] !== label[made.right[i]]) continue
    kept.left[at] = made.left[i]
    kept.right[at++] = made.right[i]
  }
  const pieces = components(buildCsr(made.n, kept.left, kept.right)).sizes.length
  return [
    graphCase('leiden', compared, `igraph community_leiden, ${DEFAULTS.leidenRounds} iterations`, {
      modularity: modularity(graph, label),
      ...(compared.peer?.modularity ? { peer_modularity: compared.peer.modularity } : {}),
      communities: sizes.length,
      disconnected_communities: pieces - sizes.length,
      ...(other?.modularity ? { leidenalg_modularity: other.modularity, leidenalg_seconds: other.wall } : {}),
    }),
  ]
}

async function ranks(runs: GraphRuns): Promise<BenchCase[]> {
  const made = madeGraph(DEFAULTS.nodes, DEFAULTS.ties, DEFAULTS.seed)
  const graph = buildCsr(made.n, made.left, made.right)
  const { damping, tolerance } = DEFAULTS
  const compared = await runs.compare(DEFAULTS.rounds, 'igraph', made, { what: 'pagerank', damping }, () =>
    pageRank(graph, { damping, tolerance }),
  )
  const figures: Record<string, number> = { tolerance }
  if (compared.peer) {
    const theirs = await runs.found()
    figures.largest_relative_difference = largestDifference(compared.result, theirs, (x) => x)
    const exact = pageRank(graph, { damping, tolerance: 1e-15, iterations: 500 })
    const off = (list: Float64Array) => list.reduce((sum, x, v) => sum + Math.abs(x - exact[v]), 0)
    figures.sum_of_errors = off(compared.result)
    figures.peer_sum_of_errors = off(theirs)
  }
  return [graphCase('pagerank', compared, 'igraph pagerank (prpack)', figures)]
}

async function between(runs: GraphRuns): Promise<BenchCase[]> {
  const { nodes, ties, workers } = DEFAULTS.between
  const made = madeGraph(nodes, ties, DEFAULTS.seed)
  const graph = buildCsr(made.n, made.left, made.right)
  const compared = await runs.compare(1, 'igraph', made, { what: 'betweenness' }, () =>
    betweenness(graph, { workers }),
  )
  const alone = await spend(() => betweenness(graph))
  const figures: Record<string, number> = {
    workers,
    seconds_of_one_worker: alone.spent.wall,
    differs_from_one_worker: compared.result.some((x, v) => x !== alone.result[v]) ? 1 : 0,
  }
  if (compared.peer) {
    figures.largest_relative_difference = largestDifference(compared.result, await runs.found(), (x) => 1 + x)
  }
  return [graphCase('betweenness', compared, 'igraph betweenness, one thread as it has', figures)]
}

async function suspicion(runs: GraphRuns): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  for (const [name, size] of [
    ['birank', { nodes: DEFAULTS.nodes, ties: DEFAULTS.ties }],
    ['birank_small', DEFAULTS.small],
  ] as const) {
    const made = madeBook(size.nodes, size.ties, DEFAULTS.seed)
    const graph = buildCsr(made.n, made.left, made.right)
    const query = marks(made.n)
    const { damping: alpha, tolerance } = DEFAULTS
    const work = () => biRank(graph, query, { alpha, tolerance })
    if (name === 'birank') {
      await work()
      const times: Comparison<unknown>[] = []
      for (let round = 0; round < DEFAULTS.rounds; round++) {
        const { spent, result } = await spend(work)
        times.push({ ours: spent, peer: undefined, result })
      }
      times.sort((a, b) => a.ours.wall - b.ours.wall)
      cases.push(graphCase(name, times[times.length >> 1], '', { tolerance }))
      continue
    }
    const job = { what: 'birank', alpha, tolerance, query: await runs.write('query', query) }
    const compared = await runs.compare(2, 'networkx', made, job, work)
    const figures: Record<string, number> = { nodes: size.nodes, ties: size.ties, tolerance }
    if (compared.peer) {
      figures.largest_difference = largestDifference(compared.result, await runs.found(), () => 1)
    }
    cases.push(graphCase(name, compared, 'networkx bipartite.birank, once its graph is built', figures))
  }
  return cases
}

export const graph: Benchmark = {
  name: 'graph',
  description:
    'the graph of a million nodes and two million ties: build, communities, PageRank, betweenness, BiRank, neighbourhoods; beside igraph, leidenalg, networkx',
  async run(report) {
    const { home } = config()
    const python = await installPeers(peersFolder(home), report)
    return GraphRuns.in(join(home, 'work', `bench-graph-${process.pid}`), python, async (runs) => {
      const cases: BenchCase[] = []
      for (const [name, work] of Object.entries({
        'build and components': buildComponents,
        communities,
        PageRank: ranks,
        betweenness: between,
        BiRank: suspicion,
        neighbourhoods: timeNeighbourhoods,
      })) {
        report(name)
        cases.push(...(await work(runs)))
      }
      return { name: 'graph', versions: runs.versions, cases }
    })
  },
}
