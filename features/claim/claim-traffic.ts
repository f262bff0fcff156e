/** Accidents and closures that the traffic authority knows near the loss. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { daysAround } from '../around.ts'
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
          .selectFrom(daysAround(-1, 1, sql`c.line = 'auto' and c.region_code is not null`).as('s'))
          .innerJoin(
            sql<{ region_code: string; day: string; occurred_at: Date; known_at: Date }>`(
              select region_code, occurred_at::date as day, occurred_at, known_at from core.traffic_event
              where event_kind <> 'roadworks')`.as('t'),
            (join) =>
              join
                .onRef('t.region_code', '=', 's.region_code')
                .onRef('t.day', '=', 's.day')
                .onRef('t.known_at', '<=', 's.as_of'),
          )
          .where(
            sql<boolean>`t.occurred_at between s.loss_at - interval '2 hours' and s.loss_at + interval '2 hours'`,
          )
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
