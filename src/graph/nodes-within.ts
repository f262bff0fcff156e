/** How many nodes lie within some steps of one, whether they are shown or not. */
import type { ResidentGraph } from './resident.ts'

export const DEFAULTS = {
  /** Ties looked at before the count is given up. */
  looks: 50_000,
  /** Ties of one node that are followed, the strongest. */
  follow: 2000,
} as const

/**
 * Counts the nodes within `depth` steps, the centre included, as {@link neighbourhood} walks them: `weightOf` gives the weight of the
 * tie that leads to a node, below 0 where none does. A floor where it is not exact.
 */
export function nodesWithin(
  { offsets, targets, ties }: ResidentGraph,
  centre: number,
  depth: number,
  weightOf: (tie: number, node: number) => number,
): { readonly count: number; readonly isExact: boolean } {
  const CENTRE = 0xff
  const met = new Uint8Array(offsets.length - 1)
  const weighs = new Uint8Array(offsets.length - 1)
  met[centre] = CENTRE
  weighs[centre] = 1
  let [count, looks, isExact] = [1, 0, true]
  let frontier = [centre]
  for (let step = 1; step <= depth && frontier.length > 0; step++) {
    const next: number[] = []
    for (const v of frontier) {
      if (weighs[v] === 0) continue
      let followed = 0
      for (let i = offsets[v]; i < offsets[v + 1]; i++) {
        if (looks++ >= DEFAULTS.looks) return { count, isExact: false }
        const u = targets[i]
        const weight = weightOf(ties[i], u)
        if (weight < 0) continue
        if (followed++ === DEFAULTS.follow) {
          isExact = false
          break
        }
        if (met[u] === 0) {
          met[u] = step
          count++
          next.push(u)
        }
        if (met[u] === step && weight > 0) weighs[u] = 1
      }
    }
    frontier = next
  }
  return { count, isExact }
}
