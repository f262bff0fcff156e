/**
 * Triangles: three nodes that are all tied to each other.
 *
 * Reference: Latapy (2008), Main-memory triangle computations for very large (sparse (power-law)) graphs.
 */
import type { Csr } from './csr.ts'

/** Counts triangles, each looked for from its node of fewest neighbours only, so that hubs cost little: O(m sqrt m). */
export function triangles(graph: Csr): number {
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
  const mark = new Int32Array(n).fill(-1)
  let count = 0
  for (let v = 0; v < n; v++) {
    for (let i = start[v]; i < start[v + 1]; i++) mark[upward[i]] = v
    for (let i = start[v]; i < start[v + 1]; i++) {
      const u = upward[i]
      for (let j = start[u]; j < start[u + 1]; j++) {
        const w = upward[j]
        if (mark[w] === v) count++
      }
    }
  }
  return count
}
