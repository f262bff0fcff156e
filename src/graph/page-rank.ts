/**
 * PageRank: where a walker ends up who follows edges by weight and now and then starts anew.
 *
 * Reference: Brin and Page (1998), The Anatomy of a Large-Scale Hypertextual Web Search Engine. From a node without edges the
 * walker starts anew.
 */
import { invalid } from '../errors.ts'
import { type Csr, strengths } from './csr.ts'
import { relax } from './relax.ts'

const DEFAULTS = {
  /** Probability of following an edge. */
  damping: 0.85,
  /** Stops when the sum of all moves is below. */
  tolerance: 1e-9,
  iterations: 200,
} as const

export interface PageRankOptions {
  /** From 0 up to, not at, 1; default 0.85. */
  readonly damping?: number
  readonly tolerance?: number
  readonly iterations?: number
  /** Where the walker starts anew, by node, any positive scale; everywhere alike when left out. */
  readonly restart?: ArrayLike<number>
}

/**
 * The share of time at each node; they sum to 1. With `restart`, personalised: nearness to the nodes where the walker starts.
 * @throws UserError for a damping outside 0 to 1, and for a restart of the wrong length, below 0, not finite, or 0 everywhere.
 */
export function pageRank(graph: Csr, options: PageRankOptions = {}): Float64Array {
  const { n } = graph
  const damping = options.damping ?? DEFAULTS.damping
  if (!(damping >= 0 && damping < 1)) throw invalid('damping', damping, 'from 0 up to, not at, 1')
  const restart = options.restart ? shares(options.restart, n) : new Float64Array(n).fill(1 / n)
  if (n === 0) return new Float64Array(0)
  const strength = strengths(graph)
  const own = restart.map((share) => (1 - damping) * share)
  const flow = relax(graph, strength, own, {
    damping,
    tolerance: options.tolerance ?? DEFAULTS.tolerance,
    iterations: options.iterations ?? DEFAULTS.iterations,
    scale: strength,
  })
  // What a walker who cannot go on brings back is spread as the restart is: it makes all shares larger alike.
  const rank = flow.map((f, v) => (strength[v] > 0 ? f * strength[v] : own[v]))
  let total = 0
  for (const share of rank) total += share
  for (let v = 0; v < n; v++) rank[v] /= total
  return rank
}

function shares(restart: ArrayLike<number>, n: number): Float64Array {
  if (restart.length !== n) throw invalid('length of the restart', restart.length, `one value a node: ${n}`)
  let sum = 0
  for (let v = 0; v < n; v++) {
    if (!(restart[v] >= 0 && restart[v] < Number.POSITIVE_INFINITY)) {
      throw invalid('restart', restart[v], `node ${v}: 0 or more, and finite`)
    }
    sum += restart[v]
  }
  if (n > 0 && !(sum > 0)) throw invalid('restart', sum, 'its sum: at least one node must be above 0')
  return Float64Array.from(restart, (value) => value / sum)
}
