/** Short closed chains of evidence through a node: two persons who share two things, three who meet in a round. */
import type { ResidentGraph, TieWeight } from './resident.ts'

const DEFAULTS = {
  /** Steps of a cycle at most. */
  longest: 6,
  /** Ties of one node that are followed, the strongest. */
  follow: 100,
  /** Ties looked at before the search gives up. */
  look: 500_000,
} as const

/** A closed chain: its first node comes again at the end. */
export interface Cycle {
  readonly nodes: readonly number[]
  /** Product of the ties' weights. */
  readonly strength: number
}

export interface Cycles {
  /** The shortest first, of equal length the strongest. */
  readonly cycles: readonly Cycle[]
  /** False when hubs' weaker ties were left aside or the search gave up. */
  readonly complete: boolean
}

/** Cycles through a node of up to six steps, without a node twice; each once, not once a direction. */
export function smallCycles(graph: ResidentGraph, start: number, weightOf: TieWeight, most: number): Cycles {
  const { offsets, targets, ties, weights } = graph
  let complete = true
  let looks = 0
  const rowOf = (v: number): { node: number; weight: number }[] => {
    const row: { node: number; weight: number }[] = []
    for (let i = offsets[v]; i < offsets[v + 1] && weights[ties[i]] > 0; i++) {
      const weight = weightOf(ties[i])
      if (weight <= 0) continue
      if (row.length >= DEFAULTS.follow) {
        complete = false
        break
      }
      row.push({ node: targets[i], weight })
    }
    return row
  }
  /** Nodes by their distance from the start, as far as half a cycle reaches. */
  const near = new Map([[start, 0]])
  const rows = new Map<number, { node: number; weight: number }[]>()
  let layer = [start]
  for (let step = 1; step <= DEFAULTS.longest / 2; step++) {
    const next: number[] = []
    for (const v of layer) {
      const row = rowOf(v)
      rows.set(v, row)
      for (const { node } of row) {
        if (++looks > DEFAULTS.look) complete = false
        if (near.has(node) || looks > DEFAULTS.look) continue
        near.set(node, step)
        next.push(node)
      }
    }
    layer = next
  }
  const found: Cycle[] = []
  for (let length = 3; length <= DEFAULTS.longest && found.length < most; length++) {
    const ofLength: Cycle[] = []
    const path = [start]
    const go = (v: number, strength: number): void => {
      const left = length - path.length
      for (const { node, weight } of rows.get(v) ?? rowOf(v)) {
        if (++looks > DEFAULTS.look) {
          complete = false
          return
        }
        if (node === start) {
          // The way round the other way is the same cycle.
          if (left === 0 && path[1] < v)
            ofLength.push({ nodes: [...path, start], strength: strength * weight })
        } else if (left > 0 && (near.get(node) ?? length) <= left && !path.includes(node)) {
          path.push(node)
          go(node, strength * weight)
          path.pop()
        }
      }
    }
    go(start, 1)
    found.push(...ofLength.sort((a, b) => b.strength - a.strength))
  }
  return { cycles: found.slice(0, most), complete }
}
