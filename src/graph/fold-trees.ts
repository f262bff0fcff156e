/**
 * Folds what hangs on a graph like leaves: a node of one neighbour goes into it, and so on, until every node left has two or is
 * alone. All paths between such a tree and the rest pass its foot, so what passes the folded nodes is counted here and now.
 *
 * Reference: Baglioni, Geraci, Pellegrini and Lastres (2012), Fast Exact Computation of Betweenness Centrality in Social Networks.
 */
import { components } from './components.ts'
import { type Csr, counting } from './csr.ts'

export interface Folded {
  /** What is left, its nodes numbered anew; weights are not kept. */
  readonly graph: Csr
  /** Old number of each node that is left. */
  readonly nodes: Int32Array
  /** New number, of each old node, of the node that it was folded into or is. */
  readonly into: Int32Array
  /** How many old nodes each new one stands for, itself included. */
  readonly standsFor: Float64Array
  /** By old node: unordered pairs whose path passes it and has an end in a tree that was folded into it. */
  readonly passed: Float64Array
}

export function foldTrees(graph: Csr): Folded {
  const { n, offsets, targets } = graph
  const { label, sizes } = components(graph)
  const degree = Int32Array.from({ length: n }, (_, v) => offsets[v + 1] - offsets[v])
  const stands = new Float64Array(n).fill(1)
  const passed = new Float64Array(n)
  const foot = counting(n)
  const leaves = new Int32Array(n)
  let [head, tail] = [0, 0]
  for (let v = 0; v < n; v++) if (degree[v] === 1) leaves[tail++] = v
  while (head < tail) {
    const v = leaves[head++]
    // Of two that are left, one may have been folded into the other meanwhile.
    if (degree[v] !== 1) continue
    let u = -1
    for (let i = offsets[v]; i < offsets[v + 1]; i++)
      if (degree[targets[i]] > 0 && foot[targets[i]] === targets[i]) u = targets[i]
    passed[v] += (stands[v] - 1) * (sizes[label[v]] - stands[v])
    passed[u] += stands[v] * (stands[u] - 1)
    stands[u] += stands[v]
    foot[v] = u
    degree[v] = 0
    if (--degree[u] === 1) leaves[tail++] = u
  }
  const number = new Int32Array(n).fill(-1)
  const nodes = new Int32Array(n)
  let count = 0
  for (let v = 0; v < n; v++) {
    if (foot[v] !== v) continue
    number[v] = count
    nodes[count++] = v
    passed[v] += (stands[v] - 1) * (sizes[label[v]] - stands[v])
  }
  // The foot of a node was folded after it, so from the last folded back every foot is known.
  for (let i = tail - 1; i >= 0; i--) if (number[leaves[i]] < 0) number[leaves[i]] = number[foot[leaves[i]]]
  const rows = new Int32Array(count + 1)
  const to = new Int32Array(targets.length)
  let out = 0
  for (let k = 0; k < count; k++) {
    const v = nodes[k]
    for (let i = offsets[v]; i < offsets[v + 1]; i++)
      if (foot[targets[i]] === targets[i]) to[out++] = number[targets[i]]
    rows[k + 1] = out
  }
  return {
    graph: { n: count, offsets: rows, targets: to.slice(0, out), weights: new Float64Array(out).fill(1) },
    nodes: nodes.slice(0, count),
    into: number,
    standsFor: Float64Array.from({ length: count }, (_, k) => stands[nodes[k]]),
    passed,
  }
}
