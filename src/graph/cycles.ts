/**
 * Parts of a graph that hold together in two ways: what remains when every edge that alone joins two parts is cut. People who
 * meet by chance hang together by single ties, so what is left is where the same people meet again.
 */
import type { Csr } from './csr.ts'
import { lowPoints } from './low-points.ts'

/** The part of each node, named by its first node; a node on no cycle is alone. */
export function twoEdgeConnected(graph: Csr): Int32Array {
  const { met, place, low, parent } = lowPoints(graph)
  const part = new Int32Array(graph.n)
  // Nothing below v reaches above it: v begins a part of its own.
  for (const v of met) part[v] = low[v] === place[v] ? v : part[parent[v]]
  return part
}
