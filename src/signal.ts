/** The contract of a signal: a time series over the book that is watched against its limits. */
import type { Compilable, Kysely } from 'kysely'
import type { Database } from './schema/database.ts'
import type { Text } from './util/text.ts'

/** One observation. `period` is the first day of the week (Monday) or month. */
export interface SignalRow {
  series: string
  period: string
  value: number
  /** For shares: how many could have been counted. */
  trials?: number
}

export const DIMENSIONS = ['line', 'region', 'peril', 'product', 'provider', 'agent'] as const
/** What a total is parted by. */
export type Dimension = (typeof DIMENSIONS)[number]

/** A signal. */
export interface Signal {
  /** snake_case, unique. */
  readonly name: string
  readonly title: Text
  readonly period: 'week' | 'month'
  readonly unit: string
  /**
   * What its values are: counts (limits respect small numbers), amounts that add up, levels that do not (a median), or counts of
   * `trials`, shown as a share. Periods without rows are 0 for counts and amounts, and unknown for the others.
   */
  readonly kind: 'count' | 'amount' | 'level' | 'share'
  /** Which way is bad. */
  readonly direction: 'up' | 'down' | 'both'
  readonly runbook: Text
  /** What the values add up. Signals of one measure and period cut the same total, so their series explain each other. */
  readonly measure: string
  /** What the parts of a series' name are, in order: `['line', 'region']` for `auto:330100`; `all` has none. */
  readonly by: readonly Dimension[]
  /** Reads what is known at `asOf`, whole periods only. */
  readonly query: (db: Kysely<Database>, asOf: Date) => Compilable<SignalRow>
}
