/** Where a graph comes apart: bridges are edges, cut nodes are nodes, without which two that hung together no longer do. */
import type { Csr } from './csr.ts'
import { lowPoints } from './low-points.ts'

export interface Cuts {
  /** 1 for each node whose loss leaves its component in more pieces. */
  readonly isCut: Uint8Array
  /** Ends of each bridge beside each other, the one nearer the first node of the component first. */
  readonly bridges: Int32Array
}

/** Bridges and cut nodes (articulation points), in O(n + m). */
export function cuts(graph: Csr): Cuts {
  const { met, place, low, parent } = lowPoints(graph)
  const isCut = new Uint8Array(graph.n)
  const branches = new Int32Array(graph.n)
  const bridges = new Int32Array(2 * graph.n)
  let out = 0
  for (const v of met) {
    const above = parent[v]
    if (above < 0) continue
    if (low[v] > place[above]) {
      bridges[out++] = above
      bridges[out++] = v
    }
    // The first node of a component is a cut only when the walk left it twice.
    if (parent[above] < 0) {
      if (++branches[above] > 1) isCut[above] = 1
    } else if (low[v] >= place[above]) isCut[above] = 1
  }
  return { isCut, bridges: bridges.slice(0, out) }
}
