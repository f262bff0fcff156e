/**
 * A walk in depth that notes of every node how far up its branch leads back: what bridges, cut nodes and parts are read from.
 *
 * Reference: Tarjan (1974), A Note on Finding the Bridges of a Graph.
 */
import type { Csr } from './csr.ts'

export interface LowPoints {
  /** Nodes as the walk met them; a node comes after the one it was reached from. */
  readonly met: Int32Array
  /** Place of each node in `met`. */
  readonly place: Int32Array
  /** Smallest place that the node or its branch reaches by at most one edge that the walk did not take down. */
  readonly low: Int32Array
  /** Node from which each was reached; -1 for the first of a component. */
  readonly parent: Int32Array
}

/** Walks every component, from its first node. */
export function lowPoints(graph: Csr): LowPoints {
  const { n, offsets, targets } = graph
  const met = new Int32Array(n)
  const place = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const parent = new Int32Array(n).fill(-1)
  const next = offsets.slice(0, n)
  const path = new Int32Array(n)
  let count = 0
  for (let s = 0; s < n; s++) {
    if (place[s] >= 0) continue
    let depth = 0
    path[depth++] = s
    met[count] = s
    place[s] = low[s] = count++
    while (depth > 0) {
      const v = path[depth - 1]
      if (next[v] < offsets[v + 1]) {
        const u = targets[next[v]++]
        if (place[u] < 0) {
          parent[u] = v
          met[count] = u
          place[u] = low[u] = count++
          path[depth++] = u
        } else if (u !== parent[v] && place[u] < low[v]) low[v] = place[u]
        continue
      }
      depth--
      const above = parent[v]
      if (above >= 0 && low[v] < low[above]) low[above] = low[v]
    }
  }
  return { met, place, low, parent }
}
