/**
 * Squares: cycles of four nodes. In a graph of persons and what they share there are no triangles; the smallest sign of
 * people who are tied twice over is person, thing, person, thing.
 *
 * Reference: Chiba and Nishizeki (1985), Arboricity and Subgraph Listing Algorithms.
 */
import type { Csr } from './csr.ts'

/** How many cycles of four pass through each node. */
export function squares(graph: Csr): Float64Array {
  const { n, offsets, targets } = graph
  const degree = (v: number): number => offsets[v + 1] - offsets[v]
  // Each square is found from its node that stands last by degree, so a hub's neighbours are paired once, not once a neighbour.
  const rank = new Int32Array(n)
  let most = 0
  for (let v = 0; v < n; v++) most = Math.max(most, degree(v))
  const next = new Int32Array(most + 2)
  for (let v = 0; v < n; v++) next[degree(v) + 1]++
  for (let d = 0; d < most; d++) next[d + 1] += next[d]
  for (let v = 0; v < n; v++) rank[v] = next[degree(v)]++
  const byNode = new Float64Array(n)
  const ways = new Int32Array(n)
  const touched: number[] = []
  for (let v = 0; v < n; v++) {
    touched.length = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      if (rank[u] >= rank[v]) continue
      for (let j = offsets[u]; j < offsets[u + 1]; j++) {
        const w = targets[j]
        if (rank[w] >= rank[v]) continue
        if (ways[w]++ === 0) touched.push(w)
      }
    }
    let found = 0
    for (const w of touched) {
      const pairs = (ways[w] * (ways[w] - 1)) / 2
      byNode[w] += pairs
      found += pairs
    }
    byNode[v] += found
    // Through u, every other way to the same w closes one square.
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      if (rank[u] >= rank[v]) continue
      for (let j = offsets[u]; j < offsets[u + 1]; j++)
        if (rank[targets[j]] < rank[v]) byNode[u] += ways[targets[j]] - 1
    }
    for (const w of touched) ways[w] = 0
  }
  return byNode
}
