/** The words of record linkage: comparisons, their levels, and the rules that choose which pairs are compared. */

/** One outcome of a comparison. Levels are tried in order, best first; the last takes all the rest. */
export interface Level {
  /** snake_case, unique within the comparison. */
  readonly name: string
  /** Condition over the records `l` and `r`. */
  readonly sql: string
  /**
   * Set on levels that only hold where the next level does: dear conditions that most pairs fail are worked out once for both.
   */
  readonly isWithinNext?: boolean
  /** What is expected before any data is seen: probability among matches, and among chance pairs. */
  readonly m: number
  readonly u: number
}

/** A comparison of one attribute. */
export interface Comparison {
  /** Unique within a model. */
  readonly name: string
  /**
   * `personal` evidence speaks of one person or firm. `contact` evidence is shared by everybody who lives together, so only the
   * strongest piece of it counts in full.
   */
  readonly part: 'personal' | 'contact'
  /** Column that must be filled on both sides; otherwise the comparison says nothing and weighs 0. */
  readonly column: string
  readonly levels: readonly [Level, Level, ...Level[]]
  /** Column with the share of records that have the same value: the first level weighs less for common values. */
  readonly frequency?: string
}

/** A blocking rule: records are compared when they agree on every part of the key; NULL agrees with nothing. */
export interface BlockingRule {
  /** snake_case, unique within a model. */
  readonly name: string
  /** Parts of the key, over a record `s`. */
  readonly key: readonly string[]
  /** Larger blocks of this rule are skipped, where it is below the general cap: a loose key is worth its pairs only while it is rare. */
  readonly largestBlock?: number
}

/** What one kind of party is linked by. */
export interface LinkageModel {
  readonly name: string
  readonly partyTypes: readonly string[]
  /** Condition over `core.party p` that its parties meet besides; default none. */
  readonly where?: string
  readonly rules: readonly BlockingRule[]
  readonly comparisons: readonly Comparison[]
  /** The personal evidence that a match needs, bits. */
  readonly personalBits: number
  /** Pairs of comparisons, by name: two records that differ wholly in both are two, whatever else they share (twins). */
  readonly conflicts: readonly (readonly [string, string])[]
}
