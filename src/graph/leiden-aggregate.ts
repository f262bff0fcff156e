/** The aggregation phase of Leiden: each group becomes one node; weights within a group become a loop. */
import type { Csr } from './csr.ts'

/** A graph on the way up, with the strength of each node (loops counted). */
export interface Level {
  readonly graph: Csr
  readonly strength: Float64Array
}

export interface Aggregated {
  readonly level: Level
  /** New node of each old one. */
  readonly node: Int32Array
  /** Community of each new node, numbered below their number. */
  readonly community: Int32Array
}

/** Joins the nodes of each group; the new nodes keep the community that they came from. */
export function aggregate(level: Level, community: Int32Array, group: Int32Array): Aggregated {
  const { graph, strength } = level
  const { n, offsets, targets, weights } = graph
  const number = new Int32Array(n).fill(-1)
  let count = 0
  const node = new Int32Array(n)
  for (let v = 0; v < n; v++) {
    if (number[group[v]] < 0) number[group[v]] = count++
    node[v] = number[group[v]]
  }
  const first = new Int32Array(count + 1)
  const sums = new Float64Array(count)
  const renumbered = new Int32Array(n).fill(-1)
  const joined = new Int32Array(count)
  let communities = 0
  for (let v = 0; v < n; v++) {
    first[node[v] + 1]++
    sums[node[v]] += strength[v]
    if (renumbered[community[v]] < 0) renumbered[community[v]] = communities++
    joined[node[v]] = renumbered[community[v]]
  }
  for (let a = 0; a < count; a++) first[a + 1] += first[a]
  const members = new Int32Array(n)
  const at = first.slice()
  for (let v = 0; v < n; v++) members[at[node[v]]++] = v
  const rows = new Int32Array(count + 1)
  const to = new Int32Array(targets.length)
  const values = new Float64Array(targets.length)
  const toward = new Float64Array(count)
  const touched = new Int32Array(count)
  let out = 0
  for (let a = 0; a < count; a++) {
    let seen = 0
    for (let m = first[a]; m < first[a + 1]; m++) {
      const v = members[m]
      for (let i = offsets[v]; i < offsets[v + 1]; i++) {
        const b = node[targets[i]]
        if (toward[b] === 0) touched[seen++] = b
        toward[b] += weights[i]
      }
    }
    for (let i = 0; i < seen; i++) {
      const b = touched[i]
      to[out] = b
      values[out++] = toward[b]
      toward[b] = 0
    }
    rows[a + 1] = out
  }
  const joinedGraph = { n: count, offsets: rows, targets: to.slice(0, out), weights: values.slice(0, out) }
  return { level: { graph: joinedGraph, strength: sums }, node, community: joined }
}
