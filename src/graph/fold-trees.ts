/**
 * Folds what hangs on a graph like leaves: a node of one neighbour goes into it, and so on, until every node left has two or is
 * alone. All paths between such a tree and the rest pass its foot, so most measures of what was folded follow from those of the rest.
 *
 * References: Baglioni, Geraci, Pellegrini and Lastres (2012), Fast Exact Computation of Betweenness Centrality in Social Networks;
 * Arenas, Duch, Fernandez and Gomez (2007), Size reduction of complex networks preserving modularity.
 */
import { type Csr, counting, strengths } from './csr.ts'

export interface FoldOptions {
  /**
   * Folds only what may stay in the community of its foot at this resolution: leaves, and trees that it pays to join to anything up to
   * {@link MARGIN} times as strong as their foot. Default: everything.
   */
  readonly resolution?: number
  /** How many nodes each stands for from before; taken over and changed. Default: for itself. */
  readonly stands?: Int32Array
  /** Pairs whose path passes each node from before; taken over and changed. Default: none. */
  readonly passed?: Float64Array
}

export interface Folded {
  /** What is left, its nodes numbered anew in their order. */
  readonly graph: Csr
  /** Old number of each node that is left. */
  readonly nodes: Int32Array
  /** By old node: the neighbour that it was folded into; itself when it is left. */
  readonly foot: Int32Array
  /** Folded nodes, each after all that were folded into it, and the weights of the edges to their feet. */
  readonly leaves: Int32Array
  readonly ties: Float64Array
  /** By old node: how many it stands for, itself included. */
  readonly stands: Int32Array
  /** By old node: unordered pairs whose path passes it and has both ends in trees that were folded into it. */
  readonly passed: Float64Array
  /** By old node: 1 when a tree that was folded into it would come loose without it. */
  readonly isCut: Uint8Array
  /** By old node: sum of the weights at it; and of the weights at all that it stands for. */
  readonly strength: Float64Array
  readonly sums: Float64Array
}

/** Folded trees are so small that communities form around them and not along them. */
const MARGIN = 1024

export function foldTrees(graph: Csr, options: FoldOptions = {}): Folded {
  const { n, offsets, targets, weights } = graph
  const { resolution, stands = new Int32Array(n).fill(1), passed = new Float64Array(n) } = options
  const strength = strengths(graph)
  const sums = strength.slice()
  let total = 0
  for (let v = 0; v < n; v++) total += strength[v]
  // Neighbours that are left; below 0 of those that were folded.
  const degree = new Int32Array(n)
  const queue = new Int32Array(n)
  let [head, tail] = [0, 0]
  for (let v = 0; v < n; v++) {
    degree[v] = offsets[v + 1] - offsets[v]
    if (degree[v] === 1) queue[tail++] = v
  }
  const foot = counting(n)
  const isCut = new Uint8Array(n)
  const ties = new Float64Array(n)
  let folded = 0
  while (head < tail) {
    const v = queue[head++]
    // Of two that are left, one may have been folded into the other meanwhile.
    if (degree[v] !== 1) continue
    let at = offsets[v]
    while (degree[targets[at]] < 0) at++
    const u = targets[at]
    const tie = weights[at]
    if (resolution !== undefined) {
      const pull = resolution * sums[v]
      if (pull > tie && pull * sums[u] * MARGIN > tie * total) continue
    }
    passed[u] += stands[v] * (stands[u] - 1)
    stands[u] += stands[v]
    sums[u] += sums[v]
    foot[v] = u
    degree[v] = -1
    // Whoever was folded lies before the next to look at, so one list holds both.
    queue[folded] = v
    ties[folded++] = tie
    if (--degree[u] > 0) isCut[u] = 1
    if (degree[u] === 1) queue[tail++] = u
  }
  return {
    ...rest(graph, degree, n - folded),
    foot,
    leaves: queue.slice(0, folded),
    ties: ties.slice(0, folded),
    stands,
    passed,
    isCut,
    strength,
    sums,
  }
}

/** The graph of those whose degree is not below 0. */
function rest({ n, offsets, targets, weights }: Csr, degree: Int32Array, count: number) {
  const number = new Int32Array(n)
  const nodes = new Int32Array(count)
  const rows = new Int32Array(count + 1)
  for (let v = 0, k = 0; v < n; v++) {
    if (degree[v] < 0) continue
    number[v] = k
    nodes[k] = v
    rows[k + 1] = rows[k] + degree[v]
    k++
  }
  const to = new Int32Array(rows[count])
  const values = new Float64Array(rows[count])
  let out = 0
  for (let k = 0; k < count; k++) {
    const v = nodes[k]
    for (let i = offsets[v], end = offsets[v + 1]; i < end; i++) {
      if (degree[targets[i]] < 0) continue
      to[out] = number[targets[i]]
      values[out++] = weights[i]
    }
  }
  return { graph: { n: count, offsets: rows, targets: to, weights: values }, nodes }
}
