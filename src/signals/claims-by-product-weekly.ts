import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const claimsByProductWeekly: Signal = {
  name: 'claims_by_product_weekly',
  title: { en: 'Claims a week by product', zh: '各产品每周赔案数' },
  period: 'week',
  unit: 'claims',
  kind: 'count',
  measure: 'claims',
  by: ['product'],
  direction: 'up',
  runbook: {
    en: '1. Compare with the policies in force of the product. 2. Look at what changed: terms, price, channel. 3. Open the claims of the weeks, highest score first.',
    zh: '1. 与该产品有效保单数比较。2. 核查条款、价格、渠道变化。3. 按评分从高到低查阅相关赔案。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('week', moment)
    const whole = isWhole('week', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          select p.product_code as series, ${period} as period, count(*) as value
          from core.claim as c join core.policy as p using (policy_id)
          where c.known_at <= ${asOf} and p.known_at <= ${asOf} and ${whole} and p.product_code in (
            select product_code from core.policy where known_at <= ${asOf} and product_code is not null
            group by product_code order by count(*) desc, product_code limit 40)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
