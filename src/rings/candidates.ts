/** The groups that typologies test and find their structure in, with the facts and reasons of each. */
import { type GroupFacts, groupFacts } from './group-facts.ts'
import { tightness } from './null/tightness.ts'
import type { Group, RingContext, RingReason, Typology } from './typology.ts'

const DEFAULTS = {
  /** Persons and providers of a ring: what a person can hold in mind. */
  leastMembers: 3,
  mostMembers: 60,
} as const

export interface Candidate {
  readonly typology: Typology
  readonly group: Group
  readonly facts: GroupFacts
  /** Reasons of its typology. */
  readonly own: readonly RingReason[]
}

/** Persons and providers of a group. */
export const groupSize = (group: Group) => group.persons.length + group.providers.length

/** All groups of a typology that its test finds its structure in. */
export function candidatesOf(context: RingContext, typology: Typology): Candidate[] {
  return typology.candidates(context).flatMap((group) => {
    const size = groupSize(group)
    if (size < (typology.leastMembers ?? DEFAULTS.leastMembers) || size > DEFAULTS.mostMembers) return []
    const facts = groupFacts(context, group)
    const own = typology.test(facts, group, context)
    return own ? [{ typology, group, facts, own }] : []
  })
}

/**
 * The figure that chance is asked for: how tightly households are tied; where providers are in it, what its typology says for
 * itself and in how many claims. Undefined where there is nothing to rewire: one person under several names. `share` is that
 * of the book which the context holds.
 */
export function structureOf(
  context: RingContext,
  { group, facts, own }: Candidate,
  share = 1,
): number | undefined {
  if (group.providers.length > 0)
    return Math.log(1 + facts.claims) + own.reduce((sum, reason) => sum + reason.log_odds, 0)
  return facts.households > 1 ? tightness(context, group, share) : undefined
}
