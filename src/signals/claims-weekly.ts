import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const claimsWeekly: Signal = {
  name: 'claims_weekly',
  title: { en: 'Claims a week', zh: '每周赔案数' },
  period: 'week',
  unit: 'claims',
  isCount: true,
  direction: 'both',
  runbook: {
    en: '1. Look at which lines and regions rose. 2. Hold it against weather, holidays and news. 3. Open the claims of the week, highest score first.',
    zh: '1. 查看上升的险种与地区。2. 对照天气、节假日与新闻。3. 按评分从高到低查阅当周赔案。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select coalesce(line, ${sql.lit(ALL)}) as series, period, count(*) as value from (
            select line, ${period} as period, claimed_amount from core.claim
            where known_at <= ${asOf} and ${whole})
          group by grouping sets ((period), (period, line)))`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
