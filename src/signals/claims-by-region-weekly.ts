import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const claimsByRegionWeekly: Signal = {
  name: 'claims_by_region_weekly',
  title: { en: 'Claims a week by region', zh: '各地区每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['region'],
  direction: 'up',
  runbook: {
    en: '1. Look for an event: hail, flood, a pile-up. 2. Without one, open the network of the region. 3. Ask the branch.',
    zh: '1. 查找事件：冰雹、洪水、连环事故。2. 无事件则查看该地区关系图。3. 询问分支机构。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select region_code as series, ${period} as period, count(*) as value from core.claim
          where known_at <= ${asOf} and ${whole} and region_code in (
            select region_code from core.claim where known_at <= ${asOf} and region_code is not null
            group by region_code order by count(*) desc, region_code limit 12)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
