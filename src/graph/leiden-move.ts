/** The fast local moving phase of Leiden: nodes go to the neighbouring community that gains most; only the touched come back. */
import type { Level } from './leiden-aggregate.ts'

const LEAST_GAIN = 1e-10

/** Moves nodes in place. `community` holds numbers below n. */
export function moveNodes(level: Level, community: Int32Array, total: number, resolution: number): void {
  const { graph, strength } = level
  const { n, offsets, targets, weights } = graph
  const sum = new Float64Array(n)
  for (let v = 0; v < n; v++) sum[community[v]] += strength[v]
  const queue = Int32Array.from({ length: n }, (_, v) => v)
  const queued = new Uint8Array(n).fill(1)
  const toward = new Float64Array(n)
  const touched = new Int32Array(n)
  let head = 0
  let waiting = n
  while (waiting > 0) {
    const v = queue[head]
    head = head + 1 === n ? 0 : head + 1
    waiting--
    queued[v] = 0
    const own = community[v]
    let seen = 0
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      if (targets[i] === v) continue
      const c = community[targets[i]]
      if (toward[c] === 0) touched[seen++] = c
      toward[c] += weights[i]
    }
    const share = (resolution * strength[v]) / total
    sum[own] -= strength[v]
    let best = own
    let most = toward[own] - sum[own] * share
    for (let i = 0; i < seen; i++) {
      const c = touched[i]
      const gain = toward[c] - sum[c] * share
      if (gain > most + LEAST_GAIN) {
        most = gain
        best = c
      }
      toward[c] = 0
    }
    toward[own] = 0
    sum[best] += strength[v]
    if (best === own) continue
    community[v] = best
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      const u = targets[i]
      if (queued[u] || community[u] === best) continue
      queued[u] = 1
      let tail = head + waiting
      if (tail >= n) tail -= n
      queue[tail] = u
      waiting++
    }
  }
}
