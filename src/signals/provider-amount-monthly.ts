import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const providerAmountMonthly: Signal = {
  name: 'provider_amount_monthly',
  title: { en: 'Amount claimed a month by provider', zh: '各机构每月索赔金额' },
  period: 'month',
  unit: 'money',
  kind: 'amount',
  measure: 'amount_of_providers',
  by: ['provider'],
  direction: 'up',
  runbook: {
    en: '1. Separate more claims from dearer ones. 2. Compare prices with providers of the same kind. 3. Ask for invoices of the dearest.',
    zh: '1. 区分件数上升与单价上升。2. 与同类机构比价。3. 调取金额最高者的发票。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          with stood as (
            select distinct x.party_id, c.claim_id, c.claimed_amount, ${period} as period
            from core.claim_party as x join core.claim as c using (claim_id)
            where x.role in ('hospital', 'repairer') and c.known_at <= ${asOf} and x.known_at <= ${asOf} and ${whole})
          select party_id as series, period, sum(claimed_amount)::double as value from stood where party_id in (
            select party_id from stood group by party_id order by count(*) desc, party_id limit 20)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
