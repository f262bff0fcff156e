/** Where every node stands in its graph: its component and community, how deep in the thick of it, how central, and whether it holds parts together. */
import { Worker } from 'node:worker_threads'
import { config } from '../config.ts'
import { betweennessAround, passedByTree } from './betweenness.ts'
import type { Csr } from './csr.ts'
import { type Folded, foldTrees } from './fold-trees.ts'
import { type LeidenOptions, leiden } from './leiden.ts'
import { measurePart, type PartInput, type PartMeasures } from './measure-part.ts'
import { weightInside } from './modularity.ts'
import { foldFlow, unfoldFlow } from './page-rank.ts'
import { relabel } from './relabel.ts'
import { homesOf, numberAll, spread, unfoldCommunities } from './unfold.ts'

const DEFAULTS = {
  /** Looks at a neighbour that betweenness may cost: from all nodes where that is enough, else from some drawn at random. */
  looks: 100_000_000,
  /** Nodes drawn at least. */
  leastPivots: 16,
  /** Nodes and neighbours, once trees are folded, below which a second thread takes longer to start than to measure. */
  alone: 2_000_000,
  /** Rounds of Leiden: with trees folded, one more than usual still takes a fraction of the time. */
  rounds: 3,
} as const

export interface MeasureOptions extends LeidenOptions {
  /** Threads; default as configured. What is measured is the same for any number. */
  readonly threads?: number
  /** Nodes and neighbours, once trees are folded, from which a second thread is started; default 2 million. */
  readonly alone?: number
}

/** Facts of the whole. */
export interface GraphFacts {
  readonly components: number
  /** Nodes of the largest component. */
  readonly largestComponent: number
  readonly communities: number
  readonly modularity: number
  /** Largest k for which some part holds only nodes with k neighbours in it. */
  readonly deepestCore: number
  /** Nodes without which a component falls apart, and edges. */
  readonly cutNodes: number
  readonly bridges: number
  readonly triangles: number
  /** Cycles of four: two who share two things. */
  readonly squares: number
  /** Nodes from which paths were followed for betweenness; all of them where it is exact. */
  readonly pivots: number
}

interface Measured {
  readonly columns: NodeMeasures
  readonly facts: GraphFacts
}

/** Columns of `graph.node`, by node. */
export interface NodeMeasures {
  readonly component_id: Int32Array
  readonly community_id: Int32Array
  readonly core_number: Int32Array
  readonly page_rank: Float64Array
  readonly betweenness: Float64Array
  readonly is_cut: Uint8Array
}

/**
 * Measures every node of a graph. Trees are folded first, and the nodes that are left put in the order of a walk, in which neighbours
 * lie close together, because every measure then takes a fraction of the time and memory.
 */
export function measureNodes(graph: Csr, options: MeasureOptions = {}): Promise<Measured> {
  const { folded, name } = prepare(graph, options)
  const entries = graph.targets.length
  // A large graph is let go before what is left of it is measured: nobody who runs holds it then.
  return Promise.resolve().then(() => measureFolded(folded, name, entries, options))
}

/** Folds the trees of a graph, and puts the nodes that are left in order; `name` has the old number of each. */
function prepare(graph: Csr, options: MeasureOptions): { folded: Folded; name: Int32Array } {
  const folded = foldTrees(graph, { resolution: options.resolution ?? 1 })
  const { graph: walk, order } = relabel(folded.graph)
  return { folded: { ...folded, graph: walk }, name: order.map((k) => folded.nodes[k]) }
}

/** @param name old number of each node of the folded graph */
async function measureFolded(
  folded: Folded,
  name: Int32Array,
  entries: number,
  options: MeasureOptions,
): Promise<Measured> {
  const { graph, foot, leaves, isCut, passed } = folded
  const n = foot.length
  const threads = options.threads ?? config().threads
  const beside = threads > 1 && graph.n + graph.targets.length >= (options.alone ?? DEFAULTS.alone)
  const flow = foldFlow(folded)
  const sums = pick(folded.sums, name)
  const input = { graph, flow: { diagonal: pick(flow.diagonal, name), own: pick(flow.own, name) }, sums }
  const later = beside ? onThread(shared(input)) : undefined
  const community = leiden(graph, { rounds: DEFAULTS.rounds, ...options, sums })
  const homes = homesOf(folded, name)
  const inside = weightInside(graph, community.label)
  const split = unfoldCommunities(folded, homes, community, sums, inside, options.resolution ?? 1)
  const part = await (later ?? measurePart(input))
  const whole = numberAll(homes, part.component)
  for (let k = 0; k < graph.n; k++) if (folded.strength[name[k]] > 0) flow.own[name[k]] = part.flow[k]
  const rank = unfoldFlow(folded, flow)
  const core = new Int32Array(n).fill(1)
  for (let k = 0; k < graph.n; k++) {
    core[name[k]] = part.core[k] > 0 || homes.stands[k] === 1 ? part.core[k] : 1
    isCut[name[k]] |= part.isCut[k]
  }
  for (const v of leaves) {
    const stands = folded.stands[v]
    if (stands > 1) passed[v] += passedByTree(stands, whole.sizes[whole.label[homes.home[v]]])
  }
  // Paths need the most memory, so they wait until the other thread has let go of its own.
  const pivots = Math.min(n, Math.max(DEFAULTS.leastPivots, Math.floor(DEFAULTS.looks / (n + entries + 1))))
  if (n > 0) {
    const hanging = {
      n,
      into: (old: number) => homes.home[old],
      stands: homes.stands.slice(),
      passed: pick(passed, name),
      component: whole.label,
      sizes: whole.sizes,
    }
    const between = await betweennessAround(graph, hanging, { pivots, seed: options.seed, workers: threads })
    for (let k = 0; k < graph.n; k++) passed[name[k]] = between[k]
  }
  const pairs = Math.max(1, ((n - 1) * (n - 2)) / 2)
  for (let v = 0; v < n; v++) passed[v] = Math.min(1, passed[v] / pairs)
  return {
    columns: {
      component_id: spread(homes, whole.label),
      community_id: split.label,
      core_number: core,
      page_rank: rank,
      betweenness: passed,
      is_cut: isCut,
    },
    facts: {
      components: whole.sizes.length,
      largestComponent: whole.sizes[0] ?? 0,
      communities: split.communities,
      modularity: split.modularity,
      deepestCore: core.reduce((most, k) => Math.max(most, k), 0),
      cutNodes: isCut.reduce((sum, cut) => sum + cut, 0),
      bridges: leaves.length + part.bridges,
      triangles: part.triangles,
      squares: part.squares,
      pivots,
    },
  }
}

/** Values of the nodes that are left, in their order. */
function pick(values: Float64Array, name: Int32Array): Float64Array {
  const some = new Float64Array(name.length)
  for (let k = 0; k < name.length; k++) some[k] = values[name[k]]
  return some
}

/** A copy in memory that threads share. */
function shared({ graph, flow, sums }: PartInput): PartInput {
  const int = (from: Int32Array) => {
    const to = new Int32Array(new SharedArrayBuffer(4 * from.length))
    to.set(from)
    return to
  }
  const float = (from: Float64Array) => {
    const to = new Float64Array(new SharedArrayBuffer(8 * from.length))
    to.set(from)
    return to
  }
  const { n, offsets, targets, weights } = graph
  return {
    graph: { n, offsets: int(offsets), targets: int(targets), weights: float(weights) },
    flow: { diagonal: float(flow.diagonal), own: float(flow.own) },
    sums: float(sums),
  }
}

function onThread(input: PartInput): Promise<PartMeasures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./measure-worker.mjs', import.meta.url), {
      workerData: input,
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that measures the graph ended (${code})`)))
  })
}
