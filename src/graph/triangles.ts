/**
 * Triangles: three nodes that are all tied to each other, and how far the neighbours of a node are tied among themselves.
 *
 * References: Latapy (2008), Main-memory triangle computations for very large (sparse (power-law)) graphs; Watts and Strogatz
 * (1998), Collective dynamics of small-world networks.
 */
import type { Csr } from './csr.ts'

export interface Triangles {
  /** Triangles in the graph. */
  readonly count: number
  /** Triangles through each node. */
  readonly byNode: Float64Array
}

/** Counts triangles, each looked for from its node of fewest neighbours only, so that hubs cost little: O(m sqrt m). */
export function triangles(graph: Csr): Triangles {
  const { n, offsets, targets } = graph
  const degree = (v: number): number => offsets[v + 1] - offsets[v]
  const after = (v: number, u: number): boolean => degree(u) > degree(v) || (degree(u) === degree(v) && u > v)
  const start = new Int32Array(n + 1)
  const upward = new Int32Array(targets.length >> 1)
  let out = 0
  for (let v = 0; v < n; v++) {
    for (let i = offsets[v]; i < offsets[v + 1]; i++) if (after(v, targets[i])) upward[out++] = targets[i]
    start[v + 1] = out
  }
  const byNode = new Float64Array(n)
  const mark = new Int32Array(n).fill(-1)
  let count = 0
  for (let v = 0; v < n; v++) {
    for (let i = start[v]; i < start[v + 1]; i++) mark[upward[i]] = v
    for (let i = start[v]; i < start[v + 1]; i++) {
      const u = upward[i]
      for (let j = start[u]; j < start[u + 1]; j++) {
        const w = upward[j]
        if (mark[w] !== v) continue
        count++
        byNode[v]++
        byNode[u]++
        byNode[w]++
      }
    }
  }
  return { count, byNode }
}

/** Share of the pairs of each node's neighbours that are tied: 0 to 1, and 0 for nodes of fewer than two. */
export function localClustering(graph: Csr, { byNode }: Triangles = triangles(graph)): Float64Array {
  const { n, offsets } = graph
  return Float64Array.from({ length: n }, (_, v) => {
    const degree = offsets[v + 1] - offsets[v]
    return degree < 2 ? 0 : (2 * byNode[v]) / (degree * (degree - 1))
  })
}
