/** Alerts and what happened to them. */
import { z } from '@hono/zod-openapi'
import { ALERT_KINDS, ALERT_STATES, DISPOSITIONS } from '../../alert.ts'
import { amount, day, line, moment, page, probability, severity, text } from './common.ts'

export const alert = z
  .object({
    alertId: z.string(),
    kind: z.enum(ALERT_KINDS),
    subjectId: z.string(),
    line: line.nullable(),
    severity,
    state: z.enum(ALERT_STATES),
    disposition: z.enum(DISPOSITIONS).nullable(),
    probability,
    expectedLossAmount: amount,
    title: text,
    raisedAt: moment,
    updatedAt: moment,
    /** Username. */
    assignee: z.string().nullable(),
    snapshot: z.string(),
    modelId: z.string().nullable(),
    thresholdVersion: z.string(),
    /** Hand it back with a change; the change is refused (409) when somebody else was faster. */
    version: z.int(),
  })
  .openapi('Alert')
export type Alert = z.infer<typeof alert>

export const alertEvent = z
  .object({
    at: moment,
    actor: z.string(),
    action: z.string(),
    note: z.string().nullable(),
    /** What changed. */
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .openapi('AlertEvent')
export type AlertEvent = z.infer<typeof alertEvent>

export const alertDetail = alert
  .extend({
    detail: z.object({
      why: z.array(z.object({ text, logOdds: z.number() })),
      confidence: text,
      comparedWith: text,
      nextSteps: z.array(text),
      /** Day from which on what was found is over; absent while it lasts. */
      ended: day.optional(),
    }),
    events: z.array(alertEvent),
    /** Users that the alert can be given to. */
    assignees: z.array(z.object({ username: z.string(), name: z.string() })),
  })
  .openapi('AlertDetail')
export type AlertDetail = z.infer<typeof alertDetail>

export const alertPage = page(alert).openapi('AlertPage')
export type AlertPage = z.infer<typeof alertPage>

const note = z.string().trim().min(1).max(4000)
const version = z.int().min(0).optional()
/** `assignee` null gives the alert back to the queue. */
export const assignBody = z
  .strictObject({ assignee: z.string().min(1).max(100).nullable(), note: note.optional(), version })
  .openapi('AssignBody')
export const closeBody = z
  .strictObject({ disposition: z.enum(DISPOSITIONS), note, version })
  .openapi('CloseBody')
export const noteBody = z.strictObject({ note, version }).openapi('NoteBody')
export type AssignBody = z.infer<typeof assignBody>
export type CloseBody = z.infer<typeof closeBody>
export type NoteBody = z.infer<typeof noteBody>
