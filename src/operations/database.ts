/** Tables of the operations store, the same on DuckDB and PostgreSQL. JSON is kept as text, moments in UTC. */
import type { AlertKind, AlertState, Disposition } from '../alert.ts'
import type { CaseAction, CaseState, CaseSubject } from '../case.ts'
import type { Severity } from '../schema/words.ts'

/** One row per person who may sign in. */
export interface UserTable {
  username: string
  name: string
  role: string
  /** JSON array of lines of business; NULL for all. */
  lines: string | null
  password_hash: string
  is_disabled: boolean
  created_at: Date
}

/** One row per session. The token itself is never stored. */
export interface SessionTable {
  token_hash: string
  username: string
  created_at: Date
  expires_at: Date
}

/** One row per alert; `dedupe_key` keeps the same finding from being raised twice. */
export interface AlertTable {
  alert_id: string
  dedupe_key: string
  kind: AlertKind
  subject_id: string
  line: string | null
  severity: Severity
  state: AlertState
  disposition: Disposition | null
  probability: number
  expected_loss_amount: number
  title: string
  title_zh: string
  /** JSON of `AlertDetail`. */
  detail: string
  book: string
  /** Snapshot that it was raised from, or last changed by. */
  snapshot: string
  model_id: string | null
  threshold_version: string
  raised_at: Date
  updated_at: Date
  assignee: string | null
  last_seen_snapshot: string
  /** Grows by one with every change that a person makes or sees. */
  version: number
}

/** One row per thing that happened to an alert; rows are only ever added. */
export interface AlertEventTable {
  alert_id: string
  seq: number
  at: Date
  actor: string
  action: string
  note: string | null
  /** JSON object with what changed. */
  detail: string | null
}

/** One row per set of thresholds; rows are only ever added. */
export interface ThresholdVersionTable {
  version: string
  content_hash: string
  /** JSON. */
  content: string
  author: string
  reason: string
  parent: string | null
  created_at: Date
}

/** One row per switch to a set of thresholds; the newest one is in force. */
export interface ThresholdActivationTable {
  seq: number
  version: string
  activated_by: string
  activated_at: Date
}

/** One row per proposal to let a model score; rows are only ever added. */
export interface ModelProposalTable {
  proposal_id: string
  book: string
  task: string
  model_id: string
  /** The champion that it would replace. */
  champion_id: string | null
  reason: string
  /** JSON: what the two were compared by. */
  comparison: string
  proposed_by: string
  proposed_at: Date
}

/** One row per proposal that was decided on; rows are only ever added. */
export interface ModelDecisionTable {
  proposal_id: string
  decision: 'approved' | 'rejected' | 'withdrawn'
  note: string
  decided_by: string
  decided_at: Date
}

/** One row per case of a book. */
export interface CaseFileTable {
  case_id: string
  book: string
  subject_kind: CaseSubject
  /** Id of the ring or of the node as the snapshot names it, never a pseudonym. */
  subject_id: string
  line: string | null
  title: string
  state: CaseState
  owner: string | null
  created_by: string
  created_at: Date
  updated_at: Date
  /** Grows by one with every change of title, state or owner. */
  version: number
}

/** One row per thing that happened to a case; rows are only ever added. `line` is that of the claim concerned, if one is. */
export interface CaseEventTable {
  case_id: string
  seq: number
  at: Date
  actor: string
  action: CaseAction
  /** JSON object with what changed. */
  detail: string
  line: string | null
}

/** One row per note; rows are only ever added. */
export interface CaseNoteTable {
  case_id: string
  seq: number
  at: Date
  author: string
  content: string
  node_id: string | null
  line: string | null
}

/** One row per version of the mark of a node; rows are only ever added, the highest version holds. */
export interface CaseMarkTable {
  case_id: string
  node_id: string
  version: number
  is_pinned: boolean
  is_hidden: boolean
  /** JSON array. */
  tags: string
  line: string | null
  changed_by: string
  changed_at: Date
}

/** One row per version of a saved view; rows are only ever added, the highest version holds. */
export interface CaseViewTable {
  case_id: string
  view_id: string
  version: number
  name: string
  /** JSON; NULL when the view was deleted. */
  content: string | null
  changed_by: string
  changed_at: Date
}

/** One row per action; each row carries the hash of the one before. */
export interface AuditTable {
  seq: number
  at: Date
  actor: string
  action: string
  subject: string
  /** JSON. */
  detail: string
  previous_hash: string
  hash: string
}

/** One row per request that carried an idempotency key, with its answer. */
export interface IdempotencyTable {
  key: string
  actor: string
  request_hash: string
  status: number
  /** JSON. */
  body: string
  at: Date
}

export interface OperationsDatabase {
  user: UserTable
  session: SessionTable
  alert: AlertTable
  alert_event: AlertEventTable
  threshold_version: ThresholdVersionTable
  threshold_activation: ThresholdActivationTable
  model_proposal: ModelProposalTable
  model_decision: ModelDecisionTable
  case_file: CaseFileTable
  case_event: CaseEventTable
  case_note: CaseNoteTable
  case_mark: CaseMarkTable
  case_view: CaseViewTable
  audit: AuditTable
  idempotency: IdempotencyTable
}
