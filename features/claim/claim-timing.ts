/** When it happened and when it was reported. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { weekOfMonth } from '../expressions.ts'
import { indicator } from '../indicator.ts'

const reported = sql`c.reported_at::date`
/** Midnight to the second stands for a day without an hour. */
const hour = sql<number>`case when c.loss_at <> date_trunc('day', c.loss_at) then hour(c.loss_at) end`

export const claimTiming = featureView({
  name: 'claim_timing',
  entity: 'claim',
  title: { en: 'Timing', zh: '时间特征' },
  reads: ['core.claim'],
  features: {
    reporting_delay_days: indicator('claims', 'days', 'up', 'From loss to report', '从出险到报案的天数'),
    reporting_delay_weeks: indicator(
      'claims',
      'count',
      'up',
      'Calendar weeks from loss to report',
      '从出险到报案的周数',
    ),
    policy_age_days: indicator('claims', 'days', 'down', 'From inception to loss', '从起保到出险的天数'),
    days_to_expiry: indicator('claims', 'days', 'down', 'From loss to expiry', '从出险到保单到期的天数'),
    loss_hour: indicator('claims', 'hours', 'none', 'Hour of the loss, where known', '出险时刻（小时）'),
    is_night_loss: indicator(
      'claims',
      '0/1',
      'up',
      'Loss between 22:00 and 5:00, where the hour is known',
      '夜间（22点至5点）出险',
    ),
    is_weekend_loss: indicator('claims', '0/1', 'none', 'Loss on Saturday or Sunday', '周末出险'),
    loss_month: indicator('claims', 'count', 'none', 'Month of the loss', '出险月份'),
    loss_weekday: indicator('claims', 'count', 'none', 'Weekday of the loss, 1 is Monday', '出险星期'),
    loss_week_of_month: indicator(
      'claims',
      'count',
      'none',
      'Week of the month of the loss',
      '出险在当月第几周',
    ),
    reported_month: indicator('claims', 'count', 'none', 'Month of the report', '报案月份'),
    reported_weekday: indicator('claims', 'count', 'none', 'Weekday of the report, 1 is Monday', '报案星期'),
    reported_week_of_month: indicator(
      'claims',
      'count',
      'none',
      'Week of the month of the report',
      '报案在当月第几周',
    ),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.policy as p', (join) =>
        join.onRef('p.policy_id', '=', 'c.policy_id').onRef('p.known_at', '<=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`date_diff('day', c.loss_date, ${reported})`.as('reporting_delay_days'),
        sql<number>`date_diff('day', date_trunc('week', c.loss_date), date_trunc('week', ${reported})) // 7`.as(
          'reporting_delay_weeks',
        ),
        sql<number>`coalesce(c.policy_age_days, date_diff('day', p.inception_date, c.loss_date))`.as(
          'policy_age_days',
        ),
        sql<number>`date_diff('day', c.loss_date, p.expiry_date)`.as('days_to_expiry'),
        hour.as('loss_hour'),
        sql<number>`(${hour} >= 22 or ${hour} < 5)::integer`.as('is_night_loss'),
        sql<number>`(isodow(c.loss_date) >= 6)::integer`.as('is_weekend_loss'),
        sql<number>`month(c.loss_date)`.as('loss_month'),
        sql<number>`isodow(c.loss_date)`.as('loss_weekday'),
        weekOfMonth(sql`c.loss_date`).as('loss_week_of_month'),
        sql<number>`month(${reported})`.as('reported_month'),
        sql<number>`isodow(${reported})`.as('reported_weekday'),
        weekOfMonth(reported).as('reported_week_of_month'),
      ]),
  examples: [
    {
      title: 'a night of Saturday, nine days after inception, reported on Tuesday',
      rows: {
        'core.policy': [
          { policy_id: 'P1', line: 'auto', inception_date: '2024-02-22', expiry_date: '2025-02-21' },
        ],
        'core.claim': [
          {
            claim_id: 'C1',
            policy_id: 'P1',
            line: 'auto',
            ...lossAt('2024-03-02 23:10'),
            reported_at: at('2024-03-05 09:00'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-06',
      expect: {
        reporting_delay_days: 3,
        reporting_delay_weeks: 1,
        policy_age_days: 9,
        days_to_expiry: 356,
        loss_hour: 23,
        is_night_loss: 1,
        is_weekend_loss: 1,
        loss_month: 3,
        loss_weekday: 6,
        loss_week_of_month: 1,
        reported_month: 3,
        reported_weekday: 2,
        reported_week_of_month: 1,
      },
    },
    {
      title: 'no hour, no policy: the stated age of the policy counts',
      rows: {
        'core.claim': [{ claim_id: 'C1', line: 'auto', policy_age_days: 20, ...lossAt('2024-03-01') }],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: { policy_age_days: 20, days_to_expiry: null, loss_hour: null, is_night_loss: null },
    },
  ],
})
