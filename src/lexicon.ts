/** The contract of a lexicon: words that a book's texts are searched for, and how names of its parties are told in them. */
import type { PARTY_TYPES } from './schema/words.ts'

/** Value to the words that name it, Chinese (simplified) and English (lower case). */
export type Words = Readonly<Record<string, readonly string[]>>

export interface Lexicon {
  /** Perils, in the book's words for them. */
  readonly perils: Words
  /** What a text says was done or happened to somebody: fraud, penalty, recall. */
  readonly events: Words
  /** Region code to names. */
  readonly places: Words
  /**
   * Kinds of party whose names are looked for. Organisations are told by their names; people only together with what ties
   * them to the text, and only in the course of their profession: customers' names are never looked for.
   */
  readonly organisations: readonly (typeof PARTY_TYPES)[number][]
  readonly professionals: readonly (typeof PARTY_TYPES)[number][]
  /** What stands behind (or before) a name without being part of it: legal forms. */
  readonly legalForms: readonly string[]
  /** A word that follows one of these in the same clause says that it did not happen: `no hail`, `没有冰雹`. */
  readonly negations: readonly string[]
}
