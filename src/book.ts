/** The contract of a book: sources that belong together, and what is learned from them. */
import type { Compilable, Kysely } from 'kysely'
import type { Collector } from './collector.ts'
import type { Lexicon } from './lexicon.ts'
import type { Database } from './schema/database.ts'
import type { Entity } from './schema/words.ts'
import type { Source } from './source.ts'
import type { Text } from './util/text.ts'

/** How a task holds rows back to be judged on. */
export type Split =
  | { readonly kind: 'time'; readonly testFrom: string; readonly purgeDays: number }
  | { readonly kind: 'latest'; readonly testDays: number; readonly purgeDays: number }
  | { readonly kind: 'folds'; readonly folds: number }
  | { readonly kind: 'holdout'; readonly share: number }

/** What a hyper-parameter may be: one of a list, or a number in a range. */
export type Choice =
  | { readonly oneOf: readonly (number | string | boolean)[] }
  | {
      readonly from: number
      readonly to: number
      readonly scale?: 'linear' | 'log'
      readonly whole?: boolean
    }

/** Hyper-parameters that may be tried, by name. */
export type Space = Readonly<Record<string, Choice>>

/** What a book learns. */
export interface Task {
  /** snake_case, unique within the book. */
  readonly name: string
  readonly title: Text
  readonly entity: Exclude<Entity, 'ring'>
  readonly objective: 'binary' | 'poisson'
  /** The entities and the moment each is judged at. */
  readonly spine: (db: Kysely<Database>, asOf: Date) => Compilable<{ entity_id: string; as_of: Date }>
  /** Outcomes known at `knownAt`. `y` is 0/1, or a count over `exposure` years. */
  readonly labels: (
    db: Kysely<Database>,
    knownAt: Date,
  ) => Compilable<{ entity_id: string; y: number; exposure: number }>
  /** What the events that `labels` counts cost, one row each, where it is known at `knownAt`; makes an expected cost of a rate. */
  readonly amounts?: (
    db: Kysely<Database>,
    knownAt: Date,
  ) => Compilable<{ entity_id: string; amount: number }>
  readonly split: Split
  /** The moment that tells training from test where it is not the moment of scoring: the year of the loss, for instance. */
  readonly splitAt?: (db: Kysely<Database>) => Compilable<{ entity_id: string; split_at: Date }>
  /**
   * Rows without an outcome that are taken for genuine once they are so many days old, and how much each counts beside one
   * that was investigated. Without it only known outcomes are learned from.
   */
  readonly assumed?: { readonly afterDays: number; readonly weight: number }
  /**
   * Whom each row belongs to: rows of one group never stand on both sides of a split, nor in two folds. Default each row by itself.
   */
  readonly group?: (db: Kysely<Database>) => Compilable<{ entity_id: string; group_id: string }>
  /**
   * Features that whoever chose what to investigate had before them. Given together with `assumed`, the choice is learned with the
   * outcome, and scores are calibrated to all rows instead of to those that somebody looked at.
   */
  readonly referral?: readonly string[]
  /** Feature views and features left out, by name. */
  readonly without?: readonly string[]
  /**
   * Protected features that the task uses, openly: a tariff may rate by age where the law lets it. All others are measured,
   * never used.
   */
  readonly openly?: readonly string[]
  /** Hyper-parameters of the boosted trees where they differ from the run's own. */
  readonly trees?: Readonly<Record<string, number | string>>
  /**
   * Hyper-parameters of the boosted trees that are searched before learning, on the training rows alone: how many settings, and
   * after how many seconds the search makes do with what it has (which a run on another machine need not repeat). Default none.
   */
  readonly tune?: { readonly space: Space; readonly candidates: number; readonly seconds?: number }
  /** Boosted models of different seeds that are averaged. Default 1. */
  readonly bag?: number
  /** Share of a linear model in the mean of margins, 0 to 1. Default 0. */
  readonly linearShare?: number
}

/** True persons of a list of parties. */
export interface LinkageTruth {
  /** snake_case. */
  readonly name: string
  /** party_id to the person. */
  readonly persons: ReadonlyMap<string, string>
}

/** A book. */
export interface Book {
  readonly name: string
  readonly title: Text
  readonly description: string
  readonly sources: readonly Source[]
  readonly tasks: readonly Task[]
  /** What brings files into the book's inbox, where `sources` find them like any other. */
  readonly collectors?: readonly Collector[]
  /** Words that texts of the book are searched for; without them no mention is found. */
  readonly lexicon?: Lexicon
  /** The moment that the book is seen at when nobody says: the last `known_at`, or a fixed one for data of the past. */
  readonly asOf: string | 'latest'
  /** `source` when each source's parties are a list of its own that shares nobody with the others. Default `book`. */
  readonly linkWithin?: 'book' | 'source'
  /**
   * Who is who where a published file says so: read once linkage is done, to judge it, and by nothing else. Metrics are named
   * after each list: `<name>_precision`, `<name>_recall`, `<name>_f1`.
   */
  readonly truth?: (dataDirectory: string) => Promise<readonly LinkageTruth[]>
  /** Whether rules, links, rings, scores and alerts run on it. */
  readonly stages: readonly ('link' | 'graph' | 'rules' | 'score' | 'watch' | 'raise')[]
}
