import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const confirmedFraudMonthly: Signal = {
  name: 'confirmed_fraud_monthly',
  title: { en: 'Fraud confirmed a month', zh: '每月确认欺诈数' },
  period: 'month',
  unit: 'count',
  kind: 'count',
  measure: 'confirmed_fraud',
  by: [],
  direction: 'up',
  runbook: {
    en: '1. Group the cases by kind, provider and region. 2. Look for open claims alike.',
    zh: '1. 按类型、机构、地区归类。2. 查找类似的未决赔案。',
  },
  query: (db, asOf) => {
    const moment = sql`known_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as value from core.investigation
          where outcome = 'fraud' and known_at <= ${asOf} and ${whole}
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
