/** Others who claim for the same event: honest on the day of the hail, telling when the same people claim twice. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { daysAround } from '../around.ts'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'
import { WEATHER_PERILS } from '../words.ts'

const perils = sql.join(WEATHER_PERILS.map((peril) => sql.lit(peril)))

export const claimNeighbours = featureView({
  name: 'claim_neighbours',
  entity: 'claim',
  title: { en: 'Claims for the same event', zh: '同一事件的赔案' },
  reads: ['core.claim'],
  features: {
    neighbour_claims_3d: indicator(
      'corroboration',
      'claims',
      'down',
      'Other claims of the region for the same peril of the weather with a loss within three days',
      '同地区三天内同类天气灾害的其他赔案数',
    ),
    same_event_claims: indicator(
      'network',
      'claims',
      'up',
      'Claims of the same person on other policies with a loss within three days and the same peril, those of the weather apart: one storm hits all that somebody owns',
      '同一人在其他保单上三天内同类事故的赔案数（天气灾害除外）',
    ),
  },
  query: (db) =>
    db
      .with('event', (q) =>
        q
          .selectFrom(daysAround(-3, 3, sql`c.peril in (${perils}) and c.region_code is not null`).as('s'))
          .select(['s.entity_id', 's.as_of', 's.peril', 's.region_code', 's.day']),
      )
      // Claims numbered as they became known, so that one look-up gives how many there were at a moment.
      .with('numbered', (q) =>
        q
          .selectFrom(
            sql<{ peril: string; region_code: string; day: string; known_at: Date; n: number }>`(
              select peril, region_code, loss_date as day, known_at,
                count(*) over (partition by peril, region_code, loss_date order by known_at) as n
              from core.claim where peril in (${perils}))`.as('c'),
          )
          .selectAll(),
      )
      .with('near', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claims: number }>`(
              select e.entity_id, e.as_of, sum(n.n) as claims
              from event as e asof join numbered as n on n.peril = e.peril and n.region_code = e.region_code
                and n.day = e.day and e.as_of >= n.known_at
              group by e.entity_id, e.as_of)`.as('n'),
          )
          .selectAll(),
      )
      .with('own', (q) =>
        q
          .selectFrom(
            sql<{
              entity_id: string
              as_of: Date
              who: string
              policy_id: string | null
              peril: string
              loss_date: string
            }>`(
              select distinct s.entity_id, s.as_of, coalesce(e.entity_id, c.claimant_id) as who, c.policy_id, c.peril, c.loss_date
              from spine as s join core.claim as c on c.claim_id = s.entity_id
              left join core.entity as e on e.party_id = c.claimant_id and e.known_at <= s.as_of
              where c.claimant_id is not null and c.peril not in (${perils}))`.as('o'),
          )
          .selectAll(),
      )
      .with('twice', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; claims: number }>`(
              select o.entity_id, o.as_of, count(distinct c.claim_id) as claims
              from (select *, loss_date + step as day from (select *, unnest(range(-3, 4))::integer as step from own) as d) as o
              join (
                select coalesce(e.entity_id, c.claimant_id) as who, c.claim_id, c.policy_id, c.peril, c.loss_date,
                  greatest(c.known_at, e.known_at) as known_at
                from core.claim as c left join core.entity as e on e.party_id = c.claimant_id
                where coalesce(e.entity_id, c.claimant_id) in (select who from own)) as c
                on c.who = o.who and c.peril = o.peril and c.loss_date = o.day
                and c.known_at <= o.as_of and c.claim_id <> o.entity_id and c.policy_id is distinct from o.policy_id
              group by o.entity_id, o.as_of)`.as('t'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('near as n', (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .leftJoin('twice as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`case when c.peril in (${perils}) and c.region_code is not null
          then coalesce(n.claims, 0) - (n.claims is not null and c.known_at <= s.as_of)::integer end`.as(
          'neighbour_claims_3d',
        ),
        sql<number>`case when c.claimant_id is not null and c.peril not in (${perils}) then coalesce(t.claims, 0) end`.as(
          'same_event_claims',
        ),
      ]),
  examples: [
    {
      title:
        'hail on the first of July: two neighbours, one of them late, who is the same person with another car',
      rows: {
        'core.claim': [
          {
            claim_id: 'C1',
            policy_id: 'P1',
            claimant_id: 'A',
            line: 'auto',
            peril: 'hail',
            region_code: '330100',
            ...lossAt('2024-07-01'),
          },
          {
            claim_id: 'C2',
            policy_id: 'P2',
            claimant_id: 'B',
            line: 'auto',
            peril: 'hail',
            region_code: '330100',
            ...lossAt('2024-07-02'),
          },
          {
            claim_id: 'C3',
            policy_id: 'P3',
            claimant_id: 'A',
            line: 'auto',
            peril: 'hail',
            region_code: '330100',
            ...lossAt('2024-07-01'),
            known_at: at('2024-07-20'),
          },
          {
            claim_id: 'C4',
            policy_id: 'P4',
            claimant_id: 'D',
            line: 'auto',
            peril: 'hail',
            region_code: '330100',
            ...lossAt('2024-07-09'),
          },
          {
            claim_id: 'C5',
            policy_id: 'P5',
            claimant_id: 'E',
            line: 'auto',
            peril: 'hail',
            region_code: 'AU-SA',
            ...lossAt('2024-07-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-07-21',
      expect: { neighbour_claims_3d: 2, same_event_claims: null },
      earlier: { asOf: '2024-07-05', expect: { neighbour_claims_3d: 1, same_event_claims: null } },
    },
    {
      title:
        'one lost bag on two policies of one person, the second told a fortnight later under another number',
      rows: {
        'core.claim': [
          {
            claim_id: 'C1',
            policy_id: 'P1',
            claimant_id: 'A',
            line: 'travel',
            peril: 'baggage',
            ...lossAt('2024-07-01'),
          },
          {
            claim_id: 'C2',
            policy_id: 'P2',
            claimant_id: 'A2',
            line: 'travel',
            peril: 'baggage',
            ...lossAt('2024-07-02'),
            known_at: at('2024-07-15'),
          },
          {
            claim_id: 'C3',
            policy_id: 'P1',
            claimant_id: 'A',
            line: 'travel',
            peril: 'baggage',
            ...lossAt('2024-07-01'),
          },
        ],
        'core.entity': ['A', 'A2'].map((party) => ({ party_id: party, entity_id: 'A' })),
      },
      entityId: 'C1',
      asOf: '2024-07-21',
      expect: { neighbour_claims_3d: null, same_event_claims: 1 },
      earlier: { asOf: '2024-07-05', expect: { neighbour_claims_3d: null, same_event_claims: 0 } },
    },
  ],
})
