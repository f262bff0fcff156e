/** The contract of a lexicon: words that a book's texts are searched for, and how names of its parties are told in them. */
import type { PartyType } from './schema/words.ts'

/** Value to the words that name it, Chinese (simplified) and English (lower case). */
export type Words = Readonly<Record<string, readonly string[]>>

export interface Lexicon {
  /** Perils, in the book's words for them. */
  readonly perils: Words
  /** What a text says was done or happened to somebody: fraud, penalty. */
  readonly events: Words
  /** Region code to names. */
  readonly places: Words
  /** Kinds of party that are told by their names: organisations. */
  readonly organisations: readonly PartyType[]
  /**
   * Kinds of party that are people at their work, with the words for it: `physician: ['医生', 'dr']`. A person counts as
   * mentioned only beside the organisation that employs them, or with such a word next to the name in a text about their
   * region. Other people, customers above all, are never looked for: what the web says of private persons is no business of
   * an insurer, and names are shared.
   */
  readonly professions: Partial<Readonly<Record<PartyType, readonly string[]>>>
  /** What stands at the end of a name without being needed to tell it: `有限公司`, `pty ltd`. */
  readonly legalForms: readonly string[]
  /** A word behind one of these in the same clause says what did not happen: `no hail`, `没有冰雹`. */
  readonly negations: readonly string[]
}
