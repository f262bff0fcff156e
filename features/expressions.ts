/** SQL expressions that several views share. */
import { type RawBuilder, sql } from 'kysely'
import { MAKE_SPELLINGS, MAKES } from './words.ts'

/** Position of a word in a list, from 1; NULL for a word that is not in it. The enum makes the look-up a hash. */
export function category(value: RawBuilder<unknown>, words: readonly string[]): RawBuilder<number> {
  const list = sql.join(words.map((word) => sql.lit(word)))
  return sql<number>`enum_code(try_cast(lower(${value}) as enum(${list})))::integer + 1`
}

/** A quotient; NULL when the divisor is zero or not known. */
export const ratio = (dividend: RawBuilder<unknown>, divisor: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`${dividend} / nullif(${divisor}, 0)`

/** Natural logarithm; NULL for zero and below, where DuckDB would stop with an error. */
export const log = (value: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`case when ${value} > 0 then ln((${value})::double) end`

/** Whole years between two days. */
export const years = (from: RawBuilder<unknown>, to: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`date_diff('month', ${from}, ${to}) // 12`

/** Week of the month that a day lies in: the first seven days are week 1. */
export const weekOfMonth = (day: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(dayofmonth(${day}) - 1) // 7 + 1`

/** Position of a make, its other spellings included. */
export function make(value: RawBuilder<unknown>): RawBuilder<number> {
  const other = sql.join(
    Object.entries(MAKE_SPELLINGS).map(([from, to]) => sql`when ${sql.lit(from)} then ${sql.lit(to)}`),
    sql` `,
  )
  return category(sql`case lower(${value}) ${other} else ${value} end`, MAKES)
}
