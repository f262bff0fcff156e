/** An alert and its history as callers see them. */
import type { AlertDetail, AlertKind, AlertState, Disposition } from '../alert.ts'
import type { Severity } from '../schema/words.ts'
import type { Text } from '../util/text.ts'
import type { AlertEventTable, AlertTable } from './database.ts'

export interface Alert {
  readonly alertId: string
  readonly kind: AlertKind
  readonly subjectId: string
  readonly line: string | null
  readonly severity: Severity
  readonly state: AlertState
  readonly disposition: Disposition | null
  readonly probability: number
  readonly expectedLossAmount: number
  readonly title: Text
  readonly book: string
  readonly snapshot: string
  readonly modelId: string | null
  readonly thresholdVersion: string
  readonly raisedAt: Date
  readonly updatedAt: Date
  readonly assignee: string | null
  readonly lastSeenSnapshot: string
  /** Hand it back with a change; the change is refused when somebody else was faster. */
  readonly version: number
}

export const ACTIONS = [
  'raised',
  'raised_again',
  'updated',
  'ended',
  'below_limits',
  'assigned',
  'released',
  'closed',
  'reopened',
  'noted',
] as const
export type AlertAction = (typeof ACTIONS)[number]

export interface AlertEvent {
  readonly at: Date
  readonly actor: string
  readonly action: AlertAction
  readonly note: string | null
  /** What changed. */
  readonly detail: Readonly<Record<string, unknown>> | null
}

export interface AlertWithHistory extends Alert {
  readonly detail: AlertDetail
  /** Oldest first. */
  readonly events: readonly AlertEvent[]
}

export function alertOf(row: Omit<AlertTable, 'detail' | 'dedupe_key'>): Alert {
  return {
    alertId: row.alert_id,
    kind: row.kind,
    subjectId: row.subject_id,
    line: row.line,
    severity: row.severity,
    state: row.state,
    disposition: row.disposition,
    probability: row.probability,
    expectedLossAmount: row.expected_loss_amount,
    title: { en: row.title, zh: row.title_zh },
    book: row.book,
    snapshot: row.snapshot,
    modelId: row.model_id,
    thresholdVersion: row.threshold_version,
    raisedAt: row.raised_at,
    updatedAt: row.updated_at,
    assignee: row.assignee,
    lastSeenSnapshot: row.last_seen_snapshot,
    version: row.version,
  }
}

export function eventOf(row: AlertEventTable): AlertEvent {
  return {
    at: row.at,
    actor: row.actor,
    action: row.action as AlertAction,
    note: row.note,
    detail: row.detail === null ? null : JSON.parse(row.detail),
  }
}
