/** Cases as a user may see them: node ids sealed, and nothing of lines that are not his. */
import { z } from '@hono/zod-openapi'
import { unknown } from '../../errors.ts'
import type { CaseFile, CaseInList, CaseWithContent } from '../../operations/index.ts'
import { NODE_KINDS } from '../../schema/words.ts'
import { may, type Principal, type Pseudonyms, seesLine } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import { type CaseDetail, type CaseSummary, line } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { nodesIn, shownState } from '../view-state.ts'
import { hiddenNodes } from './node-facts.ts'

interface Reader {
  readonly view: View
  readonly context: ApiContext
  readonly pseudonyms: Pseudonyms
  readonly user: Principal
}

/** A case that the user may see; one of another book or line is as unknown as one that does not exist. */
export async function visibleCase(
  { view, context, user }: Pick<Reader, 'view' | 'context' | 'user'>,
  caseId: string,
): Promise<CaseWithContent> {
  const found = await context.operations.cases.get(caseId, user.lines)
  const subject = found.subjectKind === 'node' ? [found.subjectId] : []
  if (
    found.book !== view.manifest.book ||
    !seesLine(user, found.line) ||
    (await hiddenNodes(view, user.lines, subject)).size > 0
  )
    throw unknown('case', caseId)
  return found
}

/** Nodes that cases are about and that the user may not know of. */
export async function hiddenSubjects({ view, context, user }: Pick<Reader, 'view' | 'context' | 'user'>) {
  if (user.lines === null) return []
  const subjects = await context.operations.cases.nodeSubjects(view.manifest.book)
  return [...(await hiddenNodes(view, user.lines, subjects))]
}

export async function caseSummariesOf(
  { view, pseudonyms, user }: Reader,
  cases: readonly CaseInList[],
): Promise<CaseSummary[]> {
  const named = cases.flatMap((one) => [...one.noteNodes, ...one.markNodes].flatMap((id) => id ?? []))
  const hidden = await hiddenNodes(view, user.lines, named)
  const shown = (nodes: readonly (string | null)[]) =>
    nodes.filter((id) => id === null || !hidden.has(id)).length
  return cases.map((one) => ({
    ...headOf(one, pseudonyms),
    notes: shown(one.noteNodes),
    marks: shown(one.markNodes),
    views: one.viewCount,
  }))
}

export async function caseDetailOf(reader: Reader, caseId: string): Promise<CaseDetail> {
  const { view, context, pseudonyms, user } = reader
  const found = await visibleCase(reader, caseId)
  const [users, hidden] = await Promise.all([
    context.operations.users.list(),
    hiddenNodes(view, user.lines, [
      ...found.notes.flatMap(({ nodeId }) => nodeId ?? []),
      ...found.marks.map(({ nodeId }) => nodeId),
      ...found.views.flatMap(({ state }) => nodesIn(state)),
      ...found.events.flatMap(({ detail }) => nodesOf(detail)),
    ]),
  ])
  const seal = (nodeId: string | null) => (nodeId === null ? null : pseudonyms.seal(nodeId))
  const notes = found.notes.filter(({ nodeId }) => nodeId === null || !hidden.has(nodeId))
  const marks = found.marks.filter(({ nodeId }) => !hidden.has(nodeId))
  return {
    ...headOf(found, pseudonyms),
    notes: notes.length,
    marks: marks.length,
    views: found.views.length,
    noteList: notes.map((note) => ({
      noteId: String(note.seq),
      at: note.at.toISOString(),
      author: note.author,
      text: note.text,
      nodeId: seal(note.nodeId),
    })),
    markList: marks.map((mark) => ({
      ...mark,
      nodeId: pseudonyms.seal(mark.nodeId),
      nodeKind: kindOf(mark.nodeId),
      tags: [...mark.tags],
      at: mark.at.toISOString(),
    })),
    viewList: found.views.map((one) => ({
      ...one,
      state: shownState(one.state, pseudonyms, (text) => hidden.has(text)),
      at: one.at.toISOString(),
    })),
    events: found.events.flatMap((event) => {
      const detail = shownDetail(event, user, hidden)
      if (!detail) return []
      const { actor, action } = event
      const shown = sealed(detail, pseudonyms) as Record<string, unknown>
      return [{ at: event.at.toISOString(), actor, action, detail: shown }]
    }),
    owners: users
      .filter((one) => !one.isDisabled && may(one, 'cases:work') && seesLine(one, found.line))
      .map(({ username, name }) => ({ username, name })),
    mayWork: may(user, 'cases:work'),
  }
}

type Detail = Readonly<Record<string, unknown>>

const MARKS = z.array(z.looseObject({ nodeId: z.string() })).catch([])

/** Nodes that something that happened is about. */
function nodesOf({ nodeId, marks }: Detail): string[] {
  const own = typeof nodeId === 'string' && nodeId.includes(':') ? [nodeId] : []
  return [...own, ...MARKS.parse(marks).map((mark) => mark.nodeId)]
}

/** What happened, as far as the user may know it; undefined when that is nothing. */
function shownDetail(
  { action, detail }: CaseWithContent['events'][number],
  user: Principal,
  hidden: ReadonlySet<string>,
): Detail | undefined {
  if (nodesOf(detail).some((id) => hidden.has(id))) {
    const marks = MARKS.parse(detail.marks).filter(({ nodeId }) => !hidden.has(nodeId))
    return marks.length > 0 ? { ...detail, marks } : undefined
  }
  // How much left was counted for whoever exported it, who may see more.
  if (action !== 'exported' || user.lines === null) return detail
  const { nodes: _, edges: __, ...rest } = detail
  return rest
}

function headOf(one: CaseFile, pseudonyms: Pseudonyms) {
  return {
    caseId: one.caseId,
    subjectKind: one.subjectKind,
    subjectId: one.subjectKind === 'node' ? pseudonyms.seal(one.subjectId) : one.subjectId,
    title: one.title,
    state: one.state,
    owner: one.owner,
    line: line.nullable().catch(null).parse(one.line),
    createdBy: one.createdBy,
    createdAt: one.createdAt.toISOString(),
    updatedAt: one.updatedAt.toISOString(),
    version: one.version,
  }
}

/** The kind that a node id names. */
function kindOf(nodeId: string) {
  return NODE_KINDS.find((kind) => nodeId.startsWith(`${kind}:`)) ?? 'entity'
}

/** What happened, with every `nodeId` sealed. */
function sealed(value: unknown, pseudonyms: Pseudonyms): unknown {
  if (Array.isArray(value)) return value.map((one) => sealed(one, pseudonyms))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'nodeId' && typeof one === 'string' && one.includes(':')
        ? pseudonyms.seal(one)
        : sealed(one, pseudonyms),
    ]),
  )
}
