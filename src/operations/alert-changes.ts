/** What people do to an alert: take it, close it with a finding, open it again, write a note. */
import type { Disposition } from '../alert.ts'
import { UserError, unknown } from '../errors.ts'
import type { AlertAction } from './alert-record.ts'
import { appendAudit } from './audit.ts'
import type { AlertTable } from './database.ts'
import type { Tx } from './transaction.ts'
import type { By } from './users.ts'

/** A change to one alert. With `version`, it is refused (409) when the alert has changed since that version was read. */
export interface Change extends By {
  readonly alertId: string
  readonly version?: number
  readonly note?: string
}

type Row = Pick<AlertTable, 'alert_id' | 'state' | 'assignee' | 'disposition' | 'version'>

interface Step {
  readonly action: AlertAction
  readonly set: Partial<Pick<AlertTable, 'state' | 'assignee' | 'disposition'>>
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Applies what `step` decides to the alert: row, history and audit trail together. */
async function change(tx: Tx, by: Change, step: (row: Row) => Step): Promise<void> {
  const row = await tx
    .selectFrom('alert')
    .select(['alert_id', 'state', 'assignee', 'disposition', 'version'])
    .where('alert_id', '=', by.alertId)
    .executeTakeFirst()
  if (!row) throw unknown('alert', by.alertId)
  if (by.version !== undefined && by.version !== row.version)
    throw new UserError(
      `invalid alert version: ${by.version} [it is at ${row.version} now, read it again]`,
      409,
    )
  const { action, set, detail } = step(row)
  await tx
    .updateTable('alert')
    .set({ ...set, updated_at: by.at, version: row.version + 1 })
    .where('alert_id', '=', by.alertId)
    .execute()
  await addEvent(tx, by, action, detail)
  await appendAudit(tx, {
    at: by.at,
    actor: by.actor,
    action: `alert.${action}`,
    subject: by.alertId,
    detail: { ...detail, ...(by.note ? { note: by.note } : {}) },
  })
}

async function addEvent(tx: Tx, by: Change, action: AlertAction, detail: Step['detail']): Promise<void> {
  const last = await tx
    .selectFrom('alert_event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('alert_id', '=', by.alertId)
    .executeTakeFirst()
  await tx
    .insertInto('alert_event')
    .values({
      alert_id: by.alertId,
      seq: Number(last?.seq ?? 0) + 1,
      at: by.at,
      actor: by.actor,
      action,
      note: by.note ?? null,
      detail: detail ? JSON.stringify(detail) : null,
    })
    .execute()
}

function requireOpen(row: Row): void {
  if (row.state === 'closed')
    throw new UserError(`invalid alert state: ${JSON.stringify(row.state)} [reopen it first]`, 409)
}

/** Gives an open alert to somebody, or back to the queue with `null`. UserError 404 for nobody we know, 409 when closed. */
export async function assign(tx: Tx, by: Change & { readonly assignee: string | null }): Promise<void> {
  if (by.assignee !== null) {
    const user = await tx
      .selectFrom('user')
      .select('is_disabled')
      .where('username', '=', by.assignee)
      .executeTakeFirst()
    if (!user || user.is_disabled) throw unknown('user', by.assignee)
  }
  await change(tx, by, (row) => {
    requireOpen(row)
    return {
      action: by.assignee === null ? 'released' : 'assigned',
      set: { state: by.assignee === null ? 'new' : 'assigned', assignee: by.assignee },
      detail: { assignee: by.assignee, before: row.assignee },
    }
  })
}

/** Closes an open alert with what was found. */
export function close(tx: Tx, by: Change & { readonly disposition: Disposition }): Promise<void> {
  return change(tx, by, (row) => {
    requireOpen(row)
    return {
      action: 'closed',
      set: { state: 'closed', disposition: by.disposition },
      detail: { disposition: by.disposition },
    }
  })
}

/** Opens a closed alert again; the finding stays in its history. */
export function reopen(tx: Tx, by: Change): Promise<void> {
  return change(tx, by, (row) => {
    if (row.state !== 'closed')
      throw new UserError(`invalid alert state: ${JSON.stringify(row.state)} [it is open already]`, 409)
    return {
      action: 'reopened',
      set: { state: row.assignee === null ? 'new' : 'assigned', disposition: null },
      detail: { disposition: row.disposition },
    }
  })
}

/** Writes a note, in any state. */
export function note(tx: Tx, by: Change & { readonly note: string }): Promise<void> {
  return change(tx, by, () => ({ action: 'noted', set: {} }))
}
