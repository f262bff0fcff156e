/** What a load says about itself. */
import type { CheckResult } from './checks.ts'

/** One source of a load. */
export interface SourceReport {
  readonly source: string
  readonly into: string
  /** Files that were read now. */
  readonly files: readonly string[]
  /** Files whose bytes were loaded before, under the same definition. */
  readonly skipped: readonly string[]
  /** Records in the files, those set aside included. */
  readonly records: number
  /** Rows that entered the table. */
  readonly accepted: number
  /** Records that were set aside. */
  readonly quarantined: number
  /** Rows that stayed out, because their key was there with nothing newer to say. */
  readonly duplicate: number
  readonly bytes: number
  readonly quarantinedBytes: number
  /** Records set aside, by code. */
  readonly codes: Readonly<Record<string, number>>
  /** Columns that the source neither uses nor ignores. */
  readonly unknownColumns: readonly string[]
  /** Remarks for the reader: a file without records, a source without a file. */
  readonly notes: readonly string[]
  readonly seconds: number
}

export interface IngestReport {
  readonly book: string
  readonly sources: readonly SourceReport[]
  readonly checks: readonly CheckResult[]
  /** Bytes of the files that were read, each file once. */
  readonly bytes: number
  readonly seconds: number
}

/** How far a load is. */
export interface Progress {
  readonly source: string
  readonly file: string
  readonly phase: 'reading' | 'loading' | 'done'
  readonly records: number
  readonly bytes: number
  readonly totalBytes: number
  /** Records a second since the file was begun. */
  readonly rate: number
}
