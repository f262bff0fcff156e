/** Where every node stands in its graph: its component and community, how deep in the thick of it, how central, and whether it holds parts together. */
import { Worker } from 'node:worker_threads'
import { config } from '../config.ts'
import { betweenness } from './betweenness.ts'
import type { Csr } from './csr.ts'
import { type LeidenOptions, leiden } from './leiden.ts'
import { measurePart, type PartMeasures } from './measure-part.ts'
import { modularity } from './modularity.ts'
import { relabel } from './relabel.ts'

const DEFAULTS = {
  /** Looks at a neighbour that betweenness may cost: from all nodes where that is enough, else from some drawn at random. */
  looks: 100_000_000,
  /** Nodes drawn at least. */
  leastPivots: 16,
  /** Nodes and neighbours below which a second thread takes longer to start than to measure. */
  alone: 2_000_000,
  /** Nodes and neighbours above which two threads at once would take more memory than time is worth. */
  dear: 40_000_000,
} as const

export interface MeasureOptions extends LeidenOptions {
  /** Threads; default as configured. What is measured is the same for any number. */
  readonly threads?: number
  /** Nodes and neighbours from which a second thread is started; default 2 million. */
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
 * Measures every node of a graph. The nodes are first put in the order of a walk, in which neighbours lie close together, because
 * every measure then takes a fraction of the time.
 */
export function measureNodes(graph: Csr, options: MeasureOptions = {}): Promise<Measured> {
  const threads = options.threads ?? config().threads
  const size = graph.n + graph.targets.length
  const beside = threads > 1 && size >= (options.alone ?? DEFAULTS.alone) && size <= DEFAULTS.dear
  // Nothing here waits, so that a large graph can be let go before its walk is measured.
  const { graph: walk, order } = relabel(graph)
  return measureWalk(beside ? shared(walk) : walk, order, threads, beside, options)
}

async function measureWalk(
  walk: Csr,
  order: Int32Array,
  threads: number,
  beside: boolean,
  options: LeidenOptions,
): Promise<Measured> {
  const { n } = walk
  const entries = walk.targets.length
  const later = beside ? onThread(walk) : undefined
  const community = leiden(walk, options)
  const split = modularity(walk, community.label)
  // Paths need the most memory, so they wait until the other thread has let go of its own.
  const part = await (later ?? measurePart(walk))
  const pivots = Math.min(n, Math.max(DEFAULTS.leastPivots, Math.floor(DEFAULTS.looks / (n + entries + 1))))
  const between =
    n > 0 ? await betweenness(walk, { pivots, seed: options.seed, workers: threads }) : new Float64Array(0)
  const pairs = Math.max(1, ((n - 1) * (n - 2)) / 2)
  return {
    columns: {
      component_id: back(part.component, order, new Int32Array(n)),
      community_id: back(community.label, order, new Int32Array(n)),
      core_number: back(part.core, order, new Int32Array(n)),
      page_rank: back(part.rank, order, new Float64Array(n)),
      betweenness: back(
        between.map((passed) => Math.min(1, passed / pairs)),
        order,
        new Float64Array(n),
      ),
      is_cut: back(part.isCut, order, new Uint8Array(n)),
    },
    facts: {
      components: part.components,
      largestComponent: part.largestComponent,
      communities: community.sizes.length,
      modularity: split,
      deepestCore: part.core.reduce((most, k) => Math.max(most, k), 0),
      cutNodes: part.isCut.reduce((sum, cut) => sum + cut, 0),
      bridges: part.bridges,
      triangles: part.triangles,
      squares: part.squares,
      pivots,
    },
  }
}

/** Values by place in the walk, by node. */
function back<T extends Int32Array | Float64Array | Uint8Array>(values: T, order: Int32Array, by: T): T {
  for (let k = 0; k < order.length; k++) by[order[k]] = values[k]
  return by
}

/** A copy in memory that threads share. */
function shared({ n, offsets, targets, weights }: Csr): Csr {
  const copy = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
    to.set(from)
    return to
  }
  return {
    n,
    offsets: copy(offsets, new Int32Array(new SharedArrayBuffer(4 * offsets.length))),
    targets: copy(targets, new Int32Array(new SharedArrayBuffer(4 * targets.length))),
    weights: copy(weights, new Float64Array(new SharedArrayBuffer(8 * weights.length))),
  }
}

function onThread(graph: Csr): Promise<PartMeasures> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./measure-worker.mjs', import.meta.url), {
      workerData: graph,
      execArgv: [],
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the thread that measures the graph ended (${code})`)))
  })
}
