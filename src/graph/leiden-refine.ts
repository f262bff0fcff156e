/** The refinement phase of Leiden: within each community, single nodes merge into well-connected groups. */
import type { Random } from '../util/random.ts'
import { counting } from './csr.ts'
import type { Level } from './leiden-aggregate.ts'

/** How a node chooses among the groups that it may join. */
export interface Choice {
  /** 0: the group that gains most. Above: a group at random, likely by the exponential of its gain over this. */
  readonly theta: number
  readonly draw: Random
}

/** Group of each node, within its community. */
export function refine(
  level: Level,
  community: Int32Array,
  total: number,
  resolution: number,
  { theta, draw }: Choice,
): Int32Array {
  const { graph, strength } = level
  const { n, offsets, targets, weights } = graph
  const group = counting(n)
  const groupSum = strength.slice()
  const communitySum = new Float64Array(n)
  const outward = new Float64Array(n)
  const single = new Uint8Array(n).fill(1)
  for (let v = 0; v < n; v++) {
    communitySum[community[v]] += strength[v]
    let sum = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      if (u !== v && community[u] === community[v]) sum += weights[i]
    }
    outward[v] = sum
  }
  const scale = resolution / total
  const toward = new Float64Array(n)
  const touched = new Int32Array(n)
  const open: number[] = []
  const gains: number[] = []
  for (let v = 0; v < n; v++) {
    const whole = communitySum[community[v]]
    if (!single[v] || outward[v] < strength[v] * (whole - strength[v]) * scale) continue
    let seen = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      if (u === v || community[u] !== community[v]) continue
      if (toward[group[u]] === 0) touched[seen++] = group[u]
      toward[group[u]] += weights[i]
    }
    let best = v
    let most = 0
    open.length = 0
    gains.length = 0
    for (let i = 0; i < seen; i++) {
      const c = touched[i]
      if (c === v || outward[c] < groupSum[c] * (whole - groupSum[c]) * scale) continue
      const gain = toward[c] - groupSum[c] * strength[v] * scale
      if (theta > 0 && gain >= 0) {
        open.push(c)
        gains.push(gain)
      }
      if (gain > most) {
        most = gain
        best = c
      }
    }
    if (open.length > 0) {
      // To stay alone gains nothing, and is one of the choices.
      open.push(v)
      gains.push(0)
      best = draw.weighted(
        open,
        gains.map((gain) => Math.exp((gain - most) / theta)),
      )
    }
    if (best !== v) {
      group[v] = best
      groupSum[best] += strength[v]
      groupSum[v] = 0
      outward[best] += outward[v] - 2 * toward[best]
      single[best] = 0
      single[v] = 0
    }
    for (let i = 0; i < seen; i++) toward[touched[i]] = 0
  }
  return group
}
