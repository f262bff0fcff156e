/** The contract of an alert: a finding that asks a person to look, in the operations store until it is closed. */
import type { Severity } from './schema/words.ts'
import type { Text } from './util/text.ts'

export const ALERT_KINDS = ['claim', 'provider', 'ring', 'signal', 'policy'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

export const ALERT_STATES = ['new', 'assigned', 'closed'] as const
export type AlertState = (typeof ALERT_STATES)[number]

export const DISPOSITIONS = ['confirmed_fraud', 'suspicious', 'cleared', 'data_error', 'duplicate'] as const
/** What a person found who looked. */
export type Disposition = (typeof DISPOSITIONS)[number]

/** Why an alert speaks, how sure it is, compared with whom, and what to do next. */
export interface AlertDetail {
  readonly why: readonly { readonly text: Text; readonly logOdds: number }[]
  readonly confidence: Text
  readonly comparedWith: Text
  readonly nextSteps: readonly Text[]
  /** Day from which on what was found is over; absent while it lasts. */
  readonly ended?: string
  /** Over for so long that it refreshes an open alert and raises none. */
  readonly isOld?: boolean
}

/** What a run proposes. The same finding has the same `dedupeKey` in every run, so it is raised once. */
export interface AlertCandidate {
  readonly dedupeKey: string
  readonly kind: AlertKind
  readonly subjectId: string
  readonly line: string | null
  readonly severity: Severity
  readonly probability: number
  readonly expectedLossAmount: number
  readonly title: Text
  readonly detail: AlertDetail
  readonly asOf: Date
}

/** The run that raises. */
export interface RaiseContext {
  readonly book: string
  readonly snapshot: string
  readonly modelId: string | null
  readonly thresholdVersion: string
  /** Who raises: `run`, or a username. */
  readonly actor: string
  readonly at: Date
}

/** What became of the candidates of a run; the four add up to their number. */
export interface RaiseReport {
  /** New ones, and closed ones whose severity rose. */
  readonly raised: number
  /** Open ones that changed. */
  readonly updated: number
  /** Open ones that stayed as they were. */
  readonly unchanged: number
  /** Closed ones that stay closed, and findings that were over before anybody raised them. */
  readonly closedBefore: number
  /** Open ones whose warning the run did not find again: marked as over. */
  readonly ended?: number
  /** Ones nobody took up that changed thresholds no longer raise: closed without a finding. */
  readonly below?: number
}
