/** Alerts by filter, a page at a time; the cursor names the last alert seen, so pages neither skip nor repeat. */
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import type { AlertKind, AlertState } from '../alert.ts'
import { invalid } from '../errors.ts'
import { SEVERITIES, type Severity } from '../schema/words.ts'
import { alertsInPart, type RingsSeen } from './alert-part.ts'
import { type Alert, alertOf } from './alert-record.ts'
import type { OperationsDatabase } from './database.ts'

export const DEFAULTS = { limit: 50, maxLimit: 500 } as const

/** Orders of the list, each from high to low. */
export const ALERT_SORTS = ['expected_loss', 'severity', 'probability', 'raised', 'updated'] as const
export type AlertSort = (typeof ALERT_SORTS)[number]

export interface AlertFilter {
  readonly state?: AlertState | 'open'
  readonly kind?: AlertKind
  readonly severity?: Severity
  readonly line?: string
  /** Lines that the reader may see; alerts without a line are shown to all. Null or absent: every line. */
  readonly lines?: readonly string[] | null
  /** A username, or `none` for alerts that nobody has. */
  readonly assignee?: string
  readonly book?: string
  readonly subjectId?: string
  /** Part of subject or title, in either language. */
  readonly q?: string
  /** What a reader who is kept to some lines sees of rings; null or absent: all. */
  readonly rings?: RingsSeen | null
}

export interface AlertQuery extends AlertFilter {
  /** Default `expected_loss`. */
  readonly sort?: AlertSort
  /** Default 50, at most 500. */
  readonly limit?: number
  readonly cursor?: string | null
}

export interface AlertPage {
  readonly items: readonly Alert[]
  readonly nextCursor: string | null
  /** Alerts that the filter fits, on all pages. */
  readonly total: number
}

type Eb = ExpressionBuilder<OperationsDatabase, 'alert'>

const severityRank = sql<number>`case severity when 'critical' then 3 when 'high' then 2 when 'medium' then 1 else 0 end`

interface Key {
  readonly sql: Expression<unknown>
  readonly of: (alert: Alert) => number | string
  readonly bind: (value: number | string) => unknown
}

const number = (expression: Expression<unknown>, of: (alert: Alert) => number): Key => ({
  sql: expression,
  of,
  bind: (value) => value,
})
const moment = (expression: Expression<unknown>, of: (alert: Alert) => Date): Key => ({
  sql: expression,
  of: (alert) => of(alert).toISOString(),
  bind: (value) => new Date(value),
})

const loss = number(sql.ref('expected_loss_amount'), (alert) => alert.expectedLossAmount)
const id: Key = { sql: sql.ref('alert_id'), of: (alert) => alert.alertId, bind: (value) => value }

const SORT_KEYS: Readonly<Record<AlertSort, readonly Key[]>> = {
  expected_loss: [loss, id],
  severity: [number(severityRank, (alert) => SEVERITIES.indexOf(alert.severity)), loss, id],
  probability: [number(sql.ref('probability'), (alert) => alert.probability), id],
  raised: [moment(sql.ref('raised_at'), (alert) => alert.raisedAt), id],
  updated: [moment(sql.ref('updated_at'), (alert) => alert.updatedAt), id],
}

/** One page. UserError for a cursor that this list did not give. */
export async function listAlerts(db: Kysely<OperationsDatabase>, query: AlertQuery): Promise<AlertPage> {
  const sort = query.sort ?? 'expected_loss'
  const keys = SORT_KEYS[sort]
  if (!keys) throw invalid('sort', sort, `one of ${ALERT_SORTS.join(', ')}`)
  const limit = Math.min(DEFAULTS.maxLimit, Math.max(1, Math.trunc(query.limit ?? DEFAULTS.limit)))
  const after = query.cursor ? readCursor(query.cursor, sort, keys.length) : null

  const from = alertTable(db, query.rings)
  let page = from
    .selectAll()
    .where((eb) => matches(eb, query))
    .limit(limit + 1)
  if (after) page = page.where((eb) => beyond(eb, keys, after))
  for (const key of keys) page = page.orderBy(key.sql, 'desc')
  const rows = await page.execute()
  const { total } = await from
    .select((eb) => eb.fn.countAll<number | string>().as('total'))
    .where((eb) => matches(eb, query))
    .executeTakeFirstOrThrow()

  const items = rows.slice(0, limit).map(alertOf)
  const last = rows.length > limit ? items[items.length - 1] : undefined
  const nextCursor = last
    ? Buffer.from(JSON.stringify([sort, ...keys.map((key) => key.of(last))])).toString('base64url')
    : null
  return { items, nextCursor, total: Number(total) }
}

/** Alerts as the reader sees them. */
export function alertTable(db: Kysely<OperationsDatabase>, rings?: RingsSeen | null) {
  return rings ? db.selectFrom(alertsInPart(rings)) : db.selectFrom('alert')
}

function matches(eb: Eb, filter: AlertFilter): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [eb.lit(true)]
  if (filter.state === 'open') all.push(eb('state', '!=', 'closed'))
  else if (filter.state) all.push(eb('state', '=', filter.state))
  if (filter.kind) all.push(eb('kind', '=', filter.kind))
  if (filter.severity) all.push(eb('severity', '=', filter.severity))
  if (filter.line) all.push(eb('line', '=', filter.line))
  if (filter.lines) {
    const allowed = filter.lines.length > 0 ? [eb('line', 'in', [...filter.lines])] : []
    all.push(eb.or([eb('line', 'is', null), ...allowed]))
  }
  if (filter.assignee === 'none') all.push(eb('assignee', 'is', null))
  else if (filter.assignee) all.push(eb('assignee', '=', filter.assignee))
  if (filter.book) all.push(eb('book', '=', filter.book))
  if (filter.subjectId) all.push(eb('subject_id', '=', filter.subjectId))
  if (filter.q) {
    const part = filter.q.slice(0, 200).toLowerCase()
    // Never LIKE with a user's text: wildcards can make it run for minutes.
    all.push(
      eb.or(
        ['subject_id', 'title', 'title_zh'].map(
          (column) => sql<SqlBool>`strpos(lower(${sql.ref(column)}), ${part}) > 0`,
        ),
      ),
    )
  }
  return eb.and(all)
}

/** `(a, b, c) < (x, y, z)` in the order of the list, spelt out so that both stores read it alike. */
function beyond(eb: Eb, keys: readonly Key[], values: readonly (number | string)[]): Expression<SqlBool> {
  return eb.or(
    keys.map((key, i) =>
      eb.and([
        ...keys.slice(0, i).map((earlier, j) => sql<SqlBool>`${earlier.sql} = ${earlier.bind(values[j])}`),
        sql<SqlBool>`${key.sql} < ${key.bind(values[i])}`,
      ]),
    ),
  )
}

function readCursor(cursor: string, sort: AlertSort, length: number): (number | string)[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parsed) && parsed[0] === sort && parsed.length === length + 1) {
      const values = parsed.slice(1)
      const isDate = sort === 'raised' || sort === 'updated'
      const fits = values.every((value, i) => {
        if (i === length - 1) return typeof value === 'string'
        return isDate ? !Number.isNaN(Date.parse(String(value))) : Number.isFinite(value)
      })
      if (fits) return values
    }
  } catch {
    // Told below, like every other cursor that is not ours.
  }
  throw invalid('cursor', cursor, 'take nextCursor of the page before, with the same sort')
}
