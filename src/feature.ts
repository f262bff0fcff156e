/** The contract of a feature view: one query that gives several risk indicators of one entity as of a moment. */
import type { Compilable, Kysely } from 'kysely'
import type { CoreTable, Database } from './schema/database.ts'
import type { Entity, FeatureGroup } from './schema/words.ts'
import type { Text } from './util/text.ts'

/**
 * Which entities, at which moment. A view reads this relation and returns one row for each of its rows.
 * Training, back-testing, batch and live scoring differ in nothing but the spine.
 */
export interface SpineTable {
  entity_id: string
  as_of: Date
}

/** The warehouse as a feature view sees it. */
export type FeatureDatabase = Database & { spine: SpineTable }

/** What a feature means. Every feature is a number, NULL when not known. */
export interface FeatureMeta {
  readonly meaning: Text
  /** `days`, `CNY`, `claims`, `ratio`, `0/1`, `years`, `category` ... */
  readonly unit: string
  /** Whether a higher value is riskier, lower is, or neither by itself. */
  readonly direction: 'up' | 'down' | 'none'
  readonly group: FeatureGroup
  /** For categories: the words; the feature is the position in this list, from 1; NULL for any other word. */
  readonly categories?: readonly string[]
  /** Age, gender and the like: measured for fairness, never silently used. */
  readonly isProtected?: boolean
  /** Which way the handling of a claim can still change it (an amount agreed lower, a report handed in); absent: what happened stays. */
  readonly canChange?: 'up' | 'down' | 'both'
  /** A multiple of another feature of the same entity: when that one changes, this one changes by the same factor. */
  readonly scalesWith?: string
}

/** Rows in, values out. Run again with an earlier `earlier.asOf`, where the later rows must not be seen. */
export interface FeatureExample {
  readonly title: string
  /** Rows by table; provenance columns may be left out (`known_at` defaults to `event_at`, that to 2020-01-01). */
  readonly rows: {
    readonly [T in
      | CoreTable
      | 'graph.edge'
      | 'graph.node'
      | 'graph.ring'
      | 'graph.ring_member'
      | 'graph.suspicion'
      | 'graph.suspicion_moment']?: readonly Partial<Database[T]>[]
  }
  readonly entityId: string
  readonly asOf: string
  readonly expect: Readonly<Record<string, number | null>>
  readonly earlier?: { readonly asOf: string; readonly expect: Readonly<Record<string, number | null>> }
}

/** A feature view. Its query reads `spine` and selects `entity_id`, `as_of` and every feature, one row a spine row. */
export interface FeatureView<F extends string = string> {
  /** snake_case, unique; the file bears it in kebab-case. */
  readonly name: string
  readonly entity: Entity
  readonly title: Text
  /** Tables that must hold rows for the view to say anything; a book without them leaves the view out. */
  readonly reads: readonly (keyof Database)[]
  readonly features: Readonly<Record<F, FeatureMeta>>
  readonly query: (
    db: Kysely<FeatureDatabase>,
  ) => Compilable<{ entity_id: string; as_of: Date } & Record<NoInfer<F>, unknown>>
  readonly examples: readonly [FeatureExample, ...FeatureExample[]]
}

/** Declares a feature view; a feature that the query does not return does not compile. */
export function featureView<const F extends string>(definition: FeatureView<F>): FeatureView<F> {
  return definition
}
