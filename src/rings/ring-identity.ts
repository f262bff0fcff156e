/** Names of rings, kept from snapshot to snapshot, and what became of each since. */
import type { RingChange } from '../schema/words.ts'
import { hash32 } from '../util/random.ts'
import type { FoundRing, NamedRing } from './find-rings.ts'
import { matchRings, type Origin } from './match-rings.ts'
import type { PreviousRing } from './previous-rings.ts'
import type { RingNames } from './ring-names.ts'
import type { RingContext } from './typology.ts'

const DEFAULTS = {
  /** Days without a new claim, outcome or payment after which a ring that was there before is quiet. */
  quietDays: 180,
  /** Days after its last evidence for which a ring that is no longer found stays listed. */
  listedDays: 365,
} as const

const DAY = 86_400_000

/** What a ring is called and where it comes from. */
export interface RingIdentity {
  readonly id: string
  readonly change: RingChange
  readonly origins: readonly Origin[]
}

/**
 * Names the rings of now. A ring that has a match before keeps its name; a new one is called by a hash of its typology and its
 * smallest member. `quiet` are rings of before that are no longer found and whose evidence is fresh enough to be listed on.
 */
export function nameRings(
  rings: readonly FoundRing[],
  previous: readonly PreviousRing[],
  { book }: RingContext,
  names: RingNames,
): { readonly rings: readonly NamedRing[]; readonly quiet: readonly PreviousRing[] } {
  const members = rings.map(({ group }) =>
    [
      ...group.persons.map((person) => names.entity(book.persons.entity[person])),
      ...group.providers.map((provider) => names.entity(book.providers.entity[provider])),
    ].sort(),
  )
  const { matches, lost } = matchRings(
    members.map((list) => ({ members: new Set(list) })),
    previous,
  )
  const taken = new Set(previous.map((ring) => ring.id))
  const named = rings.map((ring, i): NamedRing => {
    const { id, change, origins } = matches[i]
    const lastAt = ring.group.claims.reduce(
      (latest, claim) => Math.max(latest, book.claims.knownAt[claim]),
      Number.NEGATIVE_INFINITY,
    )
    const isQuiet = change === 'same' && lastAt < book.asOf - DEFAULTS.quietDays * DAY
    return {
      ...ring,
      identity: {
        id: id ?? newName(ring.typology, members[i], taken),
        change: isQuiet ? 'quiet' : change,
        origins,
      },
    }
  })
  const gone = new Set(lost)
  const quiet = previous.filter(
    (ring) =>
      gone.has(ring.id) &&
      ring.row.explanation === null &&
      ring.row.known_at.getTime() >= book.asOf - DEFAULTS.listedDays * DAY,
  )
  return { rings: named, quiet }
}

/** Where two rings would bear one name, the second takes its next member. */
function newName(typology: string, members: readonly string[], taken: Set<string>): string {
  const names = members.map((member) => ringId(typology, member))
  const id = names.find((name) => !taken.has(name)) ?? `${names[0]}-${taken.size}`
  taken.add(id)
  return id
}

/** `R` and 12 hexadecimal digits. */
function ringId(typology: string, member: string): string {
  const text = `${typology}:${member}`
  const head = hash32(text).toString(16).padStart(8, '0')
  const tail = hash32(text, 0x9747b28c).toString(16).padStart(8, '0')
  return `R${head}${tail.slice(0, 4)}`
}
