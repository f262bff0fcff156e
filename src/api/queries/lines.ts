/** Conditions that several queries share. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Line } from '../../schema/words.ts'

/** True for rows of the lines that a user may see; rows without a line are seen by all. */
export function inLines(column: string, lines: readonly Line[] | null): RawBuilder<SqlBool> {
  if (lines === null) return sql<SqlBool>`true`
  const line = sql.ref(column)
  if (lines.length === 0) return sql<SqlBool>`${line} is null`
  return sql<SqlBool>`(${line} is null or ${line} in (${sql.join(lines)}))`
}

/** True when one of the columns holds the text, whatever its case. Never LIKE: a user's wildcards can run for minutes. */
export function holds(columns: readonly string[], text: string): RawBuilder<SqlBool> {
  const parts = columns.map((column) => sql<SqlBool>`contains(lower(${sql.ref(column)}), lower(${text}))`)
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`
}
