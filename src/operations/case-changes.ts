/** What people do to a case: open it, take it on, write notes, mark nodes, save views. Nothing is overwritten but its head. */
import { createHash } from 'node:crypto'
import type { CaseAction, CaseState, CaseSubject } from '../case.ts'
import { UserError, unknown } from '../errors.ts'
import { appendAudit } from './audit.ts'
import type { CaseFileTable } from './database.ts'
import type { Tx } from './transaction.ts'
import type { By } from './users.ts'

const DEFAULTS = {
  /** Nodes that may bear marks in one case. */
  marks: 5000,
  /** Views that may be kept in one case. */
  views: 100,
} as const

export interface NewCase extends By {
  readonly book: string
  readonly subjectKind: CaseSubject
  readonly subjectId: string
  readonly line: string | null
  readonly title: string
}

/** A change to the head of a case. With `version` it is refused (409) when the head has changed since that version was read. */
export interface CaseChange extends By {
  readonly caseId: string
  readonly title?: string
  readonly state?: CaseState
  readonly owner?: string | null
  readonly note?: string
  readonly version?: number
}

/** `line` is that of the claim that a node is, else null. */
export interface NewNote extends By {
  readonly caseId: string
  readonly text: string
  readonly nodeId: string | null
  readonly line: string | null
}

export interface MarkChange {
  readonly nodeId: string
  readonly line: string | null
  readonly isPinned?: boolean
  readonly isHidden?: boolean
  readonly tags?: readonly string[]
  /** Of the mark that was read, 0 for none; refused (409) when it has changed since. */
  readonly version?: number
}

export interface ViewChange extends By {
  readonly caseId: string
  /** Absent for a new view. */
  readonly viewId?: string
  readonly name: string
  /** JSON. */
  readonly content: string
  /** Of the view that is replaced. */
  readonly version?: number
}

async function headOf(tx: Tx, caseId: string): Promise<CaseFileTable> {
  const row = await tx.selectFrom('case_file').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  if (!row) throw unknown('case', caseId)
  return row
}

function stale(what: string, given: number, now: number): UserError {
  return new UserError(`invalid ${what} version: ${given} [it is at ${now} now, read it again]`, 409)
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** Writes what happened: into the case with its node ids, into the audit trail without them. */
async function tell(
  tx: Tx,
  by: By & { readonly caseId: string; readonly line?: string | null },
  action: CaseAction,
  detail: Readonly<Record<string, unknown>>,
  audited: Readonly<Record<string, unknown>> = detail,
): Promise<void> {
  const { caseId: case_id, at, actor, line = null } = by
  const last = await tx
    .selectFrom('case_event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('case_id', '=', case_id)
    .executeTakeFirst()
  const seq = Number(last?.seq ?? 0) + 1
  await tx
    .insertInto('case_event')
    .values({ case_id, seq, at, actor, action, detail: JSON.stringify(detail), line })
    .execute()
  await appendAudit(tx, { at, actor, action: `case.${action}`, subject: case_id, detail: audited })
}

async function touch(tx: Tx, { caseId, at }: { caseId: string; at: Date }): Promise<void> {
  await tx.updateTable('case_file').set({ updated_at: at }).where('case_id', '=', caseId).execute()
}

/** Opens a case. UserError 409 while another on the same subject is not closed. Gives its id. */
export async function openCase(tx: Tx, by: NewCase): Promise<string> {
  const same = await tx
    .selectFrom('case_file')
    .select('case_id')
    .where('book', '=', by.book)
    .where('subject_kind', '=', by.subjectKind)
    .where('subject_id', '=', by.subjectId)
    .where('state', '!=', 'closed')
    .executeTakeFirst()
  if (same)
    throw new UserError(`duplicate case: ${JSON.stringify(same.case_id)} [it is open on this already]`, 409)
  const name = JSON.stringify([by.book, by.subjectKind, by.subjectId, by.at.toISOString()])
  const caseId = `case-${digest(name).slice(0, 12)}`
  await tx
    .insertInto('case_file')
    .values({
      case_id: caseId,
      book: by.book,
      subject_kind: by.subjectKind,
      subject_id: by.subjectId,
      line: by.line,
      title: by.title,
      state: 'open',
      owner: by.actor,
      created_by: by.actor,
      created_at: by.at,
      updated_at: by.at,
      version: 1,
    })
    .execute()
  const detail = { subjectKind: by.subjectKind, title: by.title }
  await tell(tx, { ...by, caseId, line: null }, 'opened', { ...detail, nodeId: by.subjectId }, detail)
  return caseId
}

/** Changes title, state or owner; UserError 404 for an owner that we do not know, 409 for a version that is past. */
export async function changeCase(tx: Tx, by: CaseChange): Promise<void> {
  const row = await headOf(tx, by.caseId)
  if (by.version !== undefined && by.version !== row.version) throw stale('case', by.version, row.version)
  if (by.owner) {
    const user = await tx
      .selectFrom('user')
      .select('is_disabled')
      .where('username', '=', by.owner)
      .executeTakeFirst()
    if (!user || user.is_disabled) throw unknown('user', by.owner)
  }
  const asked = { title: by.title, state: by.state, owner: by.owner }
  const set = Object.fromEntries(
    Object.entries(asked).filter(
      ([name, value]) => value !== undefined && value !== row[name as keyof typeof asked],
    ),
  )
  if (Object.keys(set).length === 0 && by.note === undefined) return
  await tx
    .updateTable('case_file')
    .set({ ...set, updated_at: by.at, version: row.version + 1 })
    .where('case_id', '=', by.caseId)
    .execute()
  const before = Object.fromEntries(Object.keys(set).map((name) => [name, row[name as keyof typeof asked]]))
  await tell(tx, by, 'changed', { ...set, before, ...(by.note ? { note: by.note } : {}) })
}

/** Adds a note; two people at once both keep theirs. */
export async function addNote(tx: Tx, by: NewNote): Promise<void> {
  await headOf(tx, by.caseId)
  const last = await tx
    .selectFrom('case_note')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('case_id', '=', by.caseId)
    .executeTakeFirst()
  const seq = Number(last?.seq ?? 0) + 1
  await tx
    .insertInto('case_note')
    .values({
      case_id: by.caseId,
      seq,
      at: by.at,
      author: by.actor,
      content: by.text,
      node_id: by.nodeId,
      line: by.line,
    })
    .execute()
  await touch(tx, by)
  await tell(tx, by, 'noted', { seq, nodeId: by.nodeId }, { seq, sha256: digest(by.text) })
}

/** Marks nodes, all or none; UserError 409 when one of the marks has changed since the version that was read. */
export async function markNodes(
  tx: Tx,
  by: By & { readonly caseId: string },
  marks: readonly MarkChange[],
): Promise<void> {
  await headOf(tx, by.caseId)
  const rows = await tx
    .selectFrom('case_mark')
    .selectAll()
    .where('case_id', '=', by.caseId)
    .orderBy('version')
    .execute()
  const held = new Map(rows.map((row) => [row.node_id, row]))
  const changes: { line: string | null; detail: Record<string, unknown> }[] = []
  for (const mark of marks) {
    const row = held.get(mark.nodeId)
    const now = row?.version ?? 0
    if (mark.version !== undefined && mark.version !== now) throw stale('mark', mark.version, now)
    const next = {
      is_pinned: mark.isPinned ?? row?.is_pinned ?? false,
      is_hidden: mark.isHidden ?? row?.is_hidden ?? false,
      tags: mark.tags ? JSON.stringify([...new Set(mark.tags)].sort()) : (row?.tags ?? '[]'),
    }
    const before = row ?? { is_pinned: false, is_hidden: false, tags: '[]' }
    if (
      next.is_pinned === before.is_pinned &&
      next.is_hidden === before.is_hidden &&
      next.tags === before.tags
    )
      continue
    const made = {
      case_id: by.caseId,
      node_id: mark.nodeId,
      version: now + 1,
      ...next,
      line: mark.line,
      changed_by: by.actor,
      changed_at: by.at,
    }
    held.set(mark.nodeId, made)
    if (held.size > DEFAULTS.marks)
      throw new UserError(`invalid number of marks: ${held.size} [at most ${DEFAULTS.marks} in a case]`)
    await tx.insertInto('case_mark').values(made).execute()
    changes.push({
      line: mark.line,
      detail: {
        nodeId: mark.nodeId,
        isPinned: next.is_pinned,
        isHidden: next.is_hidden,
        tags: JSON.parse(next.tags),
      },
    })
  }
  if (changes.length === 0) return
  await touch(tx, by)
  // One entry for each line, so that whoever may not see a line reads nothing of it.
  for (const line of new Set(changes.map((change) => change.line))) {
    const own = changes.filter((change) => change.line === line)
    const marked = own.map(({ detail }) => detail)
    const audited = marked.map(({ nodeId: _, ...rest }) => rest)
    await tell(tx, { ...by, line }, 'marked', { marks: marked }, { marks: audited })
  }
}

/** Saves a view, a new one or over the version that was read (else UserError 409); versions before are kept. Gives its id. */
export async function saveView(tx: Tx, by: ViewChange): Promise<string> {
  await headOf(tx, by.caseId)
  const rows = await tx
    .selectFrom('case_view')
    .select(['view_id', 'version', 'content'])
    .where('case_id', '=', by.caseId)
    .orderBy('version')
    .execute()
  const held = new Map(rows.map((row) => [row.view_id, row]))
  const viewId = by.viewId ?? `view-${held.size + 1}`
  const row = held.get(viewId)
  if (by.viewId !== undefined && (!row || row.content === null)) throw unknown('view', by.viewId)
  if (row && by.version !== row.version) throw stale('view', by.version ?? 0, row.version)
  const kept = [...held.values()].filter(({ content }) => content !== null).length
  if (!row && kept >= DEFAULTS.views)
    throw new UserError(`invalid number of views: ${kept + 1} [at most ${DEFAULTS.views} in a case]`)
  const version = (row?.version ?? 0) + 1
  await putView(tx, by, { view_id: viewId, version, name: by.name, content: by.content })
  const detail = { viewId, name: by.name, version }
  await tell(tx, by, 'view_saved', detail, { ...detail, sha256: digest(by.content) })
  return viewId
}

/** Takes a view away; its versions are kept. UserError 404 when there is none, 409 when it has changed since. */
export async function deleteView(
  tx: Tx,
  by: By & { readonly caseId: string; readonly viewId: string; readonly version: number },
): Promise<void> {
  await headOf(tx, by.caseId)
  const row = await tx
    .selectFrom('case_view')
    .select(['version', 'name', 'content'])
    .where('case_id', '=', by.caseId)
    .where('view_id', '=', by.viewId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row || row.content === null) throw unknown('view', by.viewId)
  if (by.version !== row.version) throw stale('view', by.version, row.version)
  await putView(tx, by, { view_id: by.viewId, version: row.version + 1, name: row.name, content: null })
  await tell(tx, by, 'view_deleted', { viewId: by.viewId, name: row.name })
}

async function putView(
  tx: Tx,
  by: By & { readonly caseId: string },
  view: { view_id: string; version: number; name: string; content: string | null },
): Promise<void> {
  await tx
    .insertInto('case_view')
    .values({ case_id: by.caseId, ...view, changed_by: by.actor, changed_at: by.at })
    .execute()
  await touch(tx, by)
}

/** Keeps in the case that its report left the house; the export itself is audited by whoever makes it. */
export async function noteExport(
  tx: Tx,
  by: By & { readonly caseId: string },
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await headOf(tx, by.caseId)
  await tell(tx, by, 'exported', detail)
}
