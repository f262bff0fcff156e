/**
 * BiRank: how near each node of a two-sided graph stands to what the query marks, in as many ways and by as strong ties.
 *
 * Reference: He, Gao, Kan and Wang (2017), BiRank: Towards Ranking on Bipartite Graphs. Every tie counts by the root of both
 * ends' strength, so that a hub gives each of its neighbours little and gains little from each. The scores of the two sides
 * solve one system, `f = alpha S f + (1 - alpha) query`; it is solved node by node, each seeing what was just found before it.
 */
import { invalid } from '../errors.ts'
import { type Csr, strengths } from './csr.ts'

const DEFAULTS = {
  /** How much a node takes from its neighbours; the rest is its own query. */
  alpha: 0.85,
  /** Stops when no score moves by more than this share of the largest query value. */
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
  const { n, offsets, targets, weights } = graph
  const alpha = options.alpha ?? DEFAULTS.alpha
  if (!(alpha >= 0 && alpha < 1)) throw invalid('alpha', alpha, 'from 0 up to, not at, 1')
  if (query.length !== n) throw invalid('length of the query', query.length, `one value a node: ${n}`)
  let largest = 0
  for (let v = 0; v < n; v++) {
    if (!(query[v] >= 0 && query[v] < Number.POSITIVE_INFINITY)) {
      throw invalid('query', query[v], `node ${v}: 0 or more, and finite`)
    }
    if (query[v] > largest) largest = query[v]
  }
  const root = strengths(graph)
  for (let v = 0; v < n; v++) root[v] = root[v] > 0 ? 1 / Math.sqrt(root[v]) : 0
  // Kept divided by the root of the strength, so that a tie costs one multiplication.
  const flow = new Float64Array(n)
  const own = new Float64Array(n)
  for (let v = 0; v < n; v++) {
    own[v] = (1 - alpha) * query[v]
    flow[v] = query[v] * root[v]
  }
  const enough = (options.tolerance ?? DEFAULTS.tolerance) * largest
  const score = Float64Array.from(own)
  for (let round = 0; round < (options.iterations ?? DEFAULTS.iterations) && largest > 0; round++) {
    let moved = 0
    for (let v = 0; v < n; v++) {
      let sum = 0
      for (let i = offsets[v], end = offsets[v + 1]; i < end; i++) sum += flow[targets[i]] * weights[i]
      const next = own[v] + alpha * root[v] * sum
      const move = Math.abs(next - score[v])
      if (move > moved) moved = move
      score[v] = next
      flow[v] = next * root[v]
    }
    if (moved <= enough) break
  }
  return score
}
