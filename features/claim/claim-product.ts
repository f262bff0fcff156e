/** The policy that the claim is made on. */
import { featureView, LINES } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { category } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { CHANNELS, COVERS, PRODUCT_TYPES } from '../words.ts'

export const claimProduct = featureView({
  name: 'claim_product',
  entity: 'claim',
  title: { en: 'Product', zh: '产品' },
  reads: ['core.claim', 'core.policy'],
  features: {
    line: indicator('product', 'category', 'none', 'Line of business', '险种', { categories: LINES }),
    product_type: indicator('product', 'category', 'none', 'Kind of product', '产品类型', {
      categories: PRODUCT_TYPES,
    }),
    cover: indicator('product', 'category', 'none', 'Cover claimed under', '索赔责任', {
      categories: COVERS,
    }),
    channel: indicator('product', 'category', 'none', 'Sales channel', '销售渠道', { categories: CHANNELS }),
    sum_insured_amount: indicator('product', 'money', 'none', 'Sum insured', '保额'),
    premium_amount: indicator('product', 'money', 'none', 'Premium', '保费'),
    deductible_amount: indicator('product', 'money', 'none', 'Deductible', '免赔额'),
    payout_ratio: indicator('product', 'share', 'none', 'Share paid above the deductible', '赔付比例'),
    term_days: indicator('product', 'days', 'none', 'Term of the policy', '保险期间'),
    waiting_period_left_days: indicator(
      'product',
      'days',
      'up',
      "From the loss to the end of the cover's waiting period; negative once it has ended",
      '出险日距等待期结束的天数（负数表示已结束）',
    ),
    holder_age: indicator(
      'customer',
      'years',
      'none',
      'Age of the policyholder as stated',
      '投保时申报年龄',
      {
        isProtected: true,
      },
    ),
    driver_rating: indicator('behaviour', 'level', 'none', "Insurer's rating of the driver", '驾驶人评级'),
    past_claims: indicator('claims', 'claims', 'up', 'Claims before the policy, as stated', '投保前索赔次数'),
    vehicle_count: indicator('product', 'count', 'none', 'Vehicles on the policy', '保单车辆数'),
    previous_insurer_count: indicator(
      'customer',
      'count',
      'up',
      'Insurers in the five years before',
      '此前五年承保公司数',
    ),
  },
  query: (db) =>
    db
      .with('wait', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.coverage as v', (join) =>
            join
              .onRef('v.policy_id', '=', 'c.policy_id')
              .onRef('v.cover', '=', 'c.cover')
              .onRef('v.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', sql<number>`max(v.waiting_days)`.as('waiting_days')])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.policy as p', (join) =>
        join.onRef('p.policy_id', '=', 'c.policy_id').onRef('p.known_at', '<=', 's.as_of'),
      )
      .leftJoin('wait as w', (join) =>
        join.onRef('w.entity_id', '=', 's.entity_id').onRef('w.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        category(sql`c.line`, LINES).as('line'),
        category(sql`p.product_type`, PRODUCT_TYPES).as('product_type'),
        category(sql`c.cover`, COVERS).as('cover'),
        category(sql`p.channel`, CHANNELS).as('channel'),
        'p.sum_insured_amount',
        'p.premium_amount',
        sql<number>`coalesce(c.deductible_amount, p.deductible_amount)`.as('deductible_amount'),
        'p.payout_ratio',
        sql<number>`date_diff('day', p.inception_date, p.expiry_date) + 1`.as('term_days'),
        sql<number>`w.waiting_days - date_diff('day', p.inception_date, c.loss_date)`.as(
          'waiting_period_left_days',
        ),
        'p.holder_age',
        'p.driver_rating',
        'p.past_claims',
        'p.vehicle_count',
        'p.previous_insurer_count',
      ]),
  examples: [
    {
      title: 'ten days into a waiting period of thirty; the policy becomes known on the tenth',
      rows: {
        'core.policy': [
          {
            policy_id: 'P1',
            line: 'health',
            channel: 'Agent',
            premium_amount: 800,
            inception_date: '2024-02-20',
            expiry_date: '2025-02-18',
            holder_age: 40,
            known_at: at('2024-03-10'),
          },
        ],
        'core.coverage': [{ coverage_id: 'V1', policy_id: 'P1', cover: 'inpatient', waiting_days: 30 }],
        'core.claim': [
          {
            claim_id: 'C1',
            policy_id: 'P1',
            line: 'health',
            cover: 'inpatient',
            deductible_amount: 100,
            ...lossAt('2024-03-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-11',
      expect: {
        line: 2,
        product_type: null,
        cover: 4,
        channel: 1,
        premium_amount: 800,
        deductible_amount: 100,
        term_days: 365,
        waiting_period_left_days: 20,
        holder_age: 40,
      },
      earlier: {
        asOf: '2024-03-02',
        expect: { line: 2, channel: null, premium_amount: null, waiting_period_left_days: null },
      },
    },
  ],
})
