/** The contract of a source: one kind of file, how its columns map to one core table, and what must hold. */
import type { CoreTable, Database } from './schema/database.ts'
import type { Text } from './util/text.ts'

/** Columns of a core table that loading fills by itself. */
type Stamped = 'book' | 'source' | 'batch_id' | 'source_line'

/**
 * How one column of the table is made from a record.
 * `sql` is an expression over the record's columns, all of them text (`"Name"`); it gives NULL when the text cannot be read.
 */
export interface Column {
  /** Columns of the file that it reads. */
  readonly reads: readonly string[]
  readonly sql: string
  /** A record without a value is set aside as `missing_value`. */
  readonly required: boolean
  /** Code for a text that is there but cannot be read, for instance `invalid_date`; undefined when every text can. */
  readonly code: string | undefined
  /** Name of the transform, or `constant`, `absent`, `expression` (its SQL says what it does). */
  readonly transform: string
  /** What the source says about how the transform works. */
  readonly parameters?: Readonly<Record<string, unknown>>
}

/**
 * A statement that must return no row. What it returns stops the load, is kept as a warning, or (severity `quarantine`: the
 * statement selects `_offset` of the rows at fault) has its records set aside. Builders for the common ones stand in `check.ts`.
 *
 * In its text stand for: `{rows}` the relation of rows that it looks at, `{key}` the key columns of the table, `{table}` the
 * table, `{source}`, `{batch}` and `{loaded_at}` the source, the load and its moment as literals.
 */
export interface Check {
  readonly name: string
  readonly severity: 'stop' | 'quarantine' | 'warn'
  readonly meaning: Text
  readonly sql: string
  /**
   * `staged`, the default: before the rows of a file enter the table. `loaded`: once every source of the run has entered, when
   * `{rows}` are those of one load; a check that stops then stops the run.
   */
  readonly when?: 'staged' | 'loaded'
  /** Part of the data-quality score that it counts for. Default `consistency`. */
  readonly part?: 'consistency' | 'uniqueness' | 'timeliness' | 'stability'
}

/**
 * `json` is one document that holds an array of objects, `jsonl` an object a line, `xlsx` a workbook, `rss` any feed: RSS, Atom
 * or RDF. Each may come zipped or gzipped.
 */
export type Format = 'csv' | 'json' | 'jsonl' | 'parquet' | 'rss' | 'xlsx'

/** How a file is read, where what is found by itself is wrong or must not be left to chance. */
export interface Reading {
  readonly encoding?: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  /** One ASCII character. */
  readonly delimiter?: string
  /** One ASCII character; empty when nothing is quoted. */
  readonly quote?: string
  /** Lines before the header, or `none` when there is no header: columns are then `column1`, `column2`, ... */
  readonly header?: number | 'none'
  /** Sheet of a workbook: its name, or its number from 1. Default the first. */
  readonly sheet?: string | number
  /** Member of a JSON document that holds the records, `data.items`; default the only array of objects there is. */
  readonly path?: string
}

/** A source. `columns` is total over the table: a column that is forgotten does not compile. */
export interface Source<T extends CoreTable = CoreTable> {
  /** `<book>/<name>`, unique. */
  readonly name: string
  readonly into: T
  /** What people call it. */
  readonly title: Text
  readonly description: Text
  readonly publisher: string
  /** Internal systems, partners, the web, or a published data set. */
  readonly origin: 'internal' | 'partner' | 'web' | 'public'
  /** Names of the files, with `*` for any run of characters, relative to the data folder. */
  readonly files: string
  readonly format: Format
  readonly reading?: Reading
  readonly columns: { readonly [C in Exclude<keyof Database[T], Stamped>]-?: Column }
  /** Columns of the file that are known and not used; any other unknown column is reported. */
  readonly ignore: readonly string[]
  /** Turns records into rows when a record holds several or none: SQL over `{records}` that keeps `_line`, `_offset`. */
  readonly rows?: string
  /** What a row does whose key is loaded already: stay out, or replace. */
  readonly duplicates: 'ignore' | 'update'
  /** A run stops when no file is there, unless this is set. */
  readonly optional?: boolean
  /** Share of records that may be set aside before the run stops, 0 to 1. Default 0.2. */
  readonly tolerance?: number
  readonly checks: readonly [Check, ...Check[]]
  /** A few records as the real file has them; a test loads them. For Parquet and Excel: CSV of the same columns. */
  readonly sample: string
}

const make = (transform: string, reads: readonly string[], sql: string, code?: string): Column => ({
  reads,
  sql,
  required: false,
  code,
  transform,
})

/** The same column, its value required. */
export const required = (column: Column): Column => ({ ...column, required: true })
/** The same value for every row. */
export const constant = (value: string | number | boolean) =>
  make('constant', [], typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value))
/** Not in this source: NULL. */
export const absent = make('absent', [], 'null')
/** Any SQL over the record's columns. */
export const expression = (reads: readonly string[], sql: string, code?: string) =>
  make('expression', reads, sql, code)

/** Declares a source; the table's columns are checked by the compiler. */
export function source<const T extends CoreTable>(definition: Source<T>): Source<T> {
  return definition
}
