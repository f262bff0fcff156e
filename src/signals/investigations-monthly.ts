import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const investigationsMonthly: Signal = {
  name: 'investigations_monthly',
  title: { en: 'Investigations concluded a month', zh: '每月结案调查数' },
  period: 'month',
  unit: 'count',
  kind: 'count',
  measure: 'investigations',
  by: [],
  direction: 'both',
  runbook: {
    en: '1. When it falls, ask whether referrals were missed: holidays, staff, thresholds. 2. When it rises, look at what was referred, and by which rule.',
    zh: '1. 下降时核查是否漏转：假期、人员、阈值。2. 上升时查看转办内容及触发规则。',
  },
  query: (db, asOf) => {
    const moment = sql`known_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as value from core.investigation
          where known_at <= ${asOf} and ${whole}
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
