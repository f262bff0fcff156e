/** Finds rings as of a moment: candidates by typology, honest explanations first, reasons that add up, members with their share. */
import type { Warehouse } from '../warehouse/index.ts'
import { commonReasons } from './common-reasons.ts'
import { cycleGroups } from './cycle-groups.ts'
import { type GroupFacts, groupFacts } from './group-facts.ts'
import { honestExplanations } from './honest-explanations.ts'
import { households } from './households.ts'
import { readRingBook } from './ring-book.ts'
import { nameRings } from './ring-identity.ts'
import { typologies } from './typologies/index.ts'
import type { Group, RingContext, RingReason, Typology } from './typology.ts'
import { writeRings } from './write-rings.ts'

const DEFAULTS = {
  /** Persons and providers of a ring: what a person can hold in mind. */
  leastMembers: 3,
  mostMembers: 60,
  /** Rings below are not reported, 0 to 1, unless an honest explanation brought them there. */
  leastScore: 0.3,
  /** Of two groups that share more of the smaller one's members than this, the weaker is dropped. */
  overlap: 0.5,
  seed: 1,
} as const

export interface FindOptions {
  readonly asOf: Date
  readonly seed?: number
  readonly leastScore?: number
}

/** A ring as found. */
export interface FoundRing {
  readonly id: string
  readonly typology: string
  readonly score: number
  readonly reasons: readonly RingReason[]
  readonly explanation: string | undefined
  readonly group: Group
  readonly facts: GroupFacts
}

/** What ring finding did. */
export interface RingReport {
  readonly rings: number
  /** Rings that an honest explanation holds for. */
  readonly explained: number
  readonly byTypology: Readonly<Record<string, number>>
  readonly members: number
  readonly seconds: number
}

type Scored = Omit<FoundRing, 'id'>

/** Rewrites `graph.ring` and `graph.ring_member` from `core`, `core.entity` and `graph.edge`, as of a moment. */
export async function findRings(warehouse: Warehouse, options: FindOptions): Promise<RingReport> {
  const started = performance.now()
  const book = await readRingBook(warehouse, options.asOf)
  const homes = households(book)
  const cycles = cycleGroups(book, homes, { seed: options.seed ?? DEFAULTS.seed })
  const context: RingContext = { book, homes, cycles }
  const scored = typologies.flatMap((typology) => scoreAll(typology, context))
  const least = options.leastScore ?? DEFAULTS.leastScore
  const worth = scored.filter((ring) => ring.score >= least || ring.explanation !== undefined)
  const rings = nameRings(withoutOverlap(worth, context), context)
  await writeRings(warehouse, rings, context)
  const byTypology: Record<string, number> = {}
  for (const ring of rings) byTypology[ring.typology] = (byTypology[ring.typology] ?? 0) + 1
  return {
    rings: rings.length,
    explained: rings.filter((ring) => ring.explanation).length,
    byTypology,
    members: rings.reduce((sum, ring) => sum + size(ring.group), 0),
    seconds: (performance.now() - started) / 1000,
  }
}

const size = (group: Group) => group.persons.length + group.providers.length

function scoreAll(typology: Typology, context: RingContext): Scored[] {
  return typology.candidates(context).flatMap((group) => {
    if (size(group) < (typology.leastMembers ?? DEFAULTS.leastMembers) || size(group) > DEFAULTS.mostMembers)
      return []
    const facts = groupFacts(context, group)
    const own = typology.test(facts, group, context)
    if (!own) return []
    const reasons: RingReason[] = [...commonReasons(facts), ...own]
    const honest = honestExplanations.find((explanation) => explanation.holds(facts, group, context))
    if (honest) reasons.push({ text: honest.text, log_odds: honest.logOdds })
    const logOdds = reasons.reduce((sum, reason) => sum + reason.log_odds, 0)
    return [
      {
        typology: typology.id,
        score: 1 / (1 + Math.exp(-logOdds)),
        reasons,
        explanation: honest?.id,
        group,
        facts,
      },
    ]
  })
}

/** Keeps the stronger of rings that overlap. */
function withoutOverlap(rings: readonly Scored[], context: RingContext): Scored[] {
  const { book } = context
  const keysOf = ({ group }: Scored) =>
    [
      ...group.persons.map((person) => book.persons.id[person]),
      ...group.providers.map((provider) => book.providers.id[provider]),
    ].sort()
  const ranked = rings
    .map((ring) => ({ ring, keys: keysOf(ring) }))
    .sort(
      (a, b) =>
        b.ring.score - a.ring.score || b.keys.length - a.keys.length || (a.keys[0] < b.keys[0] ? -1 : 1),
    )
  const kept: Scored[] = []
  const keptKeys: Set<string>[] = []
  const where = new Map<string, number[]>()
  for (const { ring, keys } of ranked) {
    const shared = new Map<number, number>()
    for (const key of keys)
      for (const index of where.get(key) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
    const covered = [...shared].some(
      ([index, count]) => count > DEFAULTS.overlap * Math.min(keys.length, keptKeys[index].size),
    )
    if (covered) continue
    const index = kept.push(ring) - 1
    keptKeys.push(new Set(keys))
    for (const key of keys) where.set(key, [...(where.get(key) ?? []), index])
  }
  return kept
}
