/** The contract of a link: one kind of evidence that an entity used a thing or took part in a claim. */
import type { Compilable, Kysely } from 'kysely'
import type { Database } from './schema/database.ts'
import type { NodeKind } from './schema/words.ts'
import type { Text } from './util/text.ts'

/**
 * One piece of evidence. `party_id` becomes the entity of the party; what a claim shows (a photo, its story, the device that
 * reported it) is evidence of its claimant, with the claim in `claim_id`. Rows without a party, target or moment, and of an entity
 * with itself, are counted and left out; several rows of one piece of evidence are one, from the first `known_at` to the last.
 */
export interface LinkRow {
  party_id: string
  /** Key of the thing: a number, an account, a claim_id. */
  target: string
  /** Claim that showed it; empty for master data. */
  claim_id: string
  /** For a claim's evidence no earlier than its loss: before that it counts from the loss on. */
  known_at: Date
}

/** A link. */
export interface Link {
  /** snake_case verb, unique: `uses_phone`. */
  readonly name: string
  readonly title: Text
  /** What the target is. */
  readonly target: NodeKind
  /** Weight of the evidence when only two share the target, 0 to 1; it falls as more share it. */
  readonly strength: number
  /** A target shared by more entities than this ties nobody together (a call centre's number). */
  readonly maxDegree: number
  readonly falsePositives: readonly string[]
  /**
   * Whether a tie stands, or since when, may turn on what came later: groups that grow together, owners found out. What is worked out
   * for moments of the past leaves such links out.
   */
  readonly byHindsight?: boolean
  /**
   * Whether evidence that a claim shows follows from the rows of that claim alone, and evidence without a claim from the rows of its
   * party and the policies he holds. Where few of them changed, such a link is asked for those only.
   */
  readonly apart?: boolean
  /** Reads `core` alone; asked again only when a table that it reads has changed. */
  readonly query: (db: Kysely<Database>) => Compilable<LinkRow>
}
