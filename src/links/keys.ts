/**
 * Keys of things: one form for each number and mail box, so that the same thing is one node. Empty texts give NULL, and so
 * does what people write when they have nothing to write: a number of one repeated character, a mail box without an @.
 */
import { type Expression, type RawBuilder, sql } from 'kysely'

type Text = Expression<string | null>

const CODES = Array.from({ length: 94 }, (_, i) => i)
const FULL_WIDTH = `${CODES.map((i) => String.fromCodePoint(0xff01 + i)).join('')}　`
const HALF_WIDTH = `${CODES.map((i) => String.fromCodePoint(0x21 + i)).join('')} `

/** Full-width letters, digits and marks as ASCII; a text of as many bytes as letters is ASCII already, which is cheap to see. */
export const halfWidth = (value: Text): RawBuilder<string> =>
  sql`case when strlen(${value}) = length(${value}) then ${value}
    else translate(${value}, ${sql.lit(FULL_WIDTH)}, ${sql.lit(HALF_WIDTH)}) end`

/** The fewest characters of which a repetition is a placeholder. */
const REPEATED = 5

const told = (key: RawBuilder<string>): RawBuilder<string> =>
  sql`case when length(${key}) < ${sql.lit(REPEATED)} or replace(${key}, left(${key}, 1), '') <> '' then nullif(${key}, '') end`

/** Digits of a phone, without the country code of the home market. */
export const phoneKey = (value: Text): RawBuilder<string> =>
  told(
    sql`regexp_replace(regexp_replace(${halfWidth(value)}, '[^0-9]+', '', 'g'), '^(0086|86)(1[0-9]{10})$', '\\2')`,
  )

/** Letters and digits, upper case: accounts, plates, identity numbers, devices. */
export const codeKey = (value: Text): RawBuilder<string> =>
  told(sql`upper(regexp_replace(${halfWidth(value)}, '[[:space:][:punct:]]+', '', 'g'))`)

/** An e-mail address, lower case. */
export const emailKey = (value: Text): RawBuilder<string> =>
  sql`case when ${value} like '%@%' then lower(trim(${halfWidth(value)})) end`
