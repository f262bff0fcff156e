/**
 * BiRank: how near each node of a two-sided graph stands to what the query marks, in as many ways and by as strong ties.
 *
 * Reference: He, Gao, Kan and Wang (2017), BiRank: Towards Ranking on Bipartite Graphs. Every tie counts by the root of both
 * ends' strength, so that a hub gives each of its neighbours little and gains little from each. The scores of the two sides
 * solve one system, `f = alpha S f + (1 - alpha) query`.
 */
import { invalid } from '../errors.ts'
import { type Csr, strengths } from './csr.ts'
import { relax } from './relax.ts'

const DEFAULTS = {
  /** How much a node takes from its neighbours; the rest is its own query. */
  alpha: 0.85,
  /** Stops when all moves of a round add up to less than this share of all that the query gives. */
  tolerance: 1e-9,
  iterations: 200,
} as const

export interface BiRankOptions {
  /** From 0 up to, not at, 1; default 0.85. */
  readonly alpha?: number
  readonly tolerance?: number
  readonly iterations?: number
}

/**
 * The score of each node, 0 or more; proportional to the query, so a query of zeros gives zeros.
 * @param query by node, on either side: 0 for what is not known, more for what is known and recent
 * @throws UserError for a query of the wrong length, below 0 or not finite, and for an alpha outside 0 to 1.
 */
export function biRank(graph: Csr, query: ArrayLike<number>, options: BiRankOptions = {}): Float64Array {
  const { n } = graph
  const alpha = options.alpha ?? DEFAULTS.alpha
  if (!(alpha >= 0 && alpha < 1)) throw invalid('alpha', alpha, 'from 0 up to, not at, 1')
  if (query.length !== n) throw invalid('length of the query', query.length, `one value a node: ${n}`)
  for (let v = 0; v < n; v++) {
    if (!(query[v] >= 0 && query[v] < Number.POSITIVE_INFINITY)) {
      throw invalid('query', query[v], `node ${v}: 0 or more, and finite`)
    }
  }
  const strength = strengths(graph)
  const root = strength.map(Math.sqrt)
  const own = Float64Array.from(query, (value) => (1 - alpha) * value)
  let total = 0
  for (const value of own) total += value
  const flow = relax(
    graph,
    strength,
    own.map((value, v) => value * root[v]),
    {
      damping: alpha,
      tolerance: (options.tolerance ?? DEFAULTS.tolerance) * total,
      iterations: options.iterations ?? DEFAULTS.iterations,
      scale: root,
    },
  )
  return flow.map((f, v) => (strength[v] > 0 ? f * root[v] : own[v]))
}
