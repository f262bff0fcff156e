import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const injuredShareMonthly: Signal = {
  name: 'injured_share_monthly',
  title: { en: 'Auto claims with an injury, share a month', zh: '每月车险人伤赔案占比' },
  period: 'month',
  unit: 'share',
  kind: 'share',
  measure: 'injured_share',
  by: [],
  direction: 'up',
  runbook: {
    en: '1. Look whether more people sit in each car. 2. List clinics and lawyers of the claims. 3. Read the descriptions side by side.',
    zh: '1. 查看每车人数是否上升。2. 列出相关诊所与律师。3. 并排阅读事故描述。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow & { trials: number }>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as trials,
            count(*) filter (exists (select 1 from core.claim_party as x
              where x.claim_id = c.claim_id and x.is_injured and x.known_at <= ${asOf})) as value
          from core.claim as c
          where c.line = 'auto' and c.known_at <= ${asOf} and ${whole}
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value', 'trials'])
  },
}
