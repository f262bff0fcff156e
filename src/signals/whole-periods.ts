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

/** The values of a column of claims that are most frequent, so that a long tail makes no series without claims. */
export const largest = (column: 'region_code' | 'peril', asOf: Date, most = 40): RawBuilder<unknown> =>
  sql`select ${sql.ref(column)} from core.claim where known_at <= ${asOf} and ${sql.ref(column)} is not null
    group by 1 order by count(*) desc, 1 limit ${sql.lit(most)}`
