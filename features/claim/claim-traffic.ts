/** Accidents and closures that the traffic authority knows near the loss. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimTraffic = featureView({
  name: 'claim_traffic',
  entity: 'claim',
  title: { en: 'Known traffic events', zh: '已知交通事件' },
  reads: ['core.claim', 'core.traffic_event'],
  features: {
    traffic_events_near: indicator(
      'corroboration',
      'count',
      'down',
      'Accidents and closures of the region within two hours of the loss (auto line, hour known)',
      '出险前后两小时内同地区交通事件数',
    ),
  },
  query: (db) =>
    db
      .with('near', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          // The day before, the day itself and the day after make the window of hours an equality on days.
          .innerJoin(sql<{ days: number }>`(select unnest([-1, 0, 1]) as days)`.as('d'), (join) =>
            join.onTrue(),
          )
          .innerJoin('core.traffic_event as t', (join) =>
            join
              .onRef('t.region_code', '=', 'c.region_code')
              .on(sql`t.occurred_at::date`, '=', sql`c.loss_date + d.days::integer`)
              .onRef('t.known_at', '<=', 's.as_of'),
          )
          .where(sql<boolean>`c.line = 'auto' and t.occurred_at between c.loss_at - interval '2 hours'
            and c.loss_at + interval '2 hours' and t.event_kind <> 'roadworks'`)
          .select(['s.entity_id', 's.as_of', sql<number>`count(*)`.as('events')])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('near as n', (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when c.line = 'auto' and c.region_code is not null and c.loss_at <> date_trunc('day', c.loss_at)
          then coalesce(n.events, 0) end`.as('traffic_events_near'),
      ]),
  examples: [
    {
      title: 'one collision an hour later, past midnight; another is reported late',
      rows: {
        'core.claim': [
          { claim_id: 'C1', line: 'auto', region_code: '330100', ...lossAt('2024-07-01 23:30') },
        ],
        'core.traffic_event': [
          {
            traffic_event_id: 'T1',
            region_code: '330100',
            event_kind: 'collision',
            occurred_at: at('2024-07-02 00:30'),
          },
          {
            traffic_event_id: 'T2',
            region_code: '330100',
            event_kind: 'closure',
            occurred_at: at('2024-07-01 18:30'),
          },
          {
            traffic_event_id: 'T3',
            region_code: '330100',
            event_kind: 'collision',
            occurred_at: at('2024-07-01 23:00'),
            known_at: at('2024-07-20'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-07-21',
      expect: { traffic_events_near: 2 },
      earlier: { asOf: '2024-07-03', expect: { traffic_events_near: 1 } },
    },
  ],
})
