/** Renumbers nodes in depth-first order, so that neighbours lie close together in memory. */
import type { Csr } from './csr.ts'

export interface Relabelled {
  readonly graph: Csr
  /** Old number of each new node. */
  readonly order: Int32Array
}

/** The same graph in depth-first order, the first root being node `start`. */
export function relabel(graph: Csr, start = 0): Relabelled {
  const { n, offsets, targets, weights } = graph
  const fresh = new Int32Array(n).fill(-1)
  const order = new Int32Array(n)
  const stack = new Int32Array(n)
  const next = offsets.slice(0, n)
  let count = 0
  for (let s = 0; s < n; s++) {
    const seed = (s + start) % n
    if (fresh[seed] >= 0) continue
    let depth = 0
    stack[depth++] = seed
    fresh[seed] = count
    order[count++] = seed
    while (depth > 0) {
      const v = stack[depth - 1]
      let deeper = false
      while (next[v] < offsets[v + 1]) {
        const u = targets[next[v]++]
        if (fresh[u] >= 0) continue
        fresh[u] = count
        order[count++] = u
        stack[depth++] = u
        deeper = true
        break
      }
      if (!deeper) depth--
    }
  }
  const to = new Int32Array(targets.length)
  const values = new Float64Array(targets.length)
  const rows = new Int32Array(n + 1)
  let out = 0
  for (let v = 0; v < n; v++) {
    const old = order[v]
    for (let i = offsets[old]; i < offsets[old + 1]; i++) {
      to[out] = fresh[targets[i]]
      values[out++] = weights[i]
    }
    rows[v + 1] = out
  }
  return { graph: { n, offsets: rows, targets: to, weights: values }, order }
}
