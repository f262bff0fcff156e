/** Cases: opened on a ring or a node, worked by investigators, kept apart from the snapshots. */
import { z } from '@hono/zod-openapi'
import { CASE_STATES, CASE_SUBJECTS } from '../../case.ts'
import { invalid, unknown } from '../../errors.ts'
import { may, type Principal, type Pseudonyms, seesLine } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageParameters } from '../keyset.ts'
import { caseDetailOf, caseSummariesOf, hiddenSubjects, visibleCase } from '../queries/case-shapes.ts'
import { graphNodes } from '../queries/graph-nodes.ts'
import { nodeFacts } from '../queries/node-facts.ts'
import { ringSummaries } from '../queries/ring-summaries.ts'
import {
  caseChangeBody,
  caseDetail,
  caseMarksBody,
  caseNoteBody,
  caseOpenBody,
  casePage,
  caseViewBody,
} from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { storedState } from '../view-state.ts'
import { id, q } from './parameters.ts'

const params = z.strictObject({ caseId: id })
const viewParams = z.strictObject({ caseId: id, viewId: id })

/** Node ids behind what was shown, with the line of each. @throws UserError (404) for one that the user may not see. */
async function openNodes(view: View, pseudonyms: Pseudonyms, user: Principal, shown: readonly string[]) {
  const ids = shown.map((one) => pseudonyms.open(one))
  const rows = await nodeFacts(
    view,
    ids.filter((one) => one !== undefined),
    user.lines,
  )
  const lines = new Map(rows.map((row) => [row.node_id, row.line]))
  return shown.map((one, i) => {
    const nodeId = ids[i]
    const line = nodeId === undefined ? undefined : lines.get(nodeId)
    if (nodeId === undefined || line === undefined) throw unknown('node', one)
    return { nodeId, line }
  })
}

/** What a case is opened on: its id, line, and what it is called when nobody names it. */
async function subjectOf(
  view: View,
  pseudonyms: Pseudonyms,
  user: Principal,
  { subjectKind, subjectId }: { readonly subjectKind: 'ring' | 'node'; readonly subjectId: string },
) {
  if (subjectKind === 'ring') {
    const [ring] = await ringSummaries(view, [subjectId], user.lines)
    if (!ring) throw unknown('ring', subjectId)
    return { subjectId, line: ring.line, title: `${ring.typology.replaceAll('_', ' ')} ${ring.ringId}` }
  }
  const [{ nodeId, line }] = await openNodes(view, pseudonyms, user, [subjectId])
  const [node] = await graphNodes(view, pseudonyms, user, [nodeId])
  return { subjectId: nodeId, line, title: `${node.kind} ${node.label}` }
}

export const caseEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/cases',
    summary: 'Cases, the one that was changed last first',
    access: 'cases:read',
    query: z.strictObject({
      ...pageParameters,
      subjectKind: z.enum(CASE_SUBJECTS).optional(),
      /** Id of a ring or, as it was shown, of a node. */
      subjectId: z.string().min(1).max(600).optional(),
      state: z.enum(CASE_STATES).optional(),
      /** A username, or `none`. */
      owner: z.string().min(1).max(100).optional(),
      q,
    }),
    response: casePage,
    async handle({ query, ...reader }) {
      const { user, view, context, pseudonyms } = reader
      const subjectId = query.subjectId === undefined ? undefined : pseudonyms.open(query.subjectId)
      if (query.subjectId !== undefined && subjectId === undefined) throw unknown('node', query.subjectId)
      const { items, nextCursor, total } = await context.operations.cases.list({
        ...query,
        subjectId,
        book: view.manifest.book,
        lines: user.lines,
        hiddenSubjects: await hiddenSubjects(reader),
      })
      return { items: await caseSummariesOf(reader, items), nextCursor, total }
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases',
    summary: 'Open a case on a ring or a node; whoever opens it has it',
    access: 'cases:work',
    body: caseOpenBody,
    response: caseDetail,
    async handle({ body, user, view, context, pseudonyms, at }) {
      const { title, ...subject } = await subjectOf(view, pseudonyms, user, body)
      const caseId = await context.operations.cases.open({
        actor: user.username,
        at,
        book: view.manifest.book,
        subjectKind: body.subjectKind,
        ...subject,
        title: body.title ?? title,
      })
      return caseDetailOf({ view, context, pseudonyms, user }, caseId)
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/cases/{caseId}',
    summary: 'One case with its notes, marks, saved views and history',
    access: 'cases:read',
    params,
    response: caseDetail,
    handle: ({ params, ...reader }) => caseDetailOf(reader, params.caseId),
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases/{caseId}',
    summary: 'Change title, state or owner of a case',
    access: 'cases:work',
    params,
    body: caseChangeBody,
    response: caseDetail,
    async handle({ params, body, at, ...reader }) {
      const { context, user } = reader
      const found = await visibleCase(reader, params.caseId)
      if (body.owner) {
        const owner = await context.operations.users.find(body.owner)
        if (!owner) throw unknown('user', body.owner)
        if (!may(owner, 'cases:work') || !seesLine(owner, found.line))
          throw invalid('owner', body.owner, 'take one of owners: they may work on cases of this line')
      }
      const { title, state, owner, note, version } = body
      await context.operations.cases.change({
        caseId: params.caseId,
        actor: user.username,
        at,
        ...(title === undefined ? {} : { title }),
        ...(state === undefined ? {} : { state }),
        ...(owner === undefined ? {} : { owner }),
        ...(note === undefined ? {} : { note }),
        ...(version === undefined ? {} : { version }),
      })
      return caseDetailOf(reader, params.caseId)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases/{caseId}/notes',
    summary: 'Write a note into a case',
    access: 'cases:work',
    params,
    body: caseNoteBody,
    response: caseDetail,
    async handle({ params, body, at, ...reader }) {
      const { view, context, pseudonyms, user } = reader
      await visibleCase(reader, params.caseId)
      const [node] = body.nodeId === undefined ? [] : await openNodes(view, pseudonyms, user, [body.nodeId])
      await context.operations.cases.note({
        caseId: params.caseId,
        actor: user.username,
        at,
        text: body.text,
        nodeId: node?.nodeId ?? null,
        line: node?.line ?? null,
      })
      return caseDetailOf(reader, params.caseId)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases/{caseId}/marks',
    summary: 'Pin, hide or tag nodes in a case, all or none',
    access: 'cases:work',
    params,
    body: caseMarksBody,
    response: caseDetail,
    async handle({ params, body, at, ...reader }) {
      const { view, context, pseudonyms, user } = reader
      await visibleCase(reader, params.caseId)
      const nodes = await openNodes(
        view,
        pseudonyms,
        user,
        body.marks.map((mark) => mark.nodeId),
      )
      const twice = nodes.findIndex((node, i) => nodes.findIndex((one) => one.nodeId === node.nodeId) < i)
      if (twice >= 0) throw invalid('marks', body.marks[twice].nodeId, 'each node once')
      await context.operations.cases.mark(
        { caseId: params.caseId, actor: user.username, at },
        body.marks.map(({ nodeId: _, isPinned, isHidden, tags, version }, i) => ({
          ...nodes[i],
          ...(isPinned === undefined ? {} : { isPinned }),
          ...(isHidden === undefined ? {} : { isHidden }),
          ...(tags === undefined ? {} : { tags }),
          ...(version === undefined ? {} : { version }),
        })),
      )
      return caseDetailOf(reader, params.caseId)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases/{caseId}/views',
    summary: 'Keep a view of the explorer',
    access: 'cases:work',
    params,
    body: caseViewBody,
    response: caseDetail,
    async handle({ params, body, at, ...reader }) {
      await visibleCase(reader, params.caseId)
      await reader.context.operations.cases.saveView({
        caseId: params.caseId,
        actor: reader.user.username,
        at,
        name: body.name,
        content: storedState(body.state, reader.pseudonyms),
      })
      return caseDetailOf(reader, params.caseId)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/cases/{caseId}/views/{viewId}',
    summary: 'Keep a view in the place of the version that was read',
    access: 'cases:work',
    params: viewParams,
    body: caseViewBody,
    response: caseDetail,
    async handle({ params, body, at, ...reader }) {
      await visibleCase(reader, params.caseId)
      if (body.version === undefined) throw invalid('version', 'none', 'hand back that of the view')
      await reader.context.operations.cases.saveView({
        ...params,
        actor: reader.user.username,
        at,
        name: body.name,
        content: storedState(body.state, reader.pseudonyms),
        version: body.version,
      })
      return caseDetailOf(reader, params.caseId)
    },
  }),
  endpoint({
    method: 'delete',
    path: '/v1/cases/{caseId}/views/{viewId}',
    summary: 'Take a saved view away; its versions are kept',
    access: 'cases:work',
    params: viewParams,
    query: z.strictObject({ version: z.coerce.number().int().min(1).max(1_000_000) }),
    response: caseDetail,
    async handle({ params, query, at, ...reader }) {
      await visibleCase(reader, params.caseId)
      await reader.context.operations.cases.deleteView({
        ...params,
        ...query,
        actor: reader.user.username,
        at,
      })
      return caseDetailOf(reader, params.caseId)
    },
  }),
]
