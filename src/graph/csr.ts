/** Undirected weighted graphs in compressed rows: neighbours of a node lie side by side in typed arrays. */

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
 * Builds the rows of a graph from its edges, in O(n + m). Loops are dropped; of repeated edges the weights are added.
 * @param weights by edge, positive; 1 when left out
 */
export function buildCsr(
  n: number,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Csr {
  const m = left.length
  const start = new Int32Array(n + 1)
  for (let i = 0; i < m; i++) {
    if (left[i] === right[i]) continue
    start[left[i] + 1]++
    start[right[i] + 1]++
  }
  for (let v = 0; v < n; v++) start[v + 1] += start[v]
  const at = start.slice(0, n)
  const targets = new Int32Array(start[n])
  const values = new Float64Array(start[n])
  for (let i = 0; i < m; i++) {
    const a = left[i]
    const b = right[i]
    if (a === b) continue
    const w = weights ? weights[i] : 1
    targets[at[a]] = b
    values[at[a]++] = w
    targets[at[b]] = a
    values[at[b]++] = w
  }
  return merged(n, start, targets, values)
}

/** Adds up repeated entries within each row, in place. */
function merged(n: number, start: Int32Array, targets: Int32Array, values: Float64Array): Csr {
  const place = new Int32Array(n).fill(-1)
  const offsets = new Int32Array(n + 1)
  let out = 0
  for (let v = 0; v < n; v++) {
    const from = out
    for (let i = start[v]; i < start[v + 1]; i++) {
      const u = targets[i]
      if (place[u] >= from) values[place[u]] += values[i]
      else {
        place[u] = out
        targets[out] = u
        values[out++] = values[i]
      }
    }
    offsets[v + 1] = out
  }
  return { n, offsets, targets: targets.slice(0, out), weights: values.slice(0, out) }
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
