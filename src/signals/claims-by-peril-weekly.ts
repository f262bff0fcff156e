import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const claimsByPerilWeekly: Signal = {
  name: 'claims_by_peril_weekly',
  title: { en: 'Claims a week by peril', zh: '各事故原因每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['peril'],
  direction: 'up',
  runbook: {
    en: '1. For perils of the weather, read the weather. 2. For others, look at providers and descriptions that repeat.',
    zh: '1. 天气类原因核对气象。2. 其他原因查看重复出现的机构与描述。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select peril as series, ${period} as period, count(*) as value from core.claim
          where known_at <= ${asOf} and ${whole} and peril in (
            select peril from core.claim where known_at <= ${asOf} and peril is not null
            group by peril order by count(*) desc, peril limit 12)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
