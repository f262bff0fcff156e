import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, largest, periodOf } from './whole-periods.ts'

export const claimedAmountByRegionWeekly: Signal = {
  name: 'claimed_amount_by_region_weekly',
  title: { en: 'Amount claimed a week by region', zh: '各地区每周索赔金额' },
  period: 'week',
  unit: 'money',
  kind: 'amount',
  measure: 'claimed_amount',
  by: ['region'],
  direction: 'up',
  runbook: {
    en: '1. Separate more claims from larger claims. 2. Hold the region against weather and news. 3. List the ten largest claims.',
    zh: '1. 区分件数上升与件均上升。2. 对照该地区天气与新闻。3. 列出金额最大的十笔。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select region_code as series, ${period} as period, sum(claimed_amount)::double as value from core.claim
          where known_at <= ${asOf} and ${whole} and region_code in (${largest('region_code', asOf)})
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
