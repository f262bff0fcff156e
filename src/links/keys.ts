/** Keys of things: one form for each number and address, so that the same thing is one node. Empty texts give NULL. */
import { type Expression, type RawBuilder, sql } from 'kysely'

type Text = Expression<string | null>

/** Digits of a phone, without the country code of the home market. */
export const phoneKey = (value: Text): RawBuilder<string> =>
  sql`nullif(regexp_replace(regexp_replace(${value}, '[^0-9]+', '', 'g'), '^(0086|86)(1[0-9]{10})$', '\\2'), '')`

/** Letters and digits, upper case: accounts, plates. */
export const codeKey = (value: Text): RawBuilder<string> =>
  sql`nullif(upper(regexp_replace(${value}, '[[:space:][:punct:]]+', '', 'g')), '')`

/** An address in one line without blanks and marks, lower case. */
export const addressKey = (value: Text): RawBuilder<string> =>
  sql`nullif(regexp_replace(lower(${value}), '[[:space:][:punct:]，。、（）－]+', '', 'g'), '')`

/** An e-mail address, lower case. */
export const emailKey = (value: Text): RawBuilder<string> => sql`nullif(lower(trim(${value})), '')`
