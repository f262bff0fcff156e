/**
 * Connected components by union-find with path halving, the largest found from a part of the edges.
 *
 * References: Tarjan and van Leeuwen (1984), Worst-case Analysis of Set Union Algorithms; Sutton, Ben-Nun and Barak (2018),
 * Optimizing Parallel Graph Connectivity Computation via Subgraph Sampling.
 */
import { type Csr, counting } from './csr.ts'

/** Edges of every node that are looked at first, and nodes that then tell which component is the largest. */
const FIRST_EDGES = 2
const LOOKS = 1024

/** Component of each node, numbered from 0 by size (largest first; equal sizes by their smallest node), and the sizes. */
export interface Components {
  readonly label: Int32Array
  readonly sizes: Int32Array
}

/** Components of a graph. */
export function components(graph: Csr): Components {
  const { n, offsets, targets } = graph
  const parent = counting(n)
  const root = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  const unite = (a: number, b: number): void => {
    const x = root(a)
    const y = root(b)
    if (x < y) parent[y] = x
    else if (y < x) parent[x] = y
  }
  // A first few edges of every node make most of the largest component; whoever is in it then need not look at his others,
  // because the other end of each does.
  for (let v = 0; v < n; v++) {
    for (let i = offsets[v], end = Math.min(i + FIRST_EDGES, offsets[v + 1]); i < end; i++)
      unite(v, targets[i])
  }
  const largest = n > 0 ? commonest(n, root) : -1
  for (let v = 0; v < n; v++) {
    if (root(v) === largest) continue
    for (let i = offsets[v] + FIRST_EDGES, end = offsets[v + 1]; i < end; i++) unite(v, targets[i])
  }
  for (let v = 0; v < n; v++) parent[v] = root(v)
  return numberBySize(parent)
}

/** The root met most often at nodes spread over the graph. */
function commonest(n: number, root: (node: number) => number): number {
  const counts = new Map<number, number>()
  let best = root(0)
  for (let k = 0; k < LOOKS; k++) {
    const at = root(Math.floor((k * n) / LOOKS))
    counts.set(at, (counts.get(at) ?? 0) + 1)
    if ((counts.get(at) ?? 0) > (counts.get(best) ?? 0)) best = at
  }
  return best
}

/**
 * Renumbers groups from 0 by size, largest first; equal sizes in the order of their first node.
 * @param order nodes in an order of their own; default by number
 * @param stands how many each node counts as; default one
 */
export function numberBySize(group: Int32Array, order?: Int32Array, stands?: Int32Array): Components {
  const n = group.length
  const slot = new Int32Array(n).fill(-1)
  const counts: number[] = []
  for (let i = 0; i < n; i++) {
    const v = order ? order[i] : i
    if (slot[group[v]] < 0) slot[group[v]] = counts.push(0) - 1
    counts[slot[group[v]]] += stands ? stands[v] : 1
  }
  // By size, counted: first how many are larger, then who comes before among equals.
  const larger = new Int32Array(counts.reduce((most, size) => Math.max(most, size), 0) + 2)
  for (const size of counts) larger[size]++
  for (let size = larger.length - 2; size >= 0; size--) larger[size] += larger[size + 1]
  const rank = new Int32Array(counts.length)
  const sizes = new Int32Array(counts.length)
  for (let s = 0; s < counts.length; s++) {
    rank[s] = larger[counts[s] + 1]++
    sizes[rank[s]] = counts[s]
  }
  const label = new Int32Array(n)
  for (let v = 0; v < n; v++) label[v] = rank[slot[group[v]]]
  return { label, sizes }
}
