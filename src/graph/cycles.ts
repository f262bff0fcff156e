/**
 * Parts of a graph that hold together in two ways: what remains when every edge that alone joins two parts is cut.
 *
 * Reference: Tarjan (1974), A Note on Finding the Bridges of a Graph. People who meet by chance hang together by single ties,
 * so what is left is where the same people meet again.
 */
import type { Csr } from './csr.ts'

/** The part of each node, named by its first node; a node on no cycle is alone. */
export function twoEdgeConnected(graph: Csr): Int32Array {
  const { n, offsets, targets } = graph
  const order = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const parent = new Int32Array(n).fill(-1)
  const next = offsets.slice(0, n)
  const path = new Int32Array(n)
  const open = new Int32Array(n)
  const part = new Int32Array(n).fill(-1)
  let time = 0
  for (let s = 0; s < n; s++) {
    if (order[s] >= 0) continue
    let depth = 0
    let waiting = 0
    path[depth++] = s
    open[waiting++] = s
    order[s] = low[s] = time++
    while (depth > 0) {
      const v = path[depth - 1]
      if (next[v] < offsets[v + 1]) {
        const u = targets[next[v]++]
        if (order[u] < 0) {
          parent[u] = v
          order[u] = low[u] = time++
          path[depth++] = u
          open[waiting++] = u
        } else if (u !== parent[v] && order[u] < low[v]) low[v] = order[u]
        continue
      }
      depth--
      const above = parent[v]
      if (above >= 0 && low[v] < low[above]) low[above] = low[v]
      if (low[v] !== order[v]) continue
      // Nothing below v reaches above it: what was opened since is a part of its own.
      let u = -1
      while (u !== v) {
        u = open[--waiting]
        part[u] = v
      }
    }
  }
  return part
}
