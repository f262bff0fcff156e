/** The contract of a signal: a time series over the book that is watched against its limits. */
import type { Compilable, Kysely } from 'kysely'
import type { Database } from './schema/database.ts'
import type { Text } from './util/text.ts'

/** One observation. `period` is the first day of the week (Monday) or month. */
export interface SignalRow {
  series: string
  period: string
  value: number
}

/** A signal. */
export interface Signal {
  /** snake_case, unique. */
  readonly name: string
  readonly title: Text
  readonly period: 'week' | 'month'
  readonly unit: string
  /** Counts have limits that respect small numbers. */
  readonly isCount: boolean
  /** Which way is bad. */
  readonly direction: 'up' | 'down' | 'both'
  readonly runbook: Text
  /** Periods without rows count as 0 when `isCount`. Reads what is known at `asOf`, whole periods only. */
  readonly query: (db: Kysely<Database>, asOf: Date) => Compilable<SignalRow>
}
