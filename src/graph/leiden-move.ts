/** The fast local moving phase of Leiden: nodes go to the neighbouring community that gains most; only the touched come back. */
import type { Level } from './leiden-aggregate.ts'

const LEAST_GAIN = 1e-10

/** Moves nodes in place. `community` holds numbers below n. */
export function moveNodes(level: Level, community: Int32Array, total: number, resolution: number): void {
  const { graph, strength } = level
  const { n, offsets, targets, weights } = graph
  // By community, side by side: weight toward it from the node in hand, and its strength.
  const state = new Float64Array(2 * n)
  for (let v = 0; v < n; v++) state[2 * community[v] + 1] += strength[v]
  const queue = new Int32Array(n)
  const queued = new Uint8Array(n)
  const touched = new Int32Array(n)
  let head = 0
  let waiting = 0
  // Whose neighbours are all in his own community has nowhere to go until one of them leaves it.
  for (let v = 0; v < n; v++) {
    const own = community[v]
    for (let i = offsets[v]; i < offsets[v + 1]; i++) {
      if (community[targets[i]] === own) continue
      queued[v] = 1
      queue[waiting++] = v
      break
    }
  }
  while (waiting > 0) {
    const v = queue[head]
    head = head + 1 === n ? 0 : head + 1
    waiting--
    queued[v] = 0
    const own = 2 * community[v]
    const start = offsets[v]
    const end = offsets[v + 1]
    let seen = 0
    for (let i = start; i < end; i++) {
      const u = targets[i]
      if (u === v) continue
      const c = 2 * community[u]
      const before = state[c]
      if (before === 0) touched[seen++] = c
      state[c] = before + weights[i]
    }
    const mine = strength[v]
    const share = (resolution * mine) / total
    state[own + 1] -= mine
    let best = own
    let most = state[own] - state[own + 1] * share
    for (let i = 0; i < seen; i++) {
      const c = touched[i]
      const gain = state[c] - state[c + 1] * share
      if (gain > most + LEAST_GAIN) {
        most = gain
        best = c
      }
      state[c] = 0
    }
    state[best + 1] += mine
    if (best === own) continue
    const joined = best >> 1
    community[v] = joined
    for (let i = start; i < end; i++) {
      const u = targets[i]
      if (queued[u] || community[u] === joined) continue
      queued[u] = 1
      let tail = head + waiting
      if (tail >= n) tail -= n
      queue[tail] = u
      waiting++
    }
  }
}
