/** The contract of a transform: a named rule that makes one value of a raw text, with examples of what it gives and what it refuses. */
import type { Column } from './source.ts'
import type { Text } from './util/text.ts'

/** What a source may say about how a transform works; kept with the column and shown wherever a value is traced. */
export type Parameters = Readonly<Record<string, unknown>>

/** A raw text and the value that it becomes, as DuckDB writes it; NULL when it is refused. */
export interface TransformExample<P extends Parameters = Parameters> {
  readonly raw: string
  readonly parameters?: P
  readonly value: string | null
}

/** A transform. It never guesses: a text that can be read in two ways is refused, unless a parameter says which way holds. */
export interface Transform<P extends Parameters = Parameters> {
  /** snake_case, unique; the file bears it in kebab-case. */
  readonly name: string
  /** What it makes of a text, in words. */
  readonly meaning: Text
  /** SQL type of the value. */
  readonly gives: 'VARCHAR' | 'INTEGER' | 'DOUBLE' | 'DECIMAL(14,2)' | 'DATE' | 'TIMESTAMP' | 'BOOLEAN'
  /** Code of a text that is there and refused, for instance `invalid_date`; undefined when every text has a value. */
  readonly code: string | undefined
  /** SQL that gives the value of a text, NULL when it is refused or there is none. `text` is SQL for a VARCHAR. */
  readonly sql: (text: string, parameters: P) => string
  readonly examples: readonly [TransformExample<P>, ...TransformExample<P>[]]
}

/** Declares a transform. */
export function transform<P extends Parameters = Parameters>(definition: Transform<P>): Transform<P> {
  return definition
}

/** A column of a table that is one column of the file under a transform. */
export function column<P extends Parameters>(
  rule: Transform<P>,
  name: string,
  ...[parameters]: Parameters extends P ? [P?] : [P]
): Column {
  return {
    reads: [name],
    sql: rule.sql(`"${name.replaceAll('"', '""')}"`, parameters ?? ({} as P)),
    required: false,
    code: rule.code,
    transform: rule.name,
    ...(parameters === undefined ? {} : { parameters }),
  }
}

/**
 * SQL for a cheap reading first and a dear one for what it leaves over. The inner CASE keeps DuckDB from working out parts of the
 * dear one for every row.
 */
export function cheapFirst(text: string, cheap: string, dear: string): string {
  return `coalesce(${cheap}, case when ${text} is not null then ${dear} end)`
}
