/** What the API is handed: the snapshot, the operations store, the shelves, the scorer, the clock. */
import type { Logger } from 'pino'
import type { AlertCandidate, RaiseReport } from '../alert.ts'
import type { OpenFinding } from '../alerting/index.ts'
import type { Collector } from '../collector.ts'
import type { FeatureView } from '../feature.ts'
import type { Link } from '../link.ts'
import type { Operations } from '../operations/index.ts'
import type { Rule } from '../rule.ts'
import type { Application, ApplicationResult } from '../run/application.ts'
import type { ModelLife } from '../run/model-life.ts'
import type { Database } from '../schema/database.ts'
import type { Score } from '../score.ts'
import type { Signal } from '../signal.ts'
import type { Source } from '../source.ts'
import type { Subject, ThresholdSet } from '../thresholds/index.ts'
import type { Text } from '../util/text.ts'
import type { ModelSummary, ReplayStatus } from './schemas/index.ts'
import type { Lease, View } from './snapshot-holder.ts'

/** The shelves whose words the API shows. */
export interface ApiCatalog {
  readonly sources: readonly Source[]
  readonly views: readonly FeatureView[]
  readonly rules: readonly Rule[]
  readonly links: readonly Link[]
  readonly signals: readonly Signal[]
  /** Default none. */
  readonly collectors?: readonly Collector[]
}

type Row<T extends keyof Database> = Partial<Database[T]>

/** A claim to be scored as if it had been reported: rows of core tables, provenance left to the scorer. */
export interface ScoreRequest {
  readonly claim: Row<'core.claim'> & { readonly claim_id: string }
  readonly parties: readonly Row<'core.claim_party'>[]
  readonly items: readonly Row<'core.claim_item'>[]
  /** Default: the moment that the claim was assessed, else the book's as-of. */
  readonly asOf: Date | undefined
}

/** What live scoring gives: the score, and the words of the rules that spoke. */
export interface LiveScoreResult {
  readonly score: Score
  readonly modelId: string | null
  readonly peerGroup: string | null
  readonly expectedLossAmount: number
  readonly rules: readonly { readonly id: string; readonly reason: Text }[]
}

/** Scores a claim on a snapshot with the definitions that the batch used. @throws UserError for a claim that cannot be scored. */
export type ScoreClaim = (request: ScoreRequest, view: View) => Promise<LiveScoreResult>

export type { Application, ApplicationResult } from '../run/application.ts'

/** Judges an application on a snapshot with the definitions that the batch used. @throws UserError for one that cannot be judged. */
export type ScoreApplication = (application: Application, view: View) => Promise<ApplicationResult>

/** Starts the run that takes corrections up, one at a time. */
export interface Replay {
  /** @throws UserError (409) while one is under way. */
  start(by: string, at: Date): ReplayStatus
  status(): ReplayStatus
}

/** Holds the scores of a snapshot against thresholds. */
export interface ThresholdTrial {
  /** Alerts that a snapshot raises under a set. */
  candidates(set: ThresholdSet, view: View): Promise<readonly AlertCandidate[]>
  /** Open findings of a kind by expected loss, whatever the thresholds. */
  open(
    subject: Subject,
    view: View,
  ): Promise<{ readonly found: readonly OpenFinding[]; readonly total: number }>
  /** Raises under the set in force. */
  raise(view: View, at: Date): Promise<RaiseReport>
}

export interface ApiContext {
  /** Borrows the snapshot being served. */
  readonly snapshot: () => Lease
  readonly operations: Operations
  readonly catalog: ApiCatalog
  readonly scorer: ScoreClaim
  /** Undefined where applications are not scored. */
  readonly underwriter?: ScoreApplication
  /** Models of the book as its registry knows them, the newest first. */
  readonly models: (view: View) => Promise<readonly ModelSummary[]>
  /** Cards, comparisons and promotions of the models; undefined where there are no model files. */
  readonly life?: ModelLife
  /** Built dashboards; undefined serves the API alone. */
  readonly staticDirectory: string | undefined
  /** Folder of all that is written; the book's ledgers lie in it. */
  readonly home: string
  /** Undefined where thresholds are not changed. */
  readonly trial?: ThresholdTrial
  /** Undefined where the server may not start runs. */
  readonly replay?: Replay
  readonly clock: () => Date
  /** The data are made up; shown on every page. */
  readonly demo: boolean
  /** Key of the pseudonyms of node ids; without it they change with every start. */
  readonly secret?: Uint8Array
  /** Default: silent. */
  readonly log?: Logger
  /** Holds every answer against its schema; for tests. */
  readonly checkResponses?: boolean
}
