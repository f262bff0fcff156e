import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const injuredWeekly: Signal = {
  name: 'injured_weekly',
  title: { en: 'People who claim an injury, a week (auto)', zh: '每周车险人伤人数' },
  period: 'week',
  unit: 'count',
  kind: 'count',
  measure: 'injured',
  by: [],
  direction: 'up',
  runbook: {
    en: '1. Compare with the number of accidents: do more people sit in each car? 2. Look at clinics and lawyers of the week.',
    zh: '1. 与事故数比较：每车人数是否上升。2. 查看当周诊所与律师。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as value
          from core.claim as c join core.claim_party as x using (claim_id)
          where c.line = 'auto' and x.is_injured and c.known_at <= ${asOf} and x.known_at <= ${asOf} and ${whole}
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
