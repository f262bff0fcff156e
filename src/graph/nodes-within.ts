/** How many nodes lie within some steps of one, whether they are shown or not. */
import type { ResidentGraph } from './resident.ts'

export const DEFAULTS = {
  /** Ties looked at before the count is given up. */
  looks: 200_000,
  /** Ties of one node that are followed, the strongest. */
  follow: 2000,
} as const

/** Counts the nodes within `depth` steps, the centre included, walking the ties for which `leads` holds; a floor where it is not exact. */
export function nodesWithin(
  { offsets, targets, ties }: ResidentGraph,
  centre: number,
  depth: number,
  leads: (tie: number, node: number) => boolean,
): { readonly count: number; readonly isExact: boolean } {
  const met = new Uint8Array(offsets.length - 1)
  met[centre] = 1
  let [count, looks, isExact] = [1, 0, true]
  let frontier = [centre]
  for (let step = 1; step <= depth && frontier.length > 0; step++) {
    const next: number[] = []
    for (const v of frontier) {
      let followed = 0
      for (let i = offsets[v]; i < offsets[v + 1]; i++) {
        if (looks++ >= DEFAULTS.looks) return { count, isExact: false }
        const u = targets[i]
        if (!leads(ties[i], u)) continue
        if (followed++ === DEFAULTS.follow) {
          isExact = false
          break
        }
        if (met[u] === 1) continue
        met[u] = 1
        count++
        next.push(u)
      }
    }
    frontier = next
  }
  return { count, isExact }
}
