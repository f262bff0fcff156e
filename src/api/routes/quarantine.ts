/** What was set aside: looked at, corrected, dismissed, taken up by the next run. */
import { z } from '@hono/zod-openapi'
import { UserError } from '../../errors.ts'
import { type Decision, readRecord } from '../../ingestion/corrections/index.ts'
import { may } from '../../security/index.ts'
import type { ApiContext } from '../context.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageParameters } from '../keyset.ts'
import { decisionsOf, groupsOf, itemsOf, type QuarantineDesk, recordOf } from '../queries/quarantine.ts'
import {
  correct,
  correctAll,
  dismiss,
  outcomeOf,
  previewBulk,
  previewOf,
  withdraw,
} from '../queries/quarantine-change.ts'
import { detailOf } from '../queries/quarantine-detail.ts'
import {
  bulkBody,
  bulkPreview,
  bulkResult,
  correctionBody,
  correctionPreview,
  dismissBody,
  quarantineDetail,
  quarantinePage,
  quarantineRecord,
  quarantineRevealBody,
  quarantineState,
  quarantineSummary,
  replayStatus,
} from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'

const params = z.strictObject({ id: z.string().min(1).max(200) })
const name = z.string().min(1).max(300).optional()
const nothing = z.strictObject({})

const deskOf = (view: View, context: ApiContext): QuarantineDesk => ({
  db: view.warehouse.db,
  book: view.manifest.book,
  home: context.home,
  sources: context.catalog.sources,
})

/** A correction that waits, cell by cell. */
function correctedCells(decision: Decision | undefined) {
  if (!decision || decision.record === null) return null
  const layout = { columns: decision.columns ?? [], delimiter: decision.columns ? ',' : null }
  return [...readRecord(decision.record, layout).cells].map(([cell, value]) => ({ name: cell, value }))
}

export const quarantineEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/quarantine/summary',
    summary: 'What was set aside, by source, code and column',
    access: 'quarantine:read',
    response: quarantineSummary,
    handle: async ({ view, context, user }) => ({
      snapshot: view.manifest.id,
      ...(await groupsOf(deskOf(view, context))),
      mayFix: may(user, 'quarantine:fix'),
      mayReplay: context.replay !== undefined && may(user, 'quarantine:fix'),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/v1/quarantine/replay',
    summary: 'How far the run is that takes corrections up',
    access: 'quarantine:read',
    response: replayStatus,
    handle: async ({ context }) => replayOf(context).status(),
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/replay',
    summary: 'Start the run that takes corrections up; the server follows the snapshot that it makes',
    access: 'quarantine:fix',
    body: nothing,
    response: replayStatus,
    async handle({ context, user, view, at }) {
      const replay = replayOf(context)
      if (replay.status().state === 'running')
        throw new UserError('invalid replay: a run is under way [wait for its end]', 409)
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.replay',
        subject: view.manifest.book,
        detail: { snapshot: view.manifest.id },
      })
      return replay.start(user.username, at)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/bulk/preview',
    summary: 'What one change of many records would do',
    access: 'quarantine:fix',
    body: bulkBody,
    response: bulkPreview,
    handle: async ({ view, context, body }) =>
      previewBulk(deskOf(view, context), { ...body, column: body.column }),
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/bulk/fix',
    summary: 'Correct many records by one change; those that it does not make fit stay open',
    access: 'quarantine:fix',
    body: bulkBody,
    response: bulkResult,
    async handle({ view, context, body, user, at }) {
      const { source, code, column, operation, note } = body
      const by = { by: user.username, at, note: note ?? null }
      const result = await correctAll(deskOf(view, context), { source, code, column, operation }, by)
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.correct',
        subject: `${source} ${code}${column ? ` ${column}` : ''}`,
        detail: {
          ...result,
          operation: operation.kind,
          column: operation.column,
          snapshot: view.manifest.id,
        },
      })
      return result
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/quarantine',
    summary: 'Records that were set aside, in the order of their files; their texts are not shown',
    access: 'quarantine:read',
    query: z.strictObject({
      ...pageParameters,
      source: name,
      code: name,
      column: name,
      file: name,
      state: quarantineState.optional(),
    }),
    response: quarantinePage,
    handle: async ({ view, context, query: { limit, cursor, ...filter } }) =>
      itemsOf(deskOf(view, context), filter, { limit, cursor }),
  }),
  endpoint({
    method: 'get',
    path: '/v1/quarantine/{id}',
    summary: 'One record that was set aside, field by field; sensitive texts are hidden',
    access: 'quarantine:read',
    params,
    response: quarantineDetail,
    async handle({ view, context, params: { id }, user }) {
      const desk = deskOf(view, context)
      return detailOf(desk, await recordOf(desk, id), user)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/{id}/record',
    summary: 'The record as it came, for a stated purpose that is kept in the audit',
    access: 'quarantine:fix',
    params,
    body: quarantineRevealBody,
    response: quarantineRecord,
    isUncovering: true,
    async handle({ view, context, params: { id }, body: { purpose }, user, at }) {
      const desk = deskOf(view, context)
      const record = await recordOf(desk, id)
      const reading = readRecord(record.record, record.layout)
      const decisions = await decisionsOf(desk, record)
      const outcome = await outcomeOf(desk, record, reading.cells, 'all')
      // Written before the record leaves: what cannot be recorded is not shown.
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.reveal',
        subject: id,
        detail: {
          purpose,
          source: record.source,
          file: record.file,
          line: record.line,
          snapshot: view.manifest.id,
        },
      })
      return {
        id,
        record: record.record,
        marks: reading.marks.map((mark) => ({
          ...mark,
          isFault: mark.column !== null && mark.column === record.column,
        })),
        cells: [...reading.cells].map(([cell, value]) => ({ name: cell, value })),
        fields: [...reading.fields],
        corrected: record.state === 'waiting' ? correctedCells(decisions.at(-1)) : null,
        outcome,
      }
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/{id}/preview',
    summary: 'What a correction would do, field by field; nothing is kept',
    access: 'quarantine:fix',
    params,
    body: correctionBody,
    response: correctionPreview,
    async handle({ view, context, params: { id }, body }) {
      const desk = deskOf(view, context)
      return previewOf(desk, await recordOf(desk, id), body)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/{id}/fix',
    summary: 'Keep a correction for the next run',
    access: 'quarantine:fix',
    params,
    body: correctionBody,
    response: quarantineDetail,
    async handle({ view, context, params: { id }, body, user, at }) {
      const desk = deskOf(view, context)
      const ids = await correct(desk, await recordOf(desk, id), body, {
        by: user.username,
        at,
        note: body.note ?? null,
      })
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.correct',
        subject: id,
        detail: {
          records: ids,
          columns: body.cells ? Object.keys(body.cells) : null,
          snapshot: view.manifest.id,
        },
      })
      return detailOf(desk, await recordOf(desk, id), user)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/{id}/dismiss',
    summary: 'Leave a record out for good, for a stated reason',
    access: 'quarantine:fix',
    params,
    body: dismissBody,
    response: quarantineDetail,
    async handle({ view, context, params: { id }, body: { reason }, user, at }) {
      const desk = deskOf(view, context)
      await dismiss(desk, await recordOf(desk, id), { by: user.username, at, note: reason })
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.dismiss',
        subject: id,
        detail: { reason, snapshot: view.manifest.id },
      })
      return detailOf(desk, await recordOf(desk, id), user)
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/quarantine/{id}/withdraw',
    summary: 'Take back a decision that no run has taken up yet',
    access: 'quarantine:fix',
    params,
    body: nothing,
    response: quarantineDetail,
    async handle({ view, context, params: { id }, user, at }) {
      const desk = deskOf(view, context)
      await withdraw(desk, await recordOf(desk, id), { by: user.username, at, note: null })
      await context.operations.audit.record({
        at,
        actor: user.username,
        action: 'quarantine.withdraw',
        subject: id,
        detail: { snapshot: view.manifest.id },
      })
      return detailOf(desk, await recordOf(desk, id), user)
    },
  }),
]

function replayOf(context: ApiContext) {
  if (!context.replay)
    throw new UserError(
      'missing replay: this server starts no runs [claimscope quarantine replay does it from the command line]',
      409,
    )
  return context.replay
}
