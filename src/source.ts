/** The contract of a source: one kind of file, how its columns map to one core table, and what must hold. */
import type { CoreTable, Database } from './schema/database.ts'

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
  readonly meaning: string
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
  readonly description: string
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
  /** A few records as the real file has them; a test loads them. For Parquet: CSV of the same columns. */
  readonly sample: string
}

const id = (name: string) => `"${name.replaceAll('"', '""')}"`
const trimmed = (name: string) => `nullif(trim(${id(name)}), '')`
const make = (reads: readonly string[], sql: string, code?: string): Column => ({
  reads,
  sql,
  required: false,
  code,
})
/**
 * The cheap reading first, the dear one for what it leaves over. The inner CASE keeps the optimizer from working out parts of
 * the dear one for every row.
 */
const reading = (name: string, cheap: string, dear: string) =>
  `coalesce(${cheap}, case when ${id(name)} is not null then ${dear} end)`

/** The same column, its value required. */
export const required = (column: Column): Column => ({ ...column, required: true })
/** Text, trimmed; empty is NULL. */
export const asText = (name: string) =>
  make(
    [name],
    `case when ${id(name)} < '!' or ${[' ', '\u00a0', '\u3000'].map((space) => `suffix(${id(name)}, '${space}')`).join(' or ')} or prefix(${id(name)}, '\u00a0') or prefix(${id(name)}, '\u3000') then ${trimmed(name)} else ${id(name)} end`,
  )
/** A whole number. */
export const asInteger = (name: string) =>
  make(
    [name],
    `case when not contains(${id(name)}, '.') then try_cast(${id(name)} as integer) else try_cast(${trimmed(name)} as integer) end`,
    'invalid_integer',
  )
/** A real number. */
export const asReal = (name: string) => make([name], `try_cast(${id(name)} as double)`, 'invalid_number')
/** Money; thousands separators and currency signs are taken off. */
export const asAmount = (name: string) =>
  make(
    [name],
    reading(
      name,
      `try_cast(${id(name)} as decimal(14,2))`,
      `try_cast(regexp_replace(${trimmed(name)}, '[,，¥￥$€ ]|CNY|RMB', '', 'g') as decimal(14,2))`,
    ),
    'invalid_amount',
  )
/** A day: ISO (DuckDB's own cast would take `2024-01-02x` too), `2024/3/9`, `20240309`, `09.03.2024`, or `2024年3月9日`. */
export const asDate = (name: string) =>
  make(
    [name],
    reading(
      name,
      // What DuckDB writes back as it came is an ISO day and nothing else.
      `case when cast(try_cast(${id(name)} as date) as varchar) = ${id(name)} then try_cast(${id(name)} as date) end`,
      `coalesce(case when regexp_full_match(${trimmed(name)}, '[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}([ T].*)?') then try_cast(${trimmed(name)} as date) end, cast(try_strptime(regexp_replace(${trimmed(name)}, '[年月/.]', '-', 'g').replace('日', ''), ['%Y-%m-%d', '%Y%m%d', '%d-%m-%Y', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M']) as date))`,
    ),
    'invalid_date',
  )
/** A moment, UTC: ISO or `2024/3/9 14:05`. A day alone, in any shape that `asDate` reads, is its midnight. */
export const asTimestamp = (name: string) =>
  make(
    [name],
    reading(
      name,
      `try_cast(${id(name)} as timestamp)`,
      `try_strptime(regexp_replace(${trimmed(name)}, '[年月/.]', '-', 'g').replace('日', ''), ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d', '%Y%m%d', '%d-%m-%Y'])`,
    ),
    'invalid_timestamp',
  )
/** Yes or no, in the words that insurers' systems use. */
export const asFlag = (name: string) => {
  const branches = (words: readonly string[], value: boolean) =>
    words.map((word) => `when '${word}' then ${value}`).join(' ')
  const yes = branches(['y', '1', 'yes', 'true', 't', '是'], true)
  const no = branches(['n', '0', 'no', 'false', 'f', '否'], false)
  // A list (`in`) of more than five words would be worked out for every row, as a join.
  return make(
    [name],
    `case ${id(name)} when 'Y' then true when 'N' then false else case when ${id(name)} is not null then case lower(${trimmed(name)}) ${yes} ${no} end end end`,
    'invalid_flag',
  )
}
/** One of the keys of `words`, translated to its value. */
export const asWord = (name: string, words: Readonly<Record<string, string>>) => {
  const text = (word: string) => `'${word.replaceAll("'", "''")}'`
  const branches = (change: (key: string) => string) =>
    Object.entries(words)
      .map(([key, value]) => `when ${text(change(key))} then ${text(value)}`)
      .join(' ')
  return make(
    [name],
    `case ${id(name)} ${branches((key) => key)} else case when ${id(name)} is not null then case lower(${trimmed(name)}) ${branches((key) => key.toLowerCase())} end end end`,
    'unknown_word',
  )
}
/** The same value for every row. */
export const constant = (value: string | number | boolean) =>
  make([], typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value))
/** Not in this source: NULL. */
export const absent = make([], 'null')
/** Any SQL over the record's columns. */
export const expression = (reads: readonly string[], sql: string, code?: string) => make(reads, sql, code)

/** Declares a source; the table's columns are checked by the compiler. */
export function source<const T extends CoreTable>(definition: Source<T>): Source<T> {
  return definition
}
