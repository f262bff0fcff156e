/** Who keeps the name: entities of the last run that fell apart, joined or exchanged members, and the groups of this one. */

/** Members that an entity of before has in a group of now. */
interface Overlap {
  readonly group: number
  readonly entityId: string
  /** Parties that they share. */
  readonly parties: number
  /** Parties that the entity had. */
  readonly size: number
  /** When its first party became known, ms. */
  readonly since: number
}

/**
 * Group to the entity that goes on in it. The entity with the most parties chooses first (ties: the one known longest, then the
 * smaller id) and takes the group that holds most of its parties (ties: the smaller group) among those still free. An entity
 * without a group left is gone; a group without an entity needs a new name.
 */
export function claim(overlaps: readonly Overlap[]): Map<number, string> {
  const byEntity = new Map<string, Overlap[]>()
  for (const overlap of overlaps)
    byEntity.set(overlap.entityId, [...(byEntity.get(overlap.entityId) ?? []), overlap])
  const entities = [...byEntity.values()].sort(
    ([a], [b]) => b.size - a.size || a.since - b.since || (a.entityId < b.entityId ? -1 : 1),
  )
  const claimed = new Map<number, string>()
  for (const groups of entities) {
    groups.sort((a, b) => b.parties - a.parties || a.group - b.group)
    const free = groups.find(({ group }) => !claimed.has(group))
    if (free) claimed.set(free.group, free.entityId)
  }
  return claimed
}
