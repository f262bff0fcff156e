/** The contract of an evaluation: our models beside their peers on a public book, on the same rows in the same run. */
import type { OnProgress } from './util/progress.ts'

/** A measured value with its 95 % interval; a value without one has it collapsed. */
export interface EvaluatedMetric {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** One of ours or of the peers on one protocol. */
export interface Contestant {
  /** `claimscope`, `xgboost`, `prior`, ... */
  readonly name: string
  /** What was chosen, and on which rows: `tuned on 1994, judged on 1995, 40 settings`. */
  readonly tuning: string
  readonly seconds: number
  readonly metrics: Readonly<Record<string, EvaluatedMetric>>
}

/** A way of parting the rows: `train 1994-95, test 1996`. */
export interface Protocol {
  readonly name: string
  readonly rows: { readonly train: number; readonly test: number }
  readonly contestants: readonly Contestant[]
}

export interface EvaluationReport {
  readonly book: string
  readonly seed: number
  readonly versions: Readonly<Record<string, string>>
  readonly protocols: readonly Protocol[]
  /** Ours on the first protocol, by metric: what a script reads. */
  readonly metrics: Readonly<Record<string, EvaluatedMetric>>
  /** Whatever else belongs to the truth of it, in sentences. */
  readonly remarks: readonly string[]
  /** Why some rows scored as they did, each by a model that had not seen it. */
  readonly reasons?: readonly EvaluatedReasons[]
}

/** One row's score with its strongest reasons, to be read. */
export interface EvaluatedReasons {
  readonly subject: string
  readonly probability: number
  /** What turned out. */
  readonly outcome: string
  /** Strongest first; log-odds are what each adds. */
  readonly reasons: readonly {
    readonly name: string
    readonly meaning: string
    readonly value: number
    readonly peerValue: number | null
    readonly logOdds: number
  }[]
}

export interface EvaluationContext {
  /** Undefined only where `needsData` is false. */
  readonly dataDirectory: string | undefined
  readonly home: string
  readonly seed: number
  /** Python that has the peers; undefined to run alone. */
  readonly python: string | undefined
  readonly onProgress: OnProgress
}

/** An evaluation. */
export interface Evaluation {
  readonly book: string
  readonly description: string
  /** Whether `--data` must say where its files are; the demo book makes its own. */
  readonly needsData: boolean
  readonly run: (context: EvaluationContext) => Promise<EvaluationReport>
}
