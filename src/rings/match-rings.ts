/**
 * Which ring of now is which ring of the snapshot before: by members in common, one to one, the most alike first; what is left over
 * says who grew, split or merged.
 *
 * Reference: Greene, Doyle, Cunningham (2010), "Tracking the evolution of communities in dynamic social networks".
 */
import type { RingChange } from '../schema/words.ts'

const DEFAULTS = {
  /** Share of members in common, of all that either has, from which two rings are kin; */
  alike: 0.3,
  /** or of the smaller one's, when at least two. */
  part: 0.5,
} as const

/** A ring as its members know it: entities. */
interface Members {
  readonly members: ReadonlySet<string>
}

export interface Before extends Members {
  readonly id: string
}

/** What a ring of now has in common with one of before. */
export interface Origin {
  readonly from: string
  readonly shared: number
  readonly joined: number
  readonly gone: number
}

export interface Match {
  /** The name that it keeps; undefined for a new one. */
  readonly id: string | undefined
  readonly change: Exclude<RingChange, 'quiet'>
  /** Rings of before that it shares members with, those it shares most with first. */
  readonly origins: readonly Origin[]
}

interface Pair extends Origin {
  readonly now: number
  readonly before: number
  readonly jaccard: number
  readonly isKin: boolean
  /** At least half of the ring of before is in it; at least half of it is from there. */
  readonly holds: boolean
  readonly comesFrom: boolean
}

/** Matches rings of now with those of before; `lost` are rings of before of which no ring of now holds half. */
export function matchRings(
  now: readonly Members[],
  before: readonly Before[],
): { readonly matches: readonly Match[]; readonly lost: readonly string[] } {
  const pairs = pairsOf(now, before)
  const kept = new Map<number, number>()
  const taken = new Set<number>()
  const byLikeness = pairs
    .filter((pair) => pair.isKin)
    .sort(
      (a, b) => b.jaccard - a.jaccard || b.shared - a.shared || (a.from < b.from ? -1 : 1) || a.now - b.now,
    )
  for (const pair of byLikeness) {
    if (kept.has(pair.now) || taken.has(pair.before)) continue
    kept.set(pair.now, pair.before)
    taken.add(pair.before)
  }
  const pieces = new Map<number, number>()
  for (const pair of byLikeness)
    if (pair.comesFrom) pieces.set(pair.before, (pieces.get(pair.before) ?? 0) + 1)
  const matches = now.map((_, i): Match => {
    const own = pairs.filter((pair) => pair.now === i).sort((a, b) => b.shared - a.shared)
    const mine = kept.get(i)
    return {
      id: mine === undefined ? undefined : before[mine].id,
      change: changeOf(own, mine, pieces),
      origins: own.map(({ from, shared, joined, gone }) => ({ from, shared, joined, gone })),
    }
  })
  const held = new Set(pairs.filter((pair) => pair.holds).map((pair) => pair.before))
  return {
    matches,
    lost: before.filter((_, b) => !taken.has(b) && !held.has(b)).map(({ id }) => id),
  }
}

function pairsOf(now: readonly Members[], before: readonly Before[]): Pair[] {
  const where = new Map<string, number[]>()
  before.forEach(({ members }, b) => {
    for (const member of members) where.set(member, [...(where.get(member) ?? []), b])
  })
  return now.flatMap(({ members }, i) => {
    const shares = new Map<number, number>()
    for (const member of members)
      for (const b of where.get(member) ?? []) shares.set(b, (shares.get(b) ?? 0) + 1)
    return [...shares].map(([b, shared]): Pair => {
      const [size, was] = [members.size, before[b].members.size]
      const jaccard = shared / (size + was - shared)
      return {
        now: i,
        before: b,
        from: before[b].id,
        shared,
        joined: size - shared,
        gone: was - shared,
        jaccard,
        isKin: jaccard >= DEFAULTS.alike || (shared >= 2 && shared >= DEFAULTS.part * Math.min(size, was)),
        holds: 2 * shared >= was,
        comesFrom: 2 * shared >= size,
      }
    })
  })
}

function changeOf(
  own: readonly Pair[],
  kept: number | undefined,
  pieces: ReadonlyMap<number, number>,
): Match['change'] {
  const kin = own.filter((pair) => pair.isKin)
  if (kin.filter((pair) => pair.holds).length > 1) return 'merged'
  if (kin.some((pair) => pair.comesFrom && (pieces.get(pair.before) ?? 0) > 1)) return 'split'
  const same = own.find((pair) => pair.before === kept)
  if (!same) return 'new'
  if (same.joined > same.gone) return 'grew'
  return same.gone > same.joined ? 'shrank' : 'same'
}
