/** Health, audit, and the uncovering of a masked value. */
import { z } from '@hono/zod-openapi'
import { moment, page } from './common.ts'

export const health = z
  .object({
    /** `degraded` where a model file is refused and an earlier one serves in its place, or none does. */
    status: z.enum(['ok', 'degraded', 'unavailable']),
    version: z.string(),
    book: z.string().nullable(),
    snapshot: z.string().nullable(),
    asOf: moment.nullable(),
    /** Tasks whose champion is not what serves. Why is told to those who may read models. */
    models: z.array(
      z.object({ task: z.string(), champion: z.string().nullable(), serving: z.string().nullable() }),
    ),
  })
  .openapi('Health')
export type Health = z.infer<typeof health>

export const REVEAL_FIELDS = ['name', 'id_number', 'phone', 'email', 'bank_account', 'address'] as const

export const revealBody = z
  .strictObject({
    /** Party whose value is asked for. */
    subject: z.string().min(1).max(200),
    field: z.enum(REVEAL_FIELDS),
    /** Why; kept in the audit. */
    purpose: z.string().trim().min(8).max(500),
  })
  .openapi('RevealBody')
export type RevealBody = z.infer<typeof revealBody>

export const revealed = z
  .object({ subject: z.string(), field: z.enum(REVEAL_FIELDS), value: z.string().nullable() })
  .openapi('Revealed')
export type Revealed = z.infer<typeof revealed>

export const auditEntry = z
  .object({
    seq: z.int(),
    at: moment,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string(),
  })
  .openapi('AuditEntry')
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = page(auditEntry).openapi('AuditPage')
export type AuditPage = z.infer<typeof auditPage>
