/**
 * PageRank: where a walker ends up who follows edges by weight and now and then starts anew.
 *
 * Reference: Brin and Page (1998), The Anatomy of a Large-Scale Hypertextual Web Search Engine. From a node without edges the
 * walker starts anew.
 */
import { invalid } from '../errors.ts'
import { type Csr, strengths } from './csr.ts'
import type { Folded } from './fold-trees.ts'
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
  for (let v = 0; v < n; v++) if (strength[v] === 0) flow[v] = own[v]
  return sharesOfFlow(flow, strength)
}

/** What each node has where it has `flow` for each unit of its strength, as shares, in place; a node without edges has `flow` itself. */
function sharesOfFlow(flow: Float64Array, strength: Float64Array): Float64Array {
  // What a walker who cannot go on brings back is spread as the restart is: it makes all shares larger alike.
  let total = 0
  for (let v = 0; v < flow.length; v++) {
    if (strength[v] > 0) flow[v] *= strength[v]
    total += flow[v]
  }
  for (let v = 0; v < flow.length; v++) flow[v] /= total
  return flow
}

/** A graph whose trees were folded, as its PageRank needs it: what nodes have to hand on and what they keep of it. */
export interface FoldedFlow {
  /** By node: strength, less what comes back from the trees. */
  readonly diagonal: Float64Array
  /** By node: where the walker starts, and comes to from the trees. */
  readonly own: Float64Array
}

/**
 * Takes the folded trees out of the system of {@link pageRank}, from the outermost inward: each is known once its foot is. Nothing
 * is lost by it, as in Gauss's elimination. By old node.
 */
export function foldFlow({ foot, leaves, ties, strength }: Folded): FoldedFlow {
  const { damping } = DEFAULTS
  const diagonal = strength.slice()
  const own = new Float64Array(strength.length).fill((1 - damping) * (1 / strength.length))
  for (let i = 0; i < leaves.length; i++) {
    const v = leaves[i]
    const u = foot[v]
    const back = (damping * ties[i]) / diagonal[v]
    diagonal[u] -= back * damping * ties[i]
    own[u] += back * own[v]
  }
  return { diagonal, own }
}

/** What each of the nodes that are left has for each unit of its strength. */
export const flowOf = (graph: Csr, { diagonal, own }: FoldedFlow, sums: Float64Array): Float64Array =>
  relax(graph, diagonal, own, { ...DEFAULTS, scale: sums })

/** PageRank of all nodes, of which `own` holds the flow of those that are left; in its place. */
export function unfoldFlow(
  { foot, leaves, ties, strength }: Folded,
  { diagonal, own }: FoldedFlow,
): Float64Array {
  const { damping } = DEFAULTS
  for (let i = leaves.length - 1; i >= 0; i--) {
    const v = leaves[i]
    own[v] = (own[v] + damping * ties[i] * own[foot[v]]) / diagonal[v]
  }
  return sharesOfFlow(own, strength)
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
