/** What typologies share: how they plan, and people outside the book who turn up again and again. */
import type { Random } from '../../util/random.ts'
import { DAY, FIRST_DAY, LAST_DAY } from '../calendar.ts'
import type { Desk, Draft, Scheme, Shared, Typology } from '../draft.ts'
import { REGIONS } from '../places.ts'
import { active, claimantOf, delay, minuteOfDay, type Planner } from '../plan.ts'

/** One kind of fraud, and how it spreads over the book. */
export interface TypologyModule {
  readonly typology: Typology
  /** Share of all claims. */
  readonly share: number
  /** Plans up to `quota` claims. */
  plan(planner: Planner, quota: number, random: Random): void
}

/** Makes room for a scheme; gives its position. `alone` schemes bear no ring. */
export function addScheme(
  planner: Planner,
  typology: Typology,
  parts: Pick<Scheme, 'before' | 'after'> & { readonly members?: Set<string> },
  alone = false,
): number {
  const n = planner.schemes.length
  planner.schemes.push({
    ring: alone ? '' : `RING${String(n + 1).padStart(5, '0')}`,
    typology,
    members: parts.members ?? new Set(),
    ...(parts.before ? { before: parts.before } : {}),
    ...(parts.after ? { after: parts.after } : {}),
  })
  return n
}

const WEIGHTS = REGIONS.map((r) => r.weight)
/** A region, by the number of its people. */
export const someRegion = (random: Random): number => REGIONS.indexOf(random.weighted(REGIONS, WEIGHTS))

/** A day on which something begins, with `room` days left in the book. */
export const someDay = (random: Random, room = 0): number => random.int(FIRST_DAY + 5, LAST_DAY - 20 - room)

/** Plans a claim on some policy of a line that is in force on a day; false when there is none. */
export function strike(
  planner: Planner,
  line: number,
  region: number,
  day: number,
  scheme: number,
  random: Random,
): boolean {
  const { policies } = planner.world
  const policy = active(policies.inception, planner.of(line, region), day, random)
  if (policy < 0) return false
  const claimant = claimantOf(planner.world, policy, planner.staff, random)
  const loss = day * DAY + minuteOfDay(line, random)
  return planner.add(policy, claimant, loss, loss + delay(line, random), scheme)
}

/** A person outside the book who turns up in several claims, under one identifier or another. */
export interface Outsider {
  appear(draft: Draft, desk: Desk): string
}

/** `again` is the chance that the claim desk finds the earlier entry instead of writing a new one. */
export function outsider(shared: Shared, members: Set<string>, again: number): Outsider {
  const parties: string[] = []
  let person = -1
  return {
    appear(draft, desk) {
      if (person < 0) person = desk.stranger(draft.region)
      const known = parties.at(-1)
      if (known !== undefined && desk.random.chance(again)) return known
      const party = desk.contact(draft, person, { ...shared, misspelt: known !== undefined })
      if (parties[0] !== undefined) desk.same(party, parties[0], true)
      parties.push(party)
      members.add(party)
      return party
    },
  }
}
