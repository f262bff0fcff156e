import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const medianClaimWeekly: Signal = {
  name: 'median_claim_weekly',
  title: { en: 'Median claim of a week', zh: '每周赔案金额中位数' },
  period: 'week',
  unit: 'money',
  kind: 'level',
  measure: 'median_claim',
  by: ['line'],
  direction: 'up',
  runbook: {
    en: '1. Compare by provider: does one bill more? 2. Check for a change of prices or fees. 3. Look at amounts just below approval limits.',
    zh: '1. 按机构比较，是否个别机构抬价。2. 核查价格或收费标准变动。3. 查看紧贴审批限额的金额。',
  },
  query: (db, asOf) => {
    const moment = sql`reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select coalesce(line, ${sql.lit(ALL)}) as series, period, median(claimed_amount)::double as value from (
            select line, ${period} as period, claimed_amount from core.claim
            where known_at <= ${asOf} and ${whole})
          group by grouping sets ((period), (period, line)))`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
