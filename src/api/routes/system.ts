/** Health, metrics, export, audit, and the uncovering of a masked value. */
import { z } from '@hono/zod-openapi'
import { UserError, unknown } from '../../errors.ts'
import { may } from '../../security/index.ts'
import { VERSION } from '../../version.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import type { ApiMetrics } from '../metrics.ts'
import { inLines } from '../queries/lines.ts'
import { asOfBook } from '../queries/snapshot-facts.ts'
import { isLoopback } from '../remote.ts'
import { auditPage, health, revealBody, revealed } from '../schemas/index.ts'

export function systemEndpoints(metrics: ApiMetrics): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/v1/health',
      summary: 'Whether the server can answer, and from which snapshot',
      access: 'open',
      response: health,
      async handle({ view, context }) {
        await context.operations.thresholds.active()
        const models = ((await context.life?.serving()) ?? [])
          .filter(({ champion, serving }) => champion !== serving)
          .map(({ task, champion, serving }) => ({ task, champion, serving }))
        return {
          status: models.length > 0 ? ('degraded' as const) : ('ok' as const),
          version: VERSION,
          book: view.manifest.book,
          snapshot: view.manifest.id,
          asOf: (await asOfBook(view)).toISOString(),
          models,
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/metrics',
      summary: 'Metrics for Prometheus, for administrators and from this machine',
      access: 'open',
      response: z.string(),
      async handle({ view, http }) {
        const user = http.get('user')
        if (!isLoopback(http) && !(user && may(user, 'metrics:read')))
          throw new UserError(
            'invalid role: metrics are for administrators [sign in as one]',
            user ? 403 : 401,
          )
        return http.body(await metrics.text(view), 200, { 'content-type': metrics.contentType })
      },
    }),
    endpoint({
      method: 'post',
      path: '/v1/reveal',
      summary: 'One masked value in full, for a stated purpose that is kept in the audit',
      access: 'identities:reveal',
      body: revealBody,
      response: revealed,
      isUncovering: true,
      async handle({ body: { subject, field, purpose }, user, view, context, at }) {
        const row = await view.warehouse.db
          .selectFrom('core.party_identity')
          .select(['name', 'id_number', 'phone', 'email', 'bank_account', 'address'])
          .where('party_id', '=', subject)
          .executeTakeFirst()
        if (!row) throw unknown('party', subject)
        // Written before the value leaves: what cannot be recorded is not shown.
        await context.operations.audit.record({
          at,
          actor: user.username,
          action: 'identity.reveal',
          subject,
          detail: { field, purpose, snapshot: view.manifest.id },
        })
        return { subject, field, value: row[field] }
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/audit',
      summary: 'Who did what, the latest first',
      access: 'audit:read',
      query: z.strictObject({
        limit: z.coerce.number().int().min(1).max(200).default(50),
        /** `seq` of the last entry seen. */
        cursor: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
        subject: z.string().min(1).max(200).optional(),
      }),
      response: auditPage,
      async handle({ query: { limit, cursor, subject }, context }) {
        const entries = await context.operations.audit.list({
          limit: limit + 1,
          ...(cursor === undefined ? {} : { before: cursor }),
          ...(subject === undefined ? {} : { subject }),
        })
        const items = entries.slice(0, limit).map((entry) => ({ ...entry, at: entry.at.toISOString() }))
        return { items, nextCursor: entries.length > limit ? String(items[items.length - 1].seq) : null }
      },
    }),
    endpoint({
      method: 'get',
      path: '/v1/export/scores.arrow',
      summary: 'All scores as an Arrow IPC stream',
      access: 'scores:export',
      response: z.string(),
      async handle({ user, context, http }) {
        const lease = context.snapshot()
        const query = lease.view.warehouse.db
          .selectFrom('score.risk')
          .selectAll()
          .where(inLines('line', user.lines))
          .orderBy('entity')
          .orderBy('entity_id')
        const parts = lease.view.warehouse.arrow(query)[Symbol.asyncIterator]()
        const done = async () => {
          await parts.return?.()
          lease.release()
        }
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            try {
              const next = await parts.next()
              if (!next.done) return controller.enqueue(next.value)
              controller.close()
              lease.release()
            } catch (error) {
              await done()
              controller.error(error)
            }
          },
          cancel: done,
        })
        return http.body(body, 200, {
          'content-type': 'application/vnd.apache.arrow.stream',
          'content-disposition': `attachment; filename="scores-${lease.view.manifest.id}.arrow"`,
        })
      },
    }),
  ]
}
