import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, largest, periodOf } from './whole-periods.ts'

export const claimedAmountWeekly: Signal = {
  name: 'claimed_amount_weekly',
  title: { en: 'Amount claimed a week', zh: '每周索赔金额' },
  period: 'week',
  unit: 'money',
  kind: 'amount',
  measure: 'claimed_amount',
  by: ['line', 'region'],
  direction: 'up',
  runbook: {
    en: '1. Separate more claims from larger claims. 2. List the ten largest of the week. 3. Tell reserving when it lasts a second week.',
    zh: '1. 区分件数上升与件均上升。2. 列出当周金额最大的十笔。3. 连续两周则通知准备金部门。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select coalesce(line || coalesce(':' || region, ''), ${sql.lit(ALL)}) as series, period,
            sum(claimed_amount)::double as value
          from (
            select line, case when region_code in (${largest('region_code', asOf)}) then region_code else 'other' end as region,
              ${period} as period, claimed_amount from core.claim
            where known_at <= ${asOf} and ${whole})
          group by grouping sets ((period), (period, line), (period, line, region)))`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
