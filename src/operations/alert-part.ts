/** Alerts on rings as somebody kept to some lines may read them: of a ring that he sees in part, nothing that was counted over the rest. */
import { sql } from 'kysely'
import type { Text } from '../util/text.ts'
import type { AlertWithHistory } from './alert-record.ts'
import type { AlertTable } from './database.ts'

/** Which rings a reader sees, and how much of them. */
export interface RingsSeen {
  /** Ids of those that lie within his lines. */
  readonly whole: readonly string[]
  /** Of those that he sees in part, what may be lost in that part. */
  readonly partial: ReadonlyMap<string, number>
}

const OUTSIDE: Text = { en: 'rests in part on other lines', zh: '部分依据属其他险种' }
const WITHHELD: Text = {
  en: 'This ring also rests on claims outside your lines of business. Its score counts them; what was counted over them is not shown.',
  zh: '该团伙还涉及您权限之外险种的赔案：评分已计入，相关数字不予显示。',
}

const COLUMNS = [
  'alert_id',
  'dedupe_key',
  'kind',
  'subject_id',
  'line',
  'severity',
  'state',
  'disposition',
  'probability',
  'detail',
  'book',
  'snapshot',
  'model_id',
  'threshold_version',
  'raised_at',
  'updated_at',
  'assignee',
  'last_seen_snapshot',
  'version',
] as const satisfies readonly (keyof AlertTable)[]

/** The table of alerts as such a reader sees it, so that what is searched, sorted and added up is what is shown. */
export function alertsInPart({ whole, partial }: RingsSeen) {
  const isWhole =
    whole.length > 0 ? sql`(kind <> 'ring' or subject_id in (${sql.join([...whole])}))` : sql`kind <> 'ring'`
  const amounts = [...partial].map(([id, amount]) => sql`when ${id} then ${amount}::double precision`)
  const seen =
    amounts.length > 0
      ? sql`case subject_id ${sql.join(amounts, sql` `)} else 0 end`
      : sql`0::double precision`
  return sql<AlertTable>`(
    select ${sql.join(COLUMNS.map((name) => sql.ref(name)))},
      case when ${isWhole} then title else concat(split_part(title, ':', 1), ': ', ${OUTSIDE.en}::varchar) end as title,
      case when ${isWhole} then title_zh else concat(split_part(title_zh, '：', 1), '：', ${OUTSIDE.zh}::varchar) end as title_zh,
      case when ${isWhole} then expected_loss_amount else ${seen} end as expected_loss_amount
    from alert)`.as('alert')
}

/** One alert as such a reader sees it. */
export function alertInPart(alert: AlertWithHistory, { whole, partial }: RingsSeen): AlertWithHistory {
  if (alert.kind !== 'ring' || whole.includes(alert.subjectId)) return alert
  const [en] = alert.title.en.split(':')
  const [zh] = alert.title.zh.split('：')
  return {
    ...alert,
    expectedLossAmount: partial.get(alert.subjectId) ?? 0,
    title: { en: `${en}: ${OUTSIDE.en}`, zh: `${zh}：${OUTSIDE.zh}` },
    detail: { ...alert.detail, why: [], confidence: WITHHELD },
  }
}
