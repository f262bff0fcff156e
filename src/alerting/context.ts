/** What proposals are made from: shelves and thresholds, handed in by the run. */
import type { FeatureMeta } from '../feature.ts'
import type { Rule } from '../rule.ts'
import type { Entity } from '../schema/words.ts'
import type { Signal } from '../signal.ts'
import type { ThresholdSet } from '../thresholds/index.ts'
import type { Language, Text } from '../util/text.ts'

export const DEFAULTS = {
  /** A settled claim is worth an alert so many days after the moment it was scored for: money can still be recovered. */
  lookBackDays: 180,
  /** A warning is news for so many days. */
  warningDays: 56,
  /** Reasons told. */
  reasons: 6,
  /** Steps told. */
  steps: 6,
} as const

export interface ProposeOptions {
  readonly book: string
  readonly asOf: Date
  readonly thresholds: ThresholdSet
  readonly rules: readonly Rule[]
  readonly signals: readonly Signal[]
  /** The meaning of a feature; undefined for a name that no shelf knows. */
  readonly feature: (entity: Entity, name: string) => FeatureMeta | undefined
  /** A value as people read it. */
  readonly describe: (meta: FeatureMeta, value: number, language: Language) => string
  /** What a ring's typology is called, and what to check first; undefined for a name that no shelf knows. */
  readonly typology: (id: string) => { readonly title: Text; readonly runbook: Text } | undefined
  /** What the scores of rings were calibrated on; undefined when they were not looked at. */
  readonly rings?: { readonly rings: number; readonly confirmed: number; readonly isFitted: boolean }
  /** Default 180. */
  readonly lookBackDays?: number
}

/** What became of everything that was looked at, so that nothing is left out in silence. */
export interface ProposeCounts {
  /** Scored, or found. `alerts + below + settled + explained`. */
  readonly looked: number
  readonly alerts: number
  /** Below the thresholds. */
  readonly below: number
  /** Investigated already, or settled longer ago than alerts look back. */
  readonly settled: number
  /** Rings with an honest explanation that was checked and holds. */
  readonly explained: number
}

/** A stable key: the same finding has the same one in every run. */
export const dedupeKey = (book: string, kind: string, subjectId: string): string =>
  `${book}/${kind}/${subjectId}`
