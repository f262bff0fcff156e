/** SQL that the signals share: whole weeks and months before a moment, and a series over all lines beside one a line. */
import { type RawBuilder, sql } from 'kysely'

/** First day of the week (Monday) or month of a moment. */
export const periodOf = (period: 'week' | 'month', moment: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`date_trunc(${sql.lit(period)}, ${moment})::date`

/** True for moments in periods that were over at `asOf`. */
export const isWhole = (
  period: 'week' | 'month',
  moment: RawBuilder<unknown>,
  asOf: Date,
): RawBuilder<boolean> => sql<boolean>`${moment} < date_trunc(${sql.lit(period)}, ${asOf}::timestamp)`

/** Name of the series over everything. */
export const ALL = 'all'
