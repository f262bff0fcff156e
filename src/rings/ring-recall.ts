/** How many planted rings were found: at least half of the members in one reported ring that is at least half theirs; and whom else. */

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

/** Honest people who resemble a ring: a family, colleagues, the victims of one hail day. */
export interface Lookalike {
  readonly kind: string
  /** Entities, or claims where it is known by these. */
  readonly members: readonly string[]
  readonly claims: readonly string[]
}

/** A reported ring with its claims, for look-alikes that are known by theirs. */
export interface ReportedWithClaims extends ReportedRing {
  readonly claims: readonly string[]
}

export interface RingRecall {
  readonly planted: number
  readonly found: number
  readonly recall: number
  readonly byTypology: Readonly<Record<string, { readonly planted: number; readonly found: number }>>
  /** Reported rings that hold no planted ring, and their names. */
  readonly falseRings: number
  readonly falseIds: readonly string[]
  /** Of all members of reported rings, the share that stands in a planted ring; 1 when none is reported. */
  readonly memberPrecision: number
  /** Of all members of planted rings, the share that stands in a reported ring; 1 when none is planted. */
  readonly memberRecall: number
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
  const guilty = new Set(planted.flatMap((ring) => ring.members))
  const named = new Set(reported.flatMap((ring) => ring.members))
  const both = [...named].filter((member) => guilty.has(member)).length
  return {
    planted: planted.length,
    found,
    recall: planted.length ? found / planted.length : 1,
    byTypology,
    falseRings: reported.length - useful.size,
    falseIds: reported.filter((_, index) => !useful.has(index)).map((ring) => ring.ring_id),
    memberPrecision: named.size ? both / named.size : 1,
    memberRecall: guilty.size ? both / guilty.size : 1,
    matches,
  }
}

/** Rings that are look-alikes: at least half of their members, or of their claims, belong to one. Counted by kind. */
export function lookalikeRings(
  rings: readonly ReportedWithClaims[],
  lookalikes: readonly Lookalike[],
): Readonly<Record<string, number>> {
  const byKind: Record<string, number> = {}
  const groups = lookalikes.map((one) => ({
    kind: one.kind,
    members: new Set(one.members),
    claims: new Set(one.claims),
  }))
  const mostly = (items: readonly string[], group: ReadonlySet<string>) =>
    items.length > 0 && group.size > 0 && 2 * items.filter((item) => group.has(item)).length >= items.length
  for (const ring of rings) {
    const like = groups.find(
      (group) =>
        (ring.members.length > 1 && mostly(ring.members, group.members)) || mostly(ring.claims, group.claims),
    )
    if (like) byKind[like.kind] = (byKind[like.kind] ?? 0) + 1
  }
  return byKind
}
