/**
 * Connected components by union-find with path halving.
 *
 * Reference: Tarjan and van Leeuwen (1984), Worst-case Analysis of Set Union Algorithms.
 */
import type { Csr } from './csr.ts'

/** Component of each node, numbered from 0 by size (largest first; equal sizes by their smallest node), and the sizes. */
export interface Components {
  readonly label: Int32Array
  readonly sizes: Int32Array
}

/** Components of a graph. */
export function components(graph: Csr): Components {
  const { n, offsets, targets } = graph
  const parent = new Int32Array(n)
  for (let v = 0; v < n; v++) parent[v] = v
  const root = (node: number): number => {
    let at = node
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }
  for (let v = 0; v < n; v++) {
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      if (targets[i] > v) continue
      const a = root(v)
      const b = root(targets[i])
      if (a < b) parent[b] = a
      else if (b < a) parent[a] = b
    }
  }
  for (let v = 0; v < n; v++) parent[v] = root(v)
  return numberBySize(parent)
}

/** Renumbers groups from 0 by size, largest first; equal sizes in the order of their first node. */
export function numberBySize(group: Int32Array): Components {
  const n = group.length
  const slot = new Int32Array(n).fill(-1)
  const counts: number[] = []
  for (let v = 0; v < n; v++) {
    if (slot[group[v]] < 0) slot[group[v]] = counts.push(0) - 1
    counts[slot[group[v]]]++
  }
  const order = Int32Array.from(counts, (_, i) => i).sort((a, b) => counts[b] - counts[a] || a - b)
  const rank = new Int32Array(counts.length)
  for (let r = 0; r < order.length; r++) rank[order[r]] = r
  return {
    label: Int32Array.from(group, (g) => rank[slot[g]]),
    sizes: Int32Array.from(order, (slotOf) => counts[slotOf]),
  }
}
