/** Who a party is, and what it shares. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at } from '../examples.ts'
import { category, years } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { GENDERS, MARITAL_STATUSES, OCCUPATIONS } from '../words.ts'

export const partyProfile = featureView({
  name: 'party_profile',
  entity: 'party',
  title: { en: 'Profile', zh: '主体概况' },
  reads: ['core.party'],
  features: {
    age: indicator('customer', 'years', 'none', 'Age', '年龄', { isProtected: true }),
    gender: indicator('customer', 'category', 'none', 'Gender', '性别', {
      categories: GENDERS,
      isProtected: true,
    }),
    marital_status: indicator('customer', 'category', 'none', 'Marital status', '婚姻状况', {
      categories: MARITAL_STATUSES,
      isProtected: true,
    }),
    occupation: indicator('customer', 'category', 'none', 'Occupation class', '职业类别', {
      categories: OCCUPATIONS,
    }),
    tenure_days: indicator('customer', 'days', 'down', 'Customer or partner since', '建立关系的天数'),
    alias_count: indicator(
      'network',
      'count',
      'up',
      'Records that linkage holds for the same person or organisation',
      '被认定为同一主体的记录数',
    ),
    shared_thing_count: indicator(
      'network',
      'count',
      'up',
      'Telephones, accounts, addresses and vehicles that others use too',
      '与他人共用的电话、账户、地址和车辆数',
    ),
  },
  query: (db) =>
    db
      .with('known', (q) =>
        q
          .selectFrom('spine as s')
          .leftJoin('core.entity as e', (join) =>
            join.onRef('e.party_id', '=', 's.entity_id').onRef('e.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', sql<string>`coalesce(e.entity_id, s.entity_id)`.as('who')]),
      )
      .with('alias', (q) =>
        q
          .selectFrom('known as k')
          .innerJoin('core.entity as e', (join) =>
            join.onRef('e.entity_id', '=', 'k.who').onRef('e.known_at', '<=', 'k.as_of'),
          )
          .select(['k.entity_id', 'k.as_of', sql<number>`count(*)`.as('records')])
          .groupBy(['k.entity_id', 'k.as_of']),
      )
      .with('shared', (q) =>
        q
          .selectFrom(
            sql<{ entity_id: string; as_of: Date; things: number }>`(
              with use as (
                select target_id, source_id, min(known_at) as known_at from graph.edge
                where regexp_matches(target_id, '^(phone|account|address|vehicle|email):')
                  and target_id in (select target_id from graph.edge where source_id in (select 'entity:' || who from known))
                group by target_id, source_id),
              second as (
                select target_id, known_at as shared_at from use
                qualify row_number() over (partition by target_id order by known_at, source_id) = 2)
              select k.entity_id, k.as_of, count(*) as things
              from known as k join use as u on u.source_id = 'entity:' || k.who and u.known_at <= k.as_of
              join second as t on t.target_id = u.target_id and t.shared_at <= k.as_of
              group by k.entity_id, k.as_of)`.as('t'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.party as p', (join) =>
        join.onRef('p.party_id', '=', 's.entity_id').onRef('p.known_at', '<=', 's.as_of'),
      )
      .leftJoin('alias as a', (join) =>
        join.onRef('a.entity_id', '=', 's.entity_id').onRef('a.as_of', '=', 's.as_of'),
      )
      .leftJoin('shared as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        years(sql`p.birth_date`, sql`s.as_of::date`).as('age'),
        category(sql`p.gender`, GENDERS).as('gender'),
        category(sql`p.marital_status`, MARITAL_STATUSES).as('marital_status'),
        category(sql`p.occupation`, OCCUPATIONS).as('occupation'),
        sql<number>`date_diff('day', p.registered_date, s.as_of::date)`.as('tenure_days'),
        'a.records as alias_count',
        sql<number>`coalesce(h.things, 0)`.as('shared_thing_count'),
      ]),
  examples: [
    {
      title: 'two records of one driver, whose telephone another begins to use in May',
      rows: {
        'core.party': [
          { party_id: 'A', party_type: 'person', birth_date: '1990-01-01', occupation: 'driver' },
        ],
        'core.entity': [
          { party_id: 'A', entity_id: 'A', known_at: at('2023-01-01') },
          { party_id: 'A2', entity_id: 'A', known_at: at('2024-04-01') },
        ],
        'graph.edge': [
          {
            source_id: 'entity:A',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: '',
            known_at: at('2023-01-01'),
          },
          {
            source_id: 'entity:B',
            target_id: 'phone:1',
            link: 'uses_phone',
            claim_id: '',
            known_at: at('2024-05-01'),
          },
        ],
      },
      entityId: 'A',
      asOf: '2024-05-02',
      expect: { age: 34, occupation: 4, alias_count: 2, shared_thing_count: 1 },
      earlier: { asOf: '2024-03-01', expect: { age: 34, alias_count: 1, shared_thing_count: 0 } },
    },
  ],
})
