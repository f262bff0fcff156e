import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const referralsMonthly: Signal = {
  name: 'referrals_monthly',
  title: { en: 'Investigations opened a month', zh: '每月立案调查数' },
  period: 'month',
  unit: 'count',
  isCount: true,
  direction: 'both',
  runbook: {
    en: '1. When it falls, ask whether referrals were missed: holidays, staff, thresholds. 2. When it rises, check the capacity of the investigators.',
    zh: '1. 下降时核查是否漏转：假期、人员、阈值。2. 上升时核查调查人员产能。',
  },
  query: (db, asOf) => {
    const moment = sql`opened_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as value from core.investigation
          where opened_at is not null and opened_at <= ${asOf} and ${whole}
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
