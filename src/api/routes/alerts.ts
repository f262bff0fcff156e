/** The alert queue and what people do to an alert. */
import { z } from '@hono/zod-openapi'
import { ALERT_KINDS, ALERT_STATES } from '../../alert.ts'
import { unknown } from '../../errors.ts'
import {
  ALERT_SORTS,
  type AlertWithHistory,
  alertInPart,
  type Operations,
  type Alert as StoredAlert,
} from '../../operations/index.ts'
import { SEVERITIES } from '../../schema/words.ts'
import { may, type Principal, seesLine } from '../../security/index.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { pageParameters } from '../keyset.ts'
import { ringsInAlerts } from '../queries/seen-rings.ts'
import {
  type Alert,
  type AlertDetail,
  alertDetail,
  alertPage,
  assignBody,
  closeBody,
  line,
  noteBody,
} from '../schemas/index.ts'
import type { View } from '../snapshot-holder.ts'
import { id, q } from './parameters.ts'

export function alertOf(alert: StoredAlert): Alert {
  return {
    alertId: alert.alertId,
    kind: alert.kind,
    subjectId: alert.subjectId,
    line: line.nullable().catch(null).parse(alert.line),
    severity: alert.severity,
    state: alert.state,
    disposition: alert.disposition,
    probability: alert.probability,
    expectedLossAmount: alert.expectedLossAmount,
    title: alert.title,
    raisedAt: alert.raisedAt.toISOString(),
    updatedAt: alert.updatedAt.toISOString(),
    assignee: alert.assignee,
    snapshot: alert.snapshot,
    modelId: alert.modelId,
    thresholdVersion: alert.thresholdVersion,
    version: alert.version,
  }
}

interface Reader {
  readonly operations: Operations
  readonly view: View
  readonly user: Principal
}

async function detailOf(
  { operations, view, user: reader }: Reader,
  found: AlertWithHistory,
): Promise<AlertDetail> {
  const [users, rings] = await Promise.all([operations.users.list(), ringsInAlerts(view, reader.lines)])
  const alert = rings ? alertInPart(found, rings) : found
  return {
    ...alertOf(alert),
    detail: {
      why: alert.detail.why.map(({ text, logOdds }) => ({ text, logOdds })),
      confidence: alert.detail.confidence,
      comparedWith: alert.detail.comparedWith,
      nextSteps: [...alert.detail.nextSteps],
    },
    events: alert.events.map((event) => ({ ...event, at: event.at.toISOString() })),
    assignees: users
      .filter((user) => !user.isDisabled && may(user, 'alerts:work') && seesLine(user, alert.line))
      .map(({ username, name }) => ({ username, name })),
  }
}

/** An alert that the user may see; one of another book or line is as unknown as one that does not exist. */
async function visible({ operations, view, user }: Reader, alertId: string): Promise<AlertWithHistory> {
  const alert = await operations.alerts.get(alertId)
  if (alert.book !== view.manifest.book || !seesLine(user, alert.line)) throw unknown('alert', alertId)
  return alert
}

const params = z.strictObject({ alertId: id })

export const alertEndpoints: Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/v1/alerts',
    summary: 'The alert queue, the highest expected loss first',
    access: 'alerts:read',
    query: z.strictObject({
      ...pageParameters,
      state: z.enum([...ALERT_STATES, 'open']).optional(),
      kind: z.enum(ALERT_KINDS).optional(),
      severity: z.enum(SEVERITIES).optional(),
      line: line.optional(),
      assignee: z.string().min(1).max(100).optional(),
      subjectId: id.optional(),
      q,
      sort: z.enum(ALERT_SORTS).default('expected_loss'),
    }),
    response: alertPage,
    async handle({ query, context, user, view }) {
      const page = await context.operations.alerts.list({
        ...query,
        lines: user.lines,
        book: view.manifest.book,
        rings: await ringsInAlerts(view, user.lines),
      })
      return { items: page.items.map(alertOf), nextCursor: page.nextCursor, total: page.total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/v1/alerts/{alertId}',
    summary: 'One alert with its reasons and history',
    access: 'alerts:read',
    params,
    response: alertDetail,
    async handle({ params, context, user, view }) {
      const reader = { operations: context.operations, view, user }
      return detailOf(reader, await visible(reader, params.alertId))
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/alerts/{alertId}/assign',
    summary: 'Give an alert to somebody, or back to the queue',
    access: 'alerts:work',
    params,
    body: assignBody,
    response: alertDetail,
    async handle({ params, body, context, user, view, at }) {
      const { operations } = context
      const reader = { operations, view, user }
      const alert = await visible(reader, params.alertId)
      if (body.assignee !== null) {
        const assignee = await operations.users.find(body.assignee)
        if (!assignee || !may(assignee, 'alerts:work') || !seesLine(assignee, alert.line))
          throw unknown('assignee', body.assignee)
      }
      const by = { alertId: params.alertId, actor: user.username, at }
      return detailOf(reader, await operations.alerts.assign({ ...by, ...body }))
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/alerts/{alertId}/close',
    summary: 'Close an alert with what was found',
    access: 'alerts:work',
    params,
    body: closeBody,
    response: alertDetail,
    async handle({ params, body, context, user, view, at }) {
      const { operations } = context
      const reader = { operations, view, user }
      await visible(reader, params.alertId)
      const by = { alertId: params.alertId, actor: user.username, at }
      return detailOf(reader, await operations.alerts.close({ ...by, ...body }))
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/alerts/{alertId}/reopen',
    summary: 'Open a closed alert again',
    access: 'alerts:work',
    params,
    body: noteBody,
    response: alertDetail,
    async handle({ params, body, context, user, view, at }) {
      const { operations } = context
      const reader = { operations, view, user }
      await visible(reader, params.alertId)
      const by = { alertId: params.alertId, actor: user.username, at }
      return detailOf(reader, await operations.alerts.reopen({ ...by, ...body }))
    },
  }),
  endpoint({
    method: 'post',
    path: '/v1/alerts/{alertId}/note',
    summary: 'Write a note on an alert',
    access: 'alerts:work',
    params,
    body: noteBody,
    response: alertDetail,
    async handle({ params, body, context, user, view, at }) {
      const { operations } = context
      const reader = { operations, view, user }
      await visible(reader, params.alertId)
      const by = { alertId: params.alertId, actor: user.username, at }
      return detailOf(reader, await operations.alerts.note({ ...by, ...body }))
    },
  }),
]
