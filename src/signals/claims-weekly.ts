import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, largest, periodOf } from './whole-periods.ts'

export const claimsWeekly: Signal = {
  name: 'claims_weekly',
  title: { en: 'Claims a week', zh: '每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['line', 'region'],
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
          select coalesce(line || coalesce(':' || region, ''), ${sql.lit(ALL)}) as series, period, count(*) as value from (
            select line, case when region_code in (${largest('region_code', asOf)}) then region_code else 'other' end as region,
              ${period} as period from core.claim
            where known_at <= ${asOf} and ${whole})
          group by grouping sets ((period), (period, line), (period, line, region)))`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
