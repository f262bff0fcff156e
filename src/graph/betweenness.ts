/**
 * Betweenness: how many pairs of other nodes have their shortest path through a node, a pair with several paths counting for
 * each its share. Who stands between groups that otherwise do not meet has much of it.
 *
 * References: Brandes (2001), A Faster Algorithm for Betweenness Centrality; Brandes and Pich (2007), Centrality Estimation in
 * Large Networks, for the sampled kind. Steps count, weights do not. Sources are taken in blocks, each summed by itself and the
 * blocks in their order, so the number of workers never changes a digit.
 */
import { Worker } from 'node:worker_threads'
import { invalid } from '../errors.ts'
import { random } from '../util/random.ts'
import { components } from './components.ts'
import { type Csr, counting } from './csr.ts'
import { type Folded, foldTrees } from './fold-trees.ts'
import { BETWEENNESS_WASM } from './kernel/betweenness-wasm.ts'
import { relabel } from './relabel.ts'

const DEFAULTS = {
  workers: 1,
  seed: 1,
  /** Sums kept beside each other: bytes at most, and blocks at least and at most. */
  sumBytes: 1 << 27,
  leastBlocks: 4,
  mostBlocks: 64,
  /** Looks at a neighbour below which threads take longer to start than to work. */
  alone: 20_000_000,
} as const

export interface BetweennessOptions {
  /** Threads; default 1. The result is the same for any number. */
  readonly workers?: number
  /** Nodes, drawn at random, from which paths are followed: an unbiased estimate for large graphs. Default: all, which is exact. */
  readonly pivots?: number
  /** Draws the pivots; default 1. */
  readonly seed?: number
}

/** What was folded into the nodes of a graph before. */
export interface Hanging {
  /** Node of each that was there before. */
  readonly into: (before: number) => number
  /** How many were there before. */
  readonly n: number
  /** As in fold-trees.ts, by node. */
  readonly stands: Int32Array
  readonly passed: Float64Array
  /** Component of each node, and how many were in each before. */
  readonly component: Int32Array
  readonly sizes: Int32Array
}

/**
 * Unordered pairs of other nodes that each node stands between. Exact, or with `pivots` an estimate whose expectation is exact:
 * nodes of large betweenness are found well, those of small are mostly 0.
 * @throws UserError for a number of workers or pivots below 1
 */
export function betweenness(graph: Csr, options: BetweennessOptions = {}): Promise<Float64Array> {
  const { label, sizes } = components(graph)
  return betweennessAround(
    graph,
    {
      into: (node) => node,
      n: graph.n,
      stands: new Int32Array(graph.n).fill(1),
      passed: new Float64Array(graph.n),
      component: label,
      sizes,
    },
    options,
  )
}

/** The same of the nodes that are left of a graph, counting those that were folded into them; `hanging` is used up. */
export async function betweennessAround(
  graph: Csr,
  hanging: Hanging,
  options: BetweennessOptions = {},
): Promise<Float64Array> {
  const workers = options.workers ?? DEFAULTS.workers
  if (!Number.isInteger(workers) || workers < 1) throw invalid('number of workers', workers, '1 or more')
  if (options.pivots !== undefined && !(Number.isInteger(options.pivots) && options.pivots >= 1)) {
    throw invalid('number of pivots', options.pivots, '1 or more')
  }
  const folded = foldTrees(graph, hanging)
  const { graph: core, order } = relabel(folded.graph)
  const { sources, factors, standsFor } = sourcesOf(folded, hanging, order, options)
  const between = folded.passed
  for (let v = 0; v < graph.n; v++)
    between[v] += passedByTree(folded.stands[v], hanging.sizes[hanging.component[v]])
  const sums = await sweep(core, standsFor, sources, factors, workers)
  // Every pair was met from both its ends.
  for (let k = 0; k < core.n; k++) between[folded.nodes[order[k]]] += sums[k] / 2
  return between
}

/** Pairs whose path passes a node and has one end in the trees folded into it, of which it and they are `stands` nodes. */
export const passedByTree = (stands: number, size: number): number => (stands - 1) * (size - stands)

/** Sources, by their place in the order of the walk, and for how much each counts. */
function sourcesOf(folded: Folded, { into, n }: Hanging, order: Int32Array, options: BetweennessOptions) {
  const { nodes, foot, stands } = folded
  const standsFor = Float64Array.from(order, (k) => stands[nodes[k]])
  const pivots = options.pivots ?? n
  if (pivots >= n) return { sources: counting(order.length), factors: standsFor, standsFor }
  const place = new Int32Array(foot.length)
  for (let k = 0; k < order.length; k++) place[nodes[order[k]]] = k
  const draw = random(options.seed ?? DEFAULTS.seed)
  const counts = new Float64Array(order.length)
  // Drawn without putting back: what changed places is remembered, not all of them listed.
  const moved = new Map<number, number>()
  for (let i = 0; i < pivots; i++) {
    const j = draw.int(i, n - 1)
    let v = into(moved.get(j) ?? j)
    while (foot[v] !== v) v = foot[v]
    counts[place[v]] += n / pivots
    moved.set(j, moved.get(i) ?? i)
  }
  const sources = counting(order.length).filter((k) => counts[k] > 0)
  return { sources, factors: Float64Array.from(sources, (k) => counts[k]), standsFor }
}

let compiled: WebAssembly.Module | undefined

/** Lays everything out in one memory, follows the paths from all sources, and adds up the blocks. */
async function sweep(
  { n, offsets, targets }: Csr,
  standsFor: Float64Array,
  sources: Int32Array,
  factors: Float64Array,
  workers: number,
): Promise<Float64Array> {
  const sums = new Float64Array(n)
  if (sources.length === 0) return sums
  const blockCount = Math.min(
    sources.length,
    Math.max(DEFAULTS.leastBlocks, Math.min(DEFAULTS.mostBlocks, Math.floor(DEFAULTS.sumBytes / (8 * n)))),
  )
  const alone = workers === 1 || sources.length * (n + targets.length) < DEFAULTS.alone
  const threads = alone ? 1 : Math.min(workers, blockCount)
  let size = 64
  const place = (bytes: number) => {
    const at = size
    size += Math.ceil(bytes / 64) * 64
    return at
  }
  const [ends, rows, own] = [place(4 * (n + 1)), place(4 * targets.length), place(8 * n)]
  const [from, shares] = [place(4 * sources.length), place(8 * sources.length)]
  const out = Array.from({ length: blockCount }, () => place(8 * n))
  const states = Array.from({ length: threads }, () => ({ at: place(16 * n), order: place(4 * (n + 1)) }))
  const pages = Math.ceil(size / 65_536)
  if (pages > 65_536) throw invalid('size of the graph', n, 'its paths need more than 4 GiB')
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536, shared: true })
  const i32 = new Int32Array(memory.buffer)
  const f64 = new Float64Array(memory.buffer)
  for (let v = 0; v <= n; v++) i32[(ends >> 2) + v] = 4 * offsets[v]
  f64.set(standsFor, own >> 3)
  i32.set(sources, from >> 2)
  f64.set(factors, shares >> 3)
  // Rows hold places of states relative to the first; each thread's states lie elsewhere.
  i32.set(targets, rows >> 2)
  for (const { at } of states) for (let v = 0; v < n; v++) i32[((at + 8) >> 2) + 4 * v] = -1
  compiled ??= new WebAssembly.Module(Buffer.from(BETWEENNESS_WASM, 'base64'))
  const module = compiled
  const blocks = out.map((to, b) => {
    const first = Math.floor((b * sources.length) / blockCount)
    const last = Math.floor(((b + 1) * sources.length) / blockCount)
    return [from + 4 * first, shares + 8 * first, last - first, to]
  })
  const scratchOf = (t: number) => [states[t].at, ends, rows, own, states[t].order]
  if (alone) {
    const { accumulate } = new WebAssembly.Instance(module, { env: { memory } }).exports as {
      accumulate: (...args: number[]) => void
    }
    for (const block of blocks) accumulate(...scratchOf(0), ...block)
  } else {
    const url = new URL('./kernel/betweenness-worker.mjs', import.meta.url)
    await Promise.all(
      states.map(
        (_, t) =>
          new Promise<void>((done, fail) => {
            const workerData = { module, memory, ticket: 0, blocks, scratch: scratchOf(t) }
            const worker = new Worker(url, { workerData, execArgv: [] })
            worker.on('error', fail)
            worker.on('exit', (code) =>
              code === 0 ? done() : fail(new Error('a thread that follows paths was lost')),
            )
          }),
      ),
    )
  }
  for (const at of out) for (let k = 0; k < n; k++) sums[k] += f64[(at >> 3) + k]
  return sums
}
