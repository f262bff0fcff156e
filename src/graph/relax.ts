/**
 * The system behind PageRank and BiRank, `strength[v] f[v] = own[v] + damping * sum of weight * f over the neighbours of v`,
 * solved by successive over-relaxation: node after node takes what its neighbours now have, and a little more of the change.
 *
 * Reference: Young (1954), Iterative Methods for Solving Partial Difference Equations of Elliptic Type. The system is symmetric
 * and positive definite, so every factor between 0 and 2 converges; Young's best one for a two-sided graph needs a sixth of the
 * rounds that plain iteration takes, and little more on others.
 */
import type { Csr } from './csr.ts'

export interface RelaxOptions {
  /** 0 up to, not at, 1. */
  readonly damping: number
  /** Stops when all changes of a round, times `scale`, add up to less. */
  readonly tolerance: number
  readonly iterations: number
  /** By node: what a change of `f` counts. */
  readonly scale: Float64Array
}

/** `f` of each node; 0 where the strength is 0. */
export function relax(
  graph: Csr,
  strength: Float64Array,
  own: Float64Array,
  { damping, tolerance, iterations, scale }: RelaxOptions,
): Float64Array {
  const { n, offsets, targets, weights } = graph
  const factor = 2 / (1 + Math.sqrt(1 - damping * damping))
  const share = strength.map((s) => (s > 0 ? 1 / s : 0))
  const f = own.map((value, v) => value * share[v])
  // Where every tie weighs as much as any other, the weights need not pass through the processor each round.
  const alike = weights.every((weight) => weight === weights[0]) ? weights[0] : 0
  for (let round = 0; round < iterations; round++) {
    let moved = 0
    for (let v = 0; v < n; v++) {
      if (share[v] === 0) continue
      let sum = 0
      if (alike > 0) {
        for (let i = offsets[v], end = offsets[v + 1]; i < end; i++) sum += f[targets[i]]
        sum *= alike
      } else {
        for (let i = offsets[v], end = offsets[v + 1]; i < end; i++) sum += f[targets[i]] * weights[i]
      }
      const change = factor * ((own[v] + damping * sum) * share[v] - f[v])
      f[v] += change
      moved += Math.abs(change) * scale[v]
    }
    if (moved <= tolerance) break
  }
  return f
}
