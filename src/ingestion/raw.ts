/** A file as a table of texts, with what is needed to find every record again. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema/database.ts'
import type { Reading } from '../source.ts'
import type { CsvAhead } from './csv/ahead.ts'
import type { LineMap } from './line-map.ts'

/** The one connection of a load; its temporary tables belong to it. */
export type Session = Kysely<Database>

/** A record that was set aside before any column was looked at. */
export interface Reject {
  readonly code: string
  readonly reason: string
  readonly line: number
  readonly offset: number
  /** Its length in the file. */
  readonly bytes: number
  readonly record: string
}

/** Where a record stands, and its text as it came. */
export interface Located {
  readonly offset: number
  readonly bytes: number
  readonly record: string
}

/** A file that was read into a temporary table; its rows are numbered by `rowid` from 0 in the order of the file. */
export interface RawTable {
  readonly table: string
  readonly columns: readonly string[]
  /** Rows of the table. */
  readonly records: number
  readonly encoding: string
  readonly delimiter: string | undefined
  /** What quotes fields; empty when nothing does. */
  readonly quote?: string
  /** Line that names the columns, from 1; undefined where there is none. */
  readonly headerLine?: number | undefined
  /** Sheet that was read, of a workbook. */
  readonly sheet?: string
  /** The workbook's other sheets, where nobody said which one holds the records. */
  readonly unreadSheets?: readonly string[]
  readonly lines: LineMap
  readonly rejects: readonly Reject[]
  /**
   * The table is a view over a copy of the file, which is parsed whenever it is read; its column `_line` numbers the records in
   * place of `rowid`.
   */
  readonly isLined?: boolean
  /** True when no two records whose key is whole can have the same; false says nothing. */
  readonly haveDistinctKeys?: () => boolean
  /** True when no text begins or ends with a space; false says nothing. */
  readonly isTight?: boolean
  /** Texts of records, by ascending ordinal number (or line, where that numbers them). */
  readonly locate: (session: Session, ordinals: readonly number[]) => Promise<Located[]>
  /** Frees what the table holds outside DuckDB. */
  readonly dispose: () => void
}

/** How a file is to be read. */
export interface ReadRequest {
  readonly session: Session
  readonly path: string
  /** Name that messages show. */
  readonly name: string
  /** Name of the temporary table to make. */
  readonly table: string
  /** Lower-case names of the columns that sources know. */
  readonly wanted: ReadonlySet<string>
  readonly workDirectory: string
  /** What the source says of the way its files are read. */
  readonly reading?: Reading
  /** Columns of the file whose texts, as they are, make the key of a row; none when something else does. */
  readonly keyColumns?: readonly string[]
  /** What was learned of the file while its fingerprint was taken. */
  readonly ahead?: CsvAhead
  /** Told now and then: bytes done, records found. */
  readonly onBytes: (bytes: number, records: number) => void
}
