/** Names and texts quoted for SQL. */

/** `a"b` as `"a""b"`. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** `it's` as `'it''s'`. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A table named `schema.table`, or `table` in `main`. */
export interface TableName {
  readonly schema: string
  readonly table: string
}

/** Splits `core.claim` at its first dot. */
export function tableName(name: string): TableName {
  const dot = name.indexOf('.')
  return dot < 0
    ? { schema: 'main', table: name }
    : { schema: name.slice(0, dot), table: name.slice(dot + 1) }
}

/** `core.claim` as `"core"."claim"`. */
export function quoteTable(name: string): string {
  const { schema, table } = tableName(name)
  return `${quoteName(schema)}.${quoteName(table)}`
}
