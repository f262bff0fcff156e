/**
 * PageRank: where a walker ends up who follows edges by weight and now and then starts anew.
 *
 * Reference: Brin and Page (1998), The Anatomy of a Large-Scale Hypertextual Web Search Engine.
 */
import { type Csr, strengths } from './csr.ts'

const DEFAULTS = {
  /** Probability of following an edge. */
  damping: 0.85,
  /** Stops when the sum of all moves is below. */
  tolerance: 1e-9,
  iterations: 200,
} as const

export interface PageRankOptions {
  readonly damping?: number
  readonly tolerance?: number
  readonly iterations?: number
  /** Where the walker starts anew, by node, any positive scale; everywhere alike when left out. */
  readonly restart?: ArrayLike<number>
}

/** The share of time at each node; they sum to 1. */
export function pageRank(graph: Csr, options: PageRankOptions = {}): Float64Array {
  const { n, offsets, targets, weights } = graph
  if (n === 0) return new Float64Array(0)
  const damping = options.damping ?? DEFAULTS.damping
  const strength = strengths(graph)
  const restart = new Float64Array(n).fill(1 / n)
  if (options.restart) {
    let sum = 0
    for (let v = 0; v < n; v++) sum += options.restart[v]
    for (let v = 0; v < n; v++) restart[v] = options.restart[v] / sum
  }
  let rank = restart.slice()
  let next = new Float64Array(n)
  const flow = new Float64Array(n)
  for (let round = 0; round < (options.iterations ?? DEFAULTS.iterations); round++) {
    let lost = 0
    for (let v = 0; v < n; v++) {
      if (strength[v] > 0) flow[v] = rank[v] / strength[v]
      else {
        flow[v] = 0
        lost += rank[v]
      }
    }
    let moved = 0
    for (let v = 0; v < n; v++) {
      let sum = 0
      for (let i = offsets[v]; i < offsets[v + 1]; i++) sum += flow[targets[i]] * weights[i]
      next[v] = (1 - damping + damping * lost) * restart[v] + damping * sum
      moved += Math.abs(next[v] - rank[v])
    }
    ;[rank, next] = [next, rank]
    if (moved < (options.tolerance ?? DEFAULTS.tolerance)) break
  }
  return rank
}
