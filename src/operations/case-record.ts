/** A case as callers see it. Node ids are those of the snapshot; what leaves the house seals them. */
import type { CaseAction, CaseState, CaseSubject } from '../case.ts'
import type {
  CaseEventTable,
  CaseFileTable,
  CaseMarkTable,
  CaseNoteTable,
  CaseViewTable,
} from './database.ts'

export interface CaseFile {
  readonly caseId: string
  readonly book: string
  readonly subjectKind: CaseSubject
  readonly subjectId: string
  readonly line: string | null
  readonly title: string
  readonly state: CaseState
  readonly owner: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly version: number
}

export interface CaseNote {
  readonly seq: number
  readonly at: Date
  readonly author: string
  readonly text: string
  readonly nodeId: string | null
}

export interface CaseMark {
  readonly nodeId: string
  readonly isPinned: boolean
  readonly isHidden: boolean
  readonly tags: readonly string[]
  readonly by: string
  readonly at: Date
  readonly version: number
}

export interface CaseView {
  readonly viewId: string
  readonly name: string
  /** Plain JSON. */
  readonly state: Readonly<Record<string, unknown>>
  readonly by: string
  readonly at: Date
  readonly version: number
}

export interface CaseEvent {
  readonly at: Date
  readonly actor: string
  readonly action: CaseAction
  readonly detail: Readonly<Record<string, unknown>>
}

/** A case with all that is kept in it, each list oldest first. */
export interface CaseWithContent extends CaseFile {
  readonly notes: readonly CaseNote[]
  readonly marks: readonly CaseMark[]
  readonly views: readonly CaseView[]
  readonly events: readonly CaseEvent[]
}

export function caseOf(row: CaseFileTable): CaseFile {
  return {
    caseId: row.case_id,
    book: row.book,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    line: row.line,
    title: row.title,
    state: row.state,
    owner: row.owner,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
}

export function noteOf(row: CaseNoteTable): CaseNote {
  return { seq: row.seq, at: row.at, author: row.author, text: row.content, nodeId: row.node_id }
}

export function markOf(row: CaseMarkTable): CaseMark {
  return {
    nodeId: row.node_id,
    isPinned: row.is_pinned,
    isHidden: row.is_hidden,
    tags: JSON.parse(row.tags),
    by: row.changed_by,
    at: row.changed_at,
    version: row.version,
  }
}

export function viewOf(row: CaseViewTable & { content: string }): CaseView {
  return {
    viewId: row.view_id,
    name: row.name,
    state: JSON.parse(row.content),
    by: row.changed_by,
    at: row.changed_at,
    version: row.version,
  }
}

export function caseEventOf(row: CaseEventTable): CaseEvent {
  return { at: row.at, actor: row.actor, action: row.action, detail: JSON.parse(row.detail) }
}
