import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { ALL, isWhole, periodOf } from './whole-periods.ts'

export const earlyClaimsWeekly: Signal = {
  name: 'early_claims_weekly',
  title: { en: 'Claims in the first month of a policy, a week', zh: '每周承保首月出险数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'early_claims',
  by: [],
  direction: 'up',
  runbook: {
    en: '1. Look at channel and agent of the new policies. 2. Compare addresses and phones of the new customers. 3. Review the acceptance rules of the product.',
    zh: '1. 查看新保单的渠道与代理人。2. 比对新客户的地址与电话。3. 复核产品承保规则。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select ${sql.lit(ALL)} as series, ${period} as period, count(*) as value
          from core.claim as c join core.policy as p using (policy_id)
          where c.known_at <= ${asOf} and p.known_at <= ${asOf} and ${whole}
            and c.loss_date - p.inception_date between 0 and 29
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
