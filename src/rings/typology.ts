/** The words of ring finding: groups that may be rings, reasons that add up, and the typologies that name them. */
import type { RingOrigin } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import type { GroupFacts } from './group-facts.ts'
import type { RingBook } from './ring-book.ts'

/** Positions in a ring book. */
export interface Group {
  readonly persons: readonly number[]
  readonly claims: readonly number[]
  readonly things: readonly number[]
  readonly providers: readonly number[]
  /** What brought the group up; a typology's own pattern when left out. */
  readonly origin?: RingOrigin
}

/** One reason; those of a ring add up to its score in log-odds. */
export interface RingReason {
  readonly text: Text
  readonly log_odds: number
}

/** What typologies look at. */
export interface RingContext {
  readonly book: RingBook
  /** Household of each person. */
  readonly homes: Int32Array
  /** Groups that hold together in two ways, families counted as one. */
  readonly cycles: readonly Group[]
}

/** A way in which groups defraud insurers, as a structure that can be tested. */
export interface Typology {
  /** snake_case, unique. */
  readonly id: string
  readonly title: Text
  /** What to check first. */
  readonly runbook: Text
  /** Fewest persons and providers; default 3. One person under several names is a ring of one entity. */
  readonly leastMembers?: number
  /** Groups to test. */
  readonly candidates: (context: RingContext) => readonly Group[]
  /** Reasons of its own when the structure is there, else undefined. */
  readonly test: (facts: GroupFacts, group: Group, context: RingContext) => readonly RingReason[] | undefined
}
