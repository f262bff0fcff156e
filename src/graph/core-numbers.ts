/**
 * Core numbers: the largest k for which a node lies in a part of the graph where everybody has at least k neighbours.
 *
 * Reference: Batagelj and Zaversnik (2003), An O(m) Algorithm for Cores Decomposition of Networks.
 */
import type { Csr } from './csr.ts'

/** The core number of each node. */
export function coreNumbers(graph: Csr): Int32Array {
  const { n, offsets, targets } = graph
  const degree = new Int32Array(n)
  let most = 0
  for (let v = 0; v < n; v++) {
    degree[v] = offsets[v + 1] - offsets[v]
    if (degree[v] > most) most = degree[v]
  }
  const bin = new Int32Array(most + 2)
  for (let v = 0; v < n; v++) bin[degree[v] + 1]++
  for (let d = 0; d <= most; d++) bin[d + 1] += bin[d]
  const position = new Int32Array(n)
  const order = new Int32Array(n)
  const at = bin.slice()
  for (let v = 0; v < n; v++) {
    position[v] = at[degree[v]]++
    order[position[v]] = v
  }
  for (let i = 0; i < n; i++) {
    const v = order[i]
    for (let e = offsets[v]; e < offsets[v + 1]; e++) {
      const u = targets[e]
      if (degree[u] <= degree[v]) continue
      // u falls by one: it changes places with the first of its bin.
      const place = position[u]
      const front = bin[degree[u]]
      const first = order[front]
      order[place] = first
      position[first] = place
      order[front] = u
      position[u] = front
      bin[degree[u]]++
      degree[u]--
    }
  }
  return degree
}
