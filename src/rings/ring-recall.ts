/** How many planted rings were found: at least half of the members in one reported ring that is at least half theirs. */

export interface PlantedRing {
  readonly ring_id: string
  readonly typology: string
  /** Entities. */
  readonly members: readonly string[]
}

export interface ReportedRing {
  readonly ring_id: string
  readonly score: number
  /** Entities. */
  readonly members: readonly string[]
}

export interface RingRecall {
  readonly planted: number
  readonly found: number
  readonly recall: number
  readonly byTypology: Readonly<Record<string, { readonly planted: number; readonly found: number }>>
  /** Reported rings that hold no planted ring. */
  readonly falseRings: number
  /** Planted ring to the reported one that holds it. */
  readonly matches: Readonly<Record<string, string>>
}

/** Measures reported rings against planted ones. Both name their members by entity. */
export function ringRecall(planted: readonly PlantedRing[], reported: readonly ReportedRing[]): RingRecall {
  const holders = new Map<string, number[]>()
  for (const [index, ring] of reported.entries())
    for (const member of new Set(ring.members)) holders.set(member, [...(holders.get(member) ?? []), index])
  const byTypology: Record<string, { planted: number; found: number }> = {}
  const matches: Record<string, string> = {}
  const useful = new Set<number>()
  for (const ring of planted) {
    const entry = (byTypology[ring.typology] ??= { planted: 0, found: 0 })
    entry.planted++
    const members = new Set(ring.members)
    const shared = new Map<number, number>()
    for (const member of members)
      for (const index of holders.get(member) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
    const holding = [...shared]
      .filter(
        ([index, count]) => 2 * count >= members.size && 2 * count >= new Set(reported[index].members).size,
      )
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    if (holding.length === 0) continue
    entry.found++
    matches[ring.ring_id] = reported[holding[0][0]].ring_id
    for (const [index] of holding) useful.add(index)
  }
  const found = Object.keys(matches).length
  return {
    planted: planted.length,
    found,
    recall: planted.length ? found / planted.length : 1,
    byTypology,
    falseRings: reported.length - useful.size,
    matches,
  }
}
