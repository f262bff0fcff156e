import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const providerClaimsMonthly: Signal = {
  name: 'provider_claims_monthly',
  title: { en: 'Claims a month by provider', zh: '各机构每月赔案数' },
  period: 'month',
  unit: 'claims',
  kind: 'count',
  measure: 'claims_of_providers',
  by: ['provider'],
  direction: 'up',
  runbook: {
    en: '1. Compare with providers of the same kind and region. 2. Look at what is billed: the same codes again and again? 3. Visit.',
    zh: '1. 与同地区同类机构比较。2. 查看账单是否反复同一项目。3. 实地走访。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          with stood as (
            select distinct x.party_id, c.claim_id, ${period} as period
            from core.claim_party as x join core.claim as c using (claim_id)
            where x.role in ('hospital', 'repairer') and c.known_at <= ${asOf} and x.known_at <= ${asOf} and ${whole})
          select party_id as series, period, count(*) as value from stood where party_id in (
            select party_id from stood group by party_id order by count(*) desc, party_id limit 20)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
