import { sql } from 'kysely'
import type { Signal, SignalRow } from '../signal.ts'
import { isWhole, periodOf } from './whole-periods.ts'

export const claimsByAgentMonthly: Signal = {
  name: 'claims_by_agent_monthly',
  title: { en: 'Claims a month by agent', zh: '各代理人每月赔案数' },
  period: 'month',
  unit: 'claims',
  kind: 'count',
  measure: 'claims_of_agents',
  by: ['agent'],
  direction: 'up',
  runbook: {
    en: '1. Compare with the policies that the agent sold. 2. Look for early claims and for customers who share addresses or phones. 3. Review commissions of the months.',
    zh: '1. 与该代理人销售的保单数比较。2. 排查短期出险以及共用地址或电话的客户。3. 复核相关月份佣金。',
  },
  query: (db, asOf) => {
    const moment = sql`c.reported_at`
    const period = periodOf('month', moment)
    const whole = isWhole('month', moment, asOf)
    return db
      .selectFrom(
        sql<SignalRow>`(
          with sold as (
            select p.agent_id, ${period} as period
            from core.claim as c join core.policy as p using (policy_id)
            where c.known_at <= ${asOf} and p.known_at <= ${asOf} and p.agent_id is not null and ${whole})
          select agent_id as series, period, count(*) as value from sold where agent_id in (
            select agent_id from sold group by agent_id order by count(*) desc, agent_id limit 40)
          group by all)`.as('s'),
      )
      .select(['series', 'period', 'value'])
  },
}
