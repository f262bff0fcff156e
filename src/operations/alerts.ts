/** Alerts: raised by runs, worked by people. */
import type { Kysely } from 'kysely'
import type { AlertCandidate, Disposition, RaiseContext, RaiseReport } from '../alert.ts'
import { unknown } from '../errors.ts'
import type { Severity } from '../schema/words.ts'
import { assign, type Change, close, note, reopen } from './alert-changes.ts'
import { type AlertPage, type AlertQuery, alertTable, listAlerts } from './alert-list.ts'
import type { RingsSeen } from './alert-part.ts'
import { raise } from './alert-raise.ts'
import { type AlertWithHistory, alertOf, eventOf } from './alert-record.ts'
import type { OperationsDatabase } from './database.ts'
import type { Transact, Tx } from './transaction.ts'

/** Open alerts of one severity, and what they would cost. */
export interface AlertCount {
  readonly severity: Severity
  readonly line: string | null
  readonly alerts: number
  readonly expectedLossAmount: number
}

export interface Alerts {
  list(query?: AlertQuery): Promise<AlertPage>
  /** UserError 404 when there is none. */
  get(alertId: string): Promise<AlertWithHistory>
  /** Open alerts by severity and line; of one book when it is named, as far as a reader who is kept to some lines sees rings. */
  openCounts(book?: string, rings?: RingsSeen | null): Promise<AlertCount[]>
  assign(change: Change & { readonly assignee: string | null }): Promise<AlertWithHistory>
  close(change: Change & { readonly disposition: Disposition }): Promise<AlertWithHistory>
  reopen(change: Change): Promise<AlertWithHistory>
  note(change: Change & { readonly note: string }): Promise<AlertWithHistory>
  /** Takes up the candidates of a run, all or none; see {@link raise}. */
  raise(candidates: readonly AlertCandidate[], context: RaiseContext): Promise<RaiseReport>
}

export function alertsOf(db: Kysely<OperationsDatabase>, transaction: Transact): Alerts {
  const get = async (alertId: string): Promise<AlertWithHistory> => {
    const row = await db.selectFrom('alert').selectAll().where('alert_id', '=', alertId).executeTakeFirst()
    if (!row) throw unknown('alert', alertId)
    const events = await db
      .selectFrom('alert_event')
      .selectAll()
      .where('alert_id', '=', alertId)
      .orderBy('seq')
      .execute()
    return { ...alertOf(row), detail: JSON.parse(row.detail), events: events.map(eventOf) }
  }
  const changed =
    <C extends Change>(work: (tx: Tx, change: C) => Promise<void>) =>
    async (change: C) => {
      await transaction((tx) => work(tx, change))
      return get(change.alertId)
    }
  return {
    list: (query = {}) => listAlerts(db, query),
    get,
    async openCounts(book, rings) {
      let query = alertTable(db, rings)
        .select((eb) => [
          'severity',
          'line',
          eb.fn.countAll<number | string>().as('alerts'),
          eb.fn.sum<number>('expected_loss_amount').as('loss'),
        ])
        .where('state', '!=', 'closed')
        .groupBy(['severity', 'line'])
      if (book !== undefined) query = query.where('book', '=', book)
      const rows = await query.execute()
      return rows.map(({ severity, line, alerts, loss }) => ({
        severity,
        line,
        alerts: Number(alerts),
        expectedLossAmount: Number(loss),
      }))
    },
    assign: changed(assign),
    close: changed(close),
    reopen: changed(reopen),
    note: changed(note),
    raise: (candidates, context) => transaction((tx) => raise(tx, candidates, context)),
  }
}
