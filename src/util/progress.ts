/** How long work tells how far it has come. */

/** One report. `total` is undefined when nobody can know it yet. */
export interface Progress {
  /** What is being done, in a few words. */
  readonly stage: string
  readonly done: number
  readonly total?: number
  /** What is counted: `rows`, `trees`. */
  readonly unit?: string
}

export type OnProgress = (progress: Progress) => void
