/** The shape of a ring: how many, how tightly, how fast, how much. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at } from '../examples.ts'
import { ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

export const ringShape = featureView({
  name: 'ring_shape',
  entity: 'ring',
  title: { en: 'Shape of the ring', zh: '团伙形态' },
  reads: ['graph.ring', 'graph.ring_member'],
  features: {
    member_count: indicator('network', 'count', 'up', 'Members', '成员数'),
    claim_count: indicator('network', 'claims', 'up', 'Claims', '赔案数'),
    claims_per_member: indicator('network', 'ratio', 'up', 'Claims by member', '人均赔案数'),
    things_per_member: indicator(
      'network',
      'ratio',
      'up',
      'Telephones, accounts, addresses, e-mails and vehicles by member',
      '人均共用信息数',
    ),
    claimed_amount: indicator('network', 'money', 'up', 'Amount claimed', '索赔金额'),
    claimed_per_member_amount: indicator(
      'network',
      'money',
      'up',
      'Amount claimed by member',
      '人均索赔金额',
    ),
    at_stake_share: indicator(
      'network',
      'share',
      'up',
      'Share of the amount that is not paid yet',
      '未支付金额占比',
    ),
    span_days: indicator('network', 'days', 'down', 'From the first loss to the last', '首末案间隔天数'),
    claims_per_month: indicator('network', 'ratio', 'up', 'Claims by month of the span', '月均赔案数'),
    centrality_max: indicator(
      'network',
      'share',
      'up',
      'Largest share of the weight that passes through one member',
      '最大成员中心度',
    ),
  },
  query: (db) =>
    db
      .with('made', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('graph.ring_member as m', 'm.ring_id', 's.entity_id')
          .select([
            's.entity_id',
            's.as_of',
            sql<number>`count(*) filter (where m.node_kind not in ('entity', 'claim'))`.as('things'),
            sql<number>`max(m.centrality)`.as('centrality'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('graph.ring as r', (join) =>
        join.onRef('r.ring_id', '=', 's.entity_id').onRef('r.known_at', '<=', 's.as_of'),
      )
      .leftJoin('made as m', (join) =>
        join.onRef('m.entity_id', '=', 's.entity_id').onRef('m.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        'r.member_count',
        'r.claim_count',
        ratio(sql`r.claim_count`, sql`r.member_count`).as('claims_per_member'),
        sql<number>`case when r.ring_id is not null then coalesce(m.things, 0) / nullif(r.member_count, 0) end`.as(
          'things_per_member',
        ),
        'r.claimed_amount',
        ratio(sql`r.claimed_amount`, sql`r.member_count`).as('claimed_per_member_amount'),
        ratio(sql`r.at_stake_amount`, sql`r.claimed_amount`).as('at_stake_share'),
        sql<number>`date_diff('day', r.first_at, r.last_at)`.as('span_days'),
        sql<number>`r.claim_count / greatest(date_diff('day', r.first_at, r.last_at) / 30.0, 1)`.as(
          'claims_per_month',
        ),
        sql<number>`case when r.ring_id is not null then m.centrality end`.as('centrality_max'),
      ]),
  examples: [
    {
      title: 'four members, six claims in sixty days, two telephones',
      rows: {
        'graph.ring': [
          {
            ring_id: 'G1',
            member_count: 4,
            claim_count: 6,
            claimed_amount: 8000,
            at_stake_amount: 2000,
            first_at: at('2024-01-01'),
            last_at: at('2024-03-01'),
            known_at: at('2024-03-05'),
          },
        ],
        'graph.ring_member': [
          { ring_id: 'G1', node_id: 'entity:A', node_kind: 'entity', centrality: 0.6 },
          { ring_id: 'G1', node_id: 'phone:1', node_kind: 'phone', centrality: 0.2 },
          { ring_id: 'G1', node_id: 'phone:2', node_kind: 'phone', centrality: 0.1 },
        ],
      },
      entityId: 'G1',
      asOf: '2024-03-06',
      expect: {
        member_count: 4,
        claim_count: 6,
        claims_per_member: 1.5,
        things_per_member: 0.5,
        claimed_amount: 8000,
        claimed_per_member_amount: 2000,
        at_stake_share: 0.25,
        span_days: 60,
        claims_per_month: 3,
        centrality_max: 0.6,
      },
      earlier: { asOf: '2024-03-01', expect: { member_count: null, centrality_max: null } },
    },
  ],
})
