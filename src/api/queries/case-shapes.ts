/** Cases as a user may see them: node ids sealed, and nothing of lines that are not his. */
import { unknown } from '../../errors.ts'
import type { CaseFile, CaseInList, CaseWithContent } from '../../operations/index.ts'
import { NODE_KINDS } from '../../schema/words.ts'
import { may, type Principal, type Pseudonyms, seesLine } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import { type CaseDetail, type CaseSummary, line } from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { claimsIn, shownState } from '../view-state.ts'
import { inLines } from './lines.ts'

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
  if (found.book !== view.manifest.book || !seesLine(user, found.line)) throw unknown('case', caseId)
  return found
}

export function caseSummaryOf(one: CaseInList, pseudonyms: Pseudonyms): CaseSummary {
  return { ...headOf(one, pseudonyms), notes: one.noteCount, marks: one.markCount, views: one.viewCount }
}

export async function caseDetailOf(reader: Reader, caseId: string): Promise<CaseDetail> {
  const { view, context, pseudonyms, user } = reader
  const found = await visibleCase(reader, caseId)
  const [users, hidden] = await Promise.all([
    context.operations.users.list(),
    hiddenClaims(
      view,
      user,
      found.views.flatMap(({ state }) => claimsIn(state)),
    ),
  ])
  const seal = (nodeId: string | null) => (nodeId === null ? null : pseudonyms.seal(nodeId))
  return {
    ...headOf(found, pseudonyms),
    notes: found.notes.length,
    marks: found.marks.length,
    views: found.views.length,
    noteList: found.notes.map((note) => ({
      noteId: String(note.seq),
      at: note.at.toISOString(),
      author: note.author,
      text: note.text,
      nodeId: seal(note.nodeId),
    })),
    markList: found.marks.map((mark) => ({
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
    events: found.events.map((event) => ({
      at: event.at.toISOString(),
      actor: event.actor,
      action: event.action,
      detail: sealed(event.detail, pseudonyms) as Record<string, unknown>,
    })),
    owners: users
      .filter((one) => !one.isDisabled && may(one, 'cases:work') && seesLine(one, found.line))
      .map(({ username, name }) => ({ username, name })),
    mayWork: may(user, 'cases:work'),
  }
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

/** Node ids of those of the claims that the user may not see. */
async function hiddenClaims(
  view: View,
  user: Principal,
  claimIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (user.lines === null || claimIds.length === 0) return new Set()
  const rows = await view.warehouse.db
    .selectFrom('core.claim as c')
    .select('c.claim_id')
    .where('c.claim_id', 'in', [...claimIds])
    .where(inLines('c.line', user.lines))
    .execute()
  const seen = new Set(rows.map((row) => row.claim_id))
  return new Set(claimIds.filter((id) => !seen.has(id)).map((id) => `claim:${id}`))
}
