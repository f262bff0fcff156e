/** Rows of a graph whose neighbours stand in rising order, so that whatever is measured does not depend on the order of the edges. */
import { invalid } from '../errors.ts'
import { type Csr, checkEdge, MOST_EDGES } from './csr.ts'

/**
 * Builds the rows of a graph from its edges, in O(n + m): of several between two nodes the strongest counts, loops are dropped.
 * @param weights by edge, positive
 * @throws UserError as buildCsr does
 */
export function tieRows(
  n: number,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  weights: ArrayLike<number>,
): Csr {
  if (left.length > MOST_EDGES) throw invalid('number of edges', left.length, `at most ${MOST_EDGES}`)
  const { ends, upper, strong, degree } = strongest(n, left, right, weights)
  const offsets = new Int32Array(n + 1)
  for (let v = 0; v < n; v++) offsets[v + 1] = offsets[v] + degree[v]
  const at = offsets.slice(0, n)
  const targets = new Int32Array(offsets[n])
  const values = new Float64Array(offsets[n])
  // Node after node puts itself into the rows of those above it, and then into the rows of those below it.
  for (let v = 0, i = 0; v < n; v++) {
    for (const end = ends[v]; i < end; i++) {
      const place = at[upper[i]]++
      targets[place] = v
      values[place] = strong[i]
    }
  }
  const below = at.slice()
  for (let v = 0; v < n; v++) {
    for (let i = offsets[v], end = below[v]; i < end; i++) {
      const place = at[targets[i]]++
      targets[place] = v
      values[place] = values[i]
    }
  }
  return { n, offsets, targets, weights: values }
}

/** Every edge once, at its lower end: where the edges of each node end, the upper ends, and the weights; and all nodes' degrees. */
function strongest(n: number, left: ArrayLike<number>, right: ArrayLike<number>, weights: ArrayLike<number>) {
  const m = left.length
  const starts = new Int32Array(n + 1)
  for (let i = 0; i < m; i++) {
    checkEdge(i, n, left[i], right[i], weights[i])
    if (left[i] !== right[i]) starts[Math.min(left[i], right[i]) + 1]++
  }
  for (let v = 0; v < n; v++) starts[v + 1] += starts[v]
  const upper = new Int32Array(starts[n])
  const strong = new Float64Array(starts[n])
  // Filling a row moves its beginning to its end, which is the next one's beginning.
  const ends = starts
  for (let i = 0; i < m; i++) {
    const a = left[i]
    const b = right[i]
    if (a === b) continue
    const at = ends[Math.min(a, b)]++
    upper[at] = Math.max(a, b)
    strong[at] = weights[i]
  }
  const degree = new Int32Array(n)
  const place = new Int32Array(n).fill(-1)
  let out = 0
  for (let v = 0, i = 0; v < n; v++) {
    const from = out
    for (const end = ends[v]; i < end; i++) {
      const u = upper[i]
      if (place[u] >= from) {
        strong[place[u]] = Math.max(strong[place[u]], strong[i])
        continue
      }
      place[u] = out
      upper[out] = u
      strong[out++] = strong[i]
      degree[u]++
    }
    degree[v] += out - from
    ends[v] = out
  }
  return { ends, upper, strong, degree }
}
