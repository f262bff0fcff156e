/** What every stage of a run is handed. */
import type { Book } from '../book.ts'
import type { FeatureView } from '../feature.ts'
import type { Link } from '../link.ts'
import type { Rule } from '../rule.ts'
import type { Signal } from '../signal.ts'
import type { OnProgress } from '../util/progress.ts'
import type { SnapshotBuild, Warehouse } from '../warehouse/index.ts'

/** Everything that is content: the engine is handed it and names none of it. */
export interface Shelves {
  readonly books: readonly Book[]
  readonly views: readonly FeatureView[]
  readonly rules: readonly Rule[]
  readonly links: readonly Link[]
  readonly signals: readonly Signal[]
}

/** A measured value with its 95 % interval; a value without one has it collapsed. */
export interface Metric {
  readonly value: number
  readonly low: number
  readonly high: number
}

export type Metrics = Record<string, Metric>

/** A figure that has no sampling error, as a metric. */
export const exact = (value: number): Metric => ({ value, low: value, high: value })

/** A run under way. */
export interface RunContext {
  readonly warehouse: Warehouse
  /** Closes the warehouse while another process has it; `warehouse` is another object afterwards. */
  readonly lend: SnapshotBuild['lend']
  readonly book: Book
  readonly shelves: Shelves
  readonly home: string
  /** Folder for temporary files of this run. */
  readonly workDirectory: string
  /** Folder of the book's files; undefined when nothing is to be loaded. */
  readonly dataDirectory: string | undefined
  readonly snapshotId: string
  readonly now: Date
  readonly seed: number
  readonly onProgress: OnProgress
  readonly metrics: Metrics
}
