/** Who stands in the claim. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimParties = featureView({
  name: 'claim_parties',
  entity: 'claim',
  title: { en: 'Parties of the claim', zh: '涉案人员' },
  reads: ['core.claim', 'core.claim_party'],
  features: {
    party_count: indicator('claims', 'count', 'up', 'Parties in the claim', '涉案人数'),
    passenger_count: indicator('claims', 'count', 'up', 'Passengers', '乘客人数'),
    injured_count: indicator('claims', 'count', 'up', 'Parties who claim an injury', '主张受伤人数'),
    witness_count: indicator('claims', 'count', 'none', 'Witnesses', '证人人数'),
    has_lawyer: indicator('claims', '0/1', 'up', 'A lawyer stands in the claim', '有律师介入'),
  },
  query: (db) =>
    db
      .with('stand', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim_party as cp', (join) =>
            join.onRef('cp.claim_id', '=', 's.entity_id').onRef('cp.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            sql<number>`count(distinct cp.party_id)`.as('parties'),
            sql<number>`count(*) filter (where cp.role = 'passenger')`.as('passengers'),
            sql<number>`count(distinct cp.party_id) filter (where cp.is_injured)`.as('injured'),
            sql<number>`count(*) filter (where cp.role = 'witness')`.as('witnesses'),
            sql<number>`bool_or(cp.role = 'lawyer')::integer`.as('lawyer'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('stand as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.parties, 0)`.as('party_count'),
        sql<number>`coalesce(t.passengers, 0)`.as('passenger_count'),
        sql<number>`coalesce(t.injured, 0)`.as('injured_count'),
        sql<number>`coalesce(t.witnesses, 0)`.as('witness_count'),
        sql<number>`coalesce(t.lawyer, 0)`.as('has_lawyer'),
      ]),
  examples: [
    {
      title: 'a driver, and two injured passengers of whom one appears later',
      rows: {
        'core.claim': [{ claim_id: 'C1', line: 'auto', ...lossAt('2024-03-01') }],
        'core.claim_party': [
          { claim_id: 'C1', party_id: 'A', role: 'driver', event_at: at('2024-03-01') },
          { claim_id: 'C1', party_id: 'B', role: 'passenger', is_injured: true, event_at: at('2024-03-01') },
          { claim_id: 'C1', party_id: 'C', role: 'passenger', is_injured: true, event_at: at('2024-03-20') },
          { claim_id: 'C1', party_id: 'L', role: 'lawyer', event_at: at('2024-03-20') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-21',
      expect: { party_count: 4, passenger_count: 2, injured_count: 2, witness_count: 0, has_lawyer: 1 },
      earlier: {
        asOf: '2024-03-10',
        expect: { party_count: 2, passenger_count: 1, injured_count: 1, witness_count: 0, has_lawyer: 0 },
      },
    },
  ],
})
