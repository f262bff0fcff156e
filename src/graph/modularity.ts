/**
 * Modularity: how much more weight lies within groups than chance would put there, given each node's strength.
 *
 * Reference: Newman (2004), Analysis of weighted networks.
 */
import { type Csr, strengths } from './csr.ts'

/** Modularity of a partition with groups numbered from 0, -0.5 to 1; 0 for a graph without edges. */
export function modularity(graph: Csr, label: ArrayLike<number>, resolution = 1): number {
  const { n } = graph
  const strength = strengths(graph)
  let groups = 0
  for (let v = 0; v < n; v++) groups = Math.max(groups, label[v] + 1)
  const sums = new Float64Array(groups)
  let total = 0
  for (let v = 0; v < n; v++) {
    total += strength[v]
    sums[label[v]] += strength[v]
  }
  if (total === 0) return 0
  let chance = 0
  for (const sum of sums) chance += (sum / total) ** 2
  return weightInside(graph, label) / total - resolution * chance
}

/** Weight of the entries of the rows whose ends are in one group: of each edge twice. */
export function weightInside({ n, offsets, targets, weights }: Csr, label: ArrayLike<number>): number {
  let inside = 0
  for (let v = 0; v < n; v++) {
    for (let i = offsets[v]; i < offsets[v + 1]; i++) if (label[targets[i]] === label[v]) inside += weights[i]
  }
  return inside
}
