/** Cases: opened and worked by investigators, a page of them at a time or one with all that is kept in it. */
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { CaseState, CaseSubject } from '../case.ts'
import { invalid, unknown } from '../errors.ts'
import {
  addNote,
  type CaseChange,
  changeCase,
  deleteView,
  type MarkChange,
  markNodes,
  type NewCase,
  type NewNote,
  noteExport,
  openCase,
  saveView,
  type ViewChange,
} from './case-changes.ts'
import {
  type CaseFile,
  type CaseWithContent,
  caseEventOf,
  caseOf,
  markOf,
  noteOf,
  viewOf,
} from './case-record.ts'
import type { OperationsDatabase } from './database.ts'
import type { Transact, Tx } from './transaction.ts'
import type { By } from './users.ts'

/** Lines that the reader may see; null for all. What belongs to no line is shown to everybody. */
type Lines = readonly string[] | null

export interface CaseQuery {
  readonly book: string
  readonly lines: Lines
  readonly subjectKind?: CaseSubject | undefined
  readonly subjectId?: string | undefined
  readonly state?: CaseState | undefined
  /** A username, or `none`. */
  readonly owner?: string | undefined
  /** Part of the title. */
  readonly q?: string | undefined
  /** Nodes that the reader may not know of: cases on them are left out. */
  readonly hiddenSubjects?: readonly string[] | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

/** A case in a list, with what its notes and marks of the reader's lines are on, and the number of its saved views. */
export interface CaseInList extends CaseFile {
  /** The node of each note; null for a note on the case. */
  readonly noteNodes: readonly (string | null)[]
  readonly markNodes: readonly string[]
  readonly viewCount: number
}

export interface CasePage {
  readonly items: readonly CaseInList[]
  readonly nextCursor: string | null
  readonly total: number
}

export interface Cases {
  /** The case that was changed last first. UserError for a cursor that this list did not give. */
  list(query: CaseQuery): Promise<CasePage>
  /** Nodes that cases of a book are about. */
  nodeSubjects(book: string): Promise<readonly string[]>
  /** UserError 404 when there is none. */
  get(caseId: string, lines: Lines): Promise<CaseWithContent>
  /** Gives the id. */
  open(change: NewCase): Promise<string>
  change(change: CaseChange): Promise<void>
  note(note: NewNote): Promise<void>
  mark(by: By & { readonly caseId: string }, marks: readonly MarkChange[]): Promise<void>
  /** Gives the id of the view. */
  saveView(change: ViewChange): Promise<string>
  deleteView(change: By & { caseId: string; viewId: string; version: number }): Promise<void>
  exported(by: By & { readonly caseId: string }, detail: Readonly<Record<string, unknown>>): Promise<void>
}

export function casesOf(db: Kysely<OperationsDatabase>, transaction: Transact): Cases {
  const changes =
    <A extends readonly unknown[], T>(work: (tx: Tx, ...args: A) => Promise<T>) =>
    (...args: A) =>
      transaction((tx) => work(tx, ...args))
  return {
    list: (query) => listCases(db, query),
    async nodeSubjects(book) {
      const rows = await db
        .selectFrom('case_file')
        .select('subject_id')
        .distinct()
        .where('book', '=', book)
        .where('subject_kind', '=', 'node')
        .execute()
      return rows.map((row) => row.subject_id)
    },
    async get(caseId, lines) {
      const head = await db
        .selectFrom('case_file')
        .selectAll()
        .where('case_id', '=', caseId)
        .executeTakeFirst()
      if (!head) throw unknown('case', caseId)
      const content = await contentOf(db, caseId, lines)
      const { rows: events } = await sql<OperationsDatabase['case_event']>`
        select * from case_event where case_id = ${caseId} and ${inLines(lines)} order by seq`.execute(db)
      return {
        ...caseOf(head),
        notes: content.notes.map(noteOf),
        marks: content.marks.map(markOf),
        views: content.views.map(viewOf),
        events: events.map(caseEventOf),
      }
    },
    open: changes(openCase),
    change: changes(changeCase),
    note: changes(addNote),
    mark: changes(markNodes),
    saveView: changes(saveView),
    deleteView: changes(deleteView),
    exported: changes(noteExport),
  }
}

type Eb = ExpressionBuilder<OperationsDatabase, 'case_file'>

/** True for rows of the reader's lines, and for those of none. */
function inLines(lines: Lines) {
  if (lines === null) return sql<SqlBool>`true`
  if (lines.length === 0) return sql<SqlBool>`line is null`
  return sql<SqlBool>`(line is null or line in (${sql.join([...lines])}))`
}

function matches(eb: Eb, query: CaseQuery): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [eb('book', '=', query.book), inLines(query.lines)]
  if (query.subjectKind) all.push(eb('subject_kind', '=', query.subjectKind))
  if (query.subjectId !== undefined) all.push(eb('subject_id', '=', query.subjectId))
  if (query.state) all.push(eb('state', '=', query.state))
  if (query.owner === 'none') all.push(eb('owner', 'is', null))
  else if (query.owner) all.push(eb('owner', '=', query.owner))
  if (query.hiddenSubjects?.length)
    all.push(eb.or([eb('subject_kind', '!=', 'node'), eb('subject_id', 'not in', [...query.hiddenSubjects])]))
  if (query.q) all.push(sql<SqlBool>`strpos(lower(title), ${query.q.toLowerCase()}) > 0`)
  return eb.and(all)
}

async function listCases(db: Kysely<OperationsDatabase>, query: CaseQuery): Promise<CasePage> {
  const { limit } = query
  let page = db
    .selectFrom('case_file')
    .selectAll()
    .where((eb) => matches(eb, query))
    .orderBy('updated_at', 'desc')
    .orderBy('case_id')
    .limit(limit + 1)
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor)
    page = page.where((eb) =>
      eb.or([eb('updated_at', '<', at), eb.and([eb('updated_at', '=', at), eb('case_id', '>', id)])]),
    )
  }
  const rows = await page.execute()
  const { total } = await db
    .selectFrom('case_file')
    .select((eb) => eb.fn.countAll<number | string>().as('total'))
    .where((eb) => matches(eb, query))
    .executeTakeFirstOrThrow()
  const shown = rows.slice(0, limit).map(caseOf)
  const counts = await countsOf(
    db,
    shown.map((one) => one.caseId),
    query.lines,
  )
  const last = rows.length > limit ? shown[shown.length - 1] : undefined
  return {
    items: shown.map((one) => ({
      ...one,
      ...(counts.get(one.caseId) ?? NOTHING),
    })),
    nextCursor: last
      ? Buffer.from(JSON.stringify([last.updatedAt.toISOString(), last.caseId])).toString('base64url')
      : null,
    total: Number(total),
  }
}

const heldMarks = sql`case_mark m where version = (
  select max(n.version) from case_mark n where n.case_id = m.case_id and n.node_id = m.node_id)
  and (is_pinned or is_hidden or tags <> '[]')`
const heldViews = sql`case_view v where content is not null and version = (
  select max(n.version) from case_view n where n.case_id = v.case_id and n.view_id = v.view_id)`

/** What is kept in a case and the reader may see: notes, and the marks and views that hold. */
async function contentOf(db: Kysely<OperationsDatabase>, caseId: string, lines: Lines) {
  const { rows: notes } = await sql<OperationsDatabase['case_note']>`
    select * from case_note where case_id = ${caseId} and ${inLines(lines)} order by seq`.execute(db)
  const { rows: marks } = await sql<OperationsDatabase['case_mark']>`
    select m.* from ${heldMarks} and case_id = ${caseId} and ${inLines(lines)} order by node_id`.execute(db)
  const { rows: views } = await sql<OperationsDatabase['case_view'] & { content: string }>`
    select v.* from ${heldViews} and case_id = ${caseId} order by changed_at, view_id`.execute(db)
  return { notes, marks, views }
}

type Content = Pick<CaseInList, 'noteNodes' | 'markNodes' | 'viewCount'>
const NOTHING: Content = { noteNodes: [], markNodes: [], viewCount: 0 }

async function countsOf(db: Kysely<OperationsDatabase>, caseIds: readonly string[], lines: Lines) {
  const counts = new Map<string, Content>()
  if (caseIds.length === 0) return counts
  const wanted = sql`case_id in (${sql.join([...caseIds])})`
  const { rows } = await sql<{ case_id: string; what: 'note' | 'mark' | 'view'; node_id: string | null }>`
    select case_id, 'note' as what, node_id from case_note where ${wanted} and ${inLines(lines)}
    union all select case_id, 'mark', node_id from ${heldMarks} and ${wanted} and ${inLines(lines)}
    union all select case_id, 'view', null from ${heldViews} and ${wanted}`.execute(db)
  for (const { case_id, what, node_id } of rows) {
    const known = counts.get(case_id) ?? NOTHING
    counts.set(case_id, {
      noteNodes: what === 'note' ? [...known.noteNodes, node_id] : known.noteNodes,
      markNodes: what === 'mark' ? [...known.markNodes, node_id ?? ''] : known.markNodes,
      viewCount: known.viewCount + (what === 'view' ? 1 : 0),
    })
  }
  return counts
}

function readCursor(cursor: string): { at: Date; id: string } {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed.length === 2 && parsed.every((part) => typeof part === 'string')) {
      const at = new Date(parsed[0])
      if (!Number.isNaN(at.getTime())) return { at, id: parsed[1] }
    }
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw invalid('cursor', cursor, 'take nextCursor of the page before')
}
