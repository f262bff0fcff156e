/** How a table is declared: once, as a literal that gives both the SQL and the TypeScript type. */

/** One column: its SQL type, whether NULL may stand in it, and what it means. */
export interface ColumnDef<T = unknown> {
  readonly sql: string
  readonly nullable: boolean
  readonly meaning: string
  /** Sensitive columns are masked by default wherever they are shown. */
  readonly sensitive: boolean
  /** The same column, NULL allowed. */
  optional(): ColumnDef<T | null>
  /** The same column, marked as sensitive. */
  secret(): ColumnDef<T>
  /** Carries the TypeScript type; never set. */
  readonly type?: T
}

function column<T>(sql: string, meaning: string, nullable = false, sensitive = false): ColumnDef<T> {
  return {
    sql,
    nullable,
    meaning,
    sensitive,
    optional: () => column<T | null>(sql, meaning, true, sensitive),
    secret: () => column<T>(sql, meaning, nullable, true),
  }
}

/** Text. */
export const text = (meaning: string) => column<string>('VARCHAR', meaning)
/** One of a closed set of words. */
export const word = <T extends string>(words: readonly T[], meaning: string) =>
  column<T>('VARCHAR', `${meaning}: ${words.join(', ')}`)
/** A whole number within 32 bits. */
export const integer = (meaning: string) => column<number>('INTEGER', meaning)
/** A whole number within 53 bits. */
export const bigint = (meaning: string) => column<number>('BIGINT', meaning)
/** A real number. */
export const real = (meaning: string) => column<number>('DOUBLE', meaning)
/** Money, in the book's currency, two decimals. */
export const amount = (meaning: string) => column<number>('DECIMAL(14,2)', meaning)
/** Yes or no. */
export const flag = (meaning: string) => column<boolean>('BOOLEAN', meaning)
/** A day, as `YYYY-MM-DD`. */
export const date = (meaning: string) => column<string>('DATE', meaning)
/** A moment, UTC. */
export const timestamp = (meaning: string) => column<Date>('TIMESTAMP', meaning)
/** A JSON document, as text. */
export const json = (meaning: string) => column<string>('VARCHAR', `${meaning} (JSON)`)

export type ColumnDefs = Readonly<Record<string, ColumnDef>>

/** A declared table. `key` names the columns that identify a row; loading keeps them unique. */
export interface TableDef<N extends string = string, C extends ColumnDefs = ColumnDefs> {
  readonly name: N
  readonly description: string
  readonly key: readonly string[]
  readonly columns: C
}

/** The row type of a table. */
export type RowOf<T extends TableDef> = {
  -readonly [K in keyof T['columns']]: T['columns'][K] extends ColumnDef<infer V> ? V : never
}

/** Declares a table. `description` reads "one row per ...". */
export function table<const N extends string, const C extends ColumnDefs>(
  name: N,
  description: string,
  key: readonly (keyof C & string)[],
  columns: C,
): TableDef<N, C> {
  return { name, description, key, columns }
}

/** What every loaded row carries about where it came from and when it was learned. */
export const provenance = {
  book: text('the book that the row belongs to'),
  source: text('the source that brought the row'),
  batch_id: text('the load that brought the row'),
  source_line: bigint('line (or record number) in the file that the row came from'),
  event_at: timestamp('when it happened in the world'),
  known_at: timestamp(
    'when the insurer learned of it; features may read nothing known later than their moment',
  ),
}

/** The columns of a loaded table: its own, then its provenance. */
export function loaded<const C extends ColumnDefs>(columns: C): C & typeof provenance {
  return { ...columns, ...provenance }
}

/** `create table` for a definition. */
export function ddl(def: TableDef): string {
  const body = Object.entries(def.columns)
    .map(([name, c]) => `  "${name}" ${c.sql}${c.nullable ? '' : ' not null'}${compression(def, name)}`)
    .join(',\n')
  return `create table if not exists ${def.name} (\n${body}\n)`
}

/** Columns that hold almost as many texts as rows. */
const REFERENCES: ReadonlySet<string> = new Set(['claim_id', 'policy_id', 'party_id', 'label'])
/** Columns that hold one text for a whole load, or a few. */
const CONSTANTS: ReadonlySet<string> = new Set(['book', 'source', 'batch_id', 'link', 'node_kind'])

/**
 * Identifiers end up in DuckDB's FSST compression anyway and what a load repeats in its dictionary; naming it spares the search for
 * the best one, which costs more than everything else about writing such a column.
 */
function compression(def: TableDef, name: string): string {
  if (def.columns[name].sql !== 'VARCHAR') return ''
  if (CONSTANTS.has(name)) return ' using compression dictionary'
  return REFERENCES.has(name) || (def.key.includes(name) && name.endsWith('_id'))
    ? ' using compression fsst'
    : ''
}
