/** Undirected weighted graphs in compressed rows: neighbours of a node lie side by side in typed arrays. */
import { invalid } from '../errors.ts'

/** Every edge stands in two rows, and places in rows are whole numbers of 32 bits. */
export const MOST_EDGES = 2 ** 30 - 1

/** A graph of nodes 0 to n-1. Every edge stands in both rows; loops and repeated edges are gone. */
export interface Csr {
  readonly n: number
  /** Row v is `targets[offsets[v]]` up to `targets[offsets[v + 1] - 1]`. */
  readonly offsets: Int32Array
  readonly targets: Int32Array
  /** Weight of each entry of `targets`. */
  readonly weights: Float64Array
}

/**
 * Builds the rows of a graph from its edges, in O(n + m). Loops are dropped; repeated edges become one of their sum.
 * @param weights by edge, positive; 1 when left out
 * @throws UserError for a node that is not among 0 to n-1, a weight that is not above 0, and more than 2^30 edges
 */
export function buildCsr(
  n: number,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Csr {
  const m = left.length
  if (m > MOST_EDGES) throw invalid('number of edges', m, `at most ${MOST_EDGES}`)
  const start = new Int32Array(n + 1)
  for (let i = 0; i < m; i++) {
    const a = left[i]
    const b = right[i]
    checkEdge(i, n, a, b, weights ? weights[i] : 1)
    if (a === b) continue
    start[a + 1]++
    start[b + 1]++
  }
  for (let v = 0; v < n; v++) start[v + 1] += start[v]
  const at = start.slice(0, n)
  const targets = new Int32Array(start[n])
  const values = weights ? new Float64Array(start[n]) : undefined
  for (let i = 0; i < m; i++) {
    const a = left[i]
    const b = right[i]
    if (a === b) continue
    const toA = at[a]++
    const toB = at[b]++
    targets[toA] = b
    targets[toB] = a
    if (weights && values) values[toA] = values[toB] = weights[i]
  }
  return merged(n, start, targets, values ?? new Float64Array(start[n]).fill(1))
}

/** @throws UserError for an edge that cannot be */
export function checkEdge(i: number, n: number, a: number, b: number, weight: number): void {
  if (!(a >= 0 && a < n && b >= 0 && b < n)) throw invalid('edge', [a, b], `nodes are numbers below ${n}`)
  if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
    throw invalid('weight', weight, `edge ${i}: above 0, and finite`)
  }
}

/** Makes one of repeated entries within each row, in place. */
function merged(n: number, start: Int32Array, targets: Int32Array, values: Float64Array): Csr {
  const place = new Int32Array(n).fill(-1)
  const offsets = new Int32Array(n + 1)
  let out = 0
  for (let v = 0; v < n; v++) {
    const from = out
    for (let i = start[v], end = start[v + 1]; i < end; i++) {
      const u = targets[i]
      if (place[u] >= from) {
        values[place[u]] += values[i]
      } else {
        place[u] = out
        targets[out] = u
        values[out++] = values[i]
      }
    }
    offsets[v + 1] = out
  }
  if (out === targets.length) return { n, offsets, targets, weights: values }
  return { n, offsets, targets: targets.slice(0, out), weights: values.slice(0, out) }
}

/** 0, 1, 2 and so on, n of them. */
export function counting(n: number): Int32Array<ArrayBuffer> {
  const list = new Int32Array(n)
  for (let i = 0; i < n; i++) list[i] = i
  return list
}

/** Sum of the weights at each node. */
export function strengths(graph: Csr): Float64Array {
  const { n, offsets, weights } = graph
  const sums = new Float64Array(n)
  for (let v = 0; v < n; v++) {
    let sum = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) sum += weights[i]
    sums[v] = sum
  }
  return sums
}
