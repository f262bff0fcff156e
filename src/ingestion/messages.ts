/** What a load and the process that does it say to each other. */
import type { Source } from '../source.ts'
import type { IngestReport, Progress } from './report.ts'
import type { LeftOut } from './unreadable.ts'

/** The warehouse file to load into, while nobody else has it open. */
export interface WarehouseFile {
  readonly path: string
  readonly allowedDirectories?: readonly string[]
  /** Memory cap of DuckDB in MiB; default its own. */
  readonly memoryMb?: number
  readonly threads?: number
}

/** The one order that the process gets. */
export interface Order {
  readonly file: WarehouseFile
  readonly sources: readonly Source[]
  readonly options: {
    readonly book: string
    readonly dataDirectory: string
    readonly moreDirectories?: readonly string[]
    readonly workDirectory: string
    readonly loadedAt: Date
    readonly without: readonly LeftOut[]
  }
  /** An earlier process died over some file: what it had loaded counts as loaded now. */
  readonly isAgain: boolean
  /** Files that can be read and not be used are left out too, instead of stopping the load. */
  readonly keepGoing: boolean
}

/** What it answers. */
export type Answer =
  | { readonly kind: 'file'; readonly file: string; readonly source: string }
  | { readonly kind: 'refused'; readonly file: string; readonly source: string; readonly reason: string }
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly report: IngestReport }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly stack: string | undefined
      /** HTTP status of a fault of the caller; undefined for a fault of claimscope. */
      readonly status: number | undefined
    }
