/** The contract: product, sums, and what was stated when it was made. */
import { featureView, LINES } from 'claimscope'
import { sql } from 'kysely'
import { category, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { CHANNELS, PRODUCT_TYPES, REGIONS } from '../words.ts'

export const policyProduct = featureView({
  name: 'policy_product',
  entity: 'policy',
  title: { en: 'Contract', zh: '保单要素' },
  reads: ['core.policy'],
  features: {
    line: indicator('product', 'category', 'none', 'Line of business', '险种', { categories: LINES }),
    product_type: indicator('product', 'category', 'none', 'Kind of product', '产品类型', {
      categories: PRODUCT_TYPES,
    }),
    channel: indicator('product', 'category', 'none', 'Sales channel', '销售渠道', { categories: CHANNELS }),
    region: indicator('product', 'category', 'none', 'Region of the risk', '风险所在地区', {
      categories: REGIONS,
    }),
    sum_insured_amount: indicator('product', 'money', 'up', 'Sum insured', '保额'),
    premium_amount: indicator('product', 'money', 'none', 'Premium', '保费'),
    premium_rate_ratio: indicator('product', 'ratio', 'none', 'Premium against the sum insured', '费率'),
    deductible_amount: indicator('product', 'money', 'down', 'Deductible', '免赔额'),
    payout_ratio: indicator('product', 'share', 'up', 'Share paid above the deductible', '赔付比例'),
    term_days: indicator('product', 'days', 'none', 'Term of the policy', '保险期间'),
    inception_month: indicator('product', 'count', 'none', 'Month of inception', '起保月份'),
    cover_count: indicator('product', 'count', 'up', 'Covers of the policy', '险别数'),
    holder_age: indicator('customer', 'years', 'none', 'Age of the holder as stated', '投保人申报年龄', {
      isProtected: true,
    }),
    driver_rating: indicator('behaviour', 'level', 'none', "Insurer's rating of the driver", '驾驶人评级'),
    bonus_malus: indicator(
      'behaviour',
      'points',
      'up',
      'Bonus-malus coefficient, 100 is neutral',
      '奖惩系数',
    ),
    vehicle_count: indicator('product', 'count', 'up', 'Vehicles on the policy', '保单车辆数'),
    past_claims: indicator('claims', 'claims', 'up', 'Claims before the policy, as stated', '投保前索赔次数'),
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
      .with('covers', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.coverage as v', (join) =>
            join.onRef('v.policy_id', '=', 's.entity_id').onRef('v.known_at', '<=', 's.as_of'),
          )
          .select(['s.entity_id', 's.as_of', sql<number>`count(*)`.as('covers')])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.policy as p', 'p.policy_id', 's.entity_id')
      .leftJoin('covers as v', (join) =>
        join.onRef('v.entity_id', '=', 's.entity_id').onRef('v.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        category(sql`p.line`, LINES).as('line'),
        category(sql`p.product_type`, PRODUCT_TYPES).as('product_type'),
        category(sql`p.channel`, CHANNELS).as('channel'),
        category(sql`p.region_code`, REGIONS).as('region'),
        'p.sum_insured_amount',
        'p.premium_amount',
        ratio(sql`p.premium_amount`, sql`p.sum_insured_amount`).as('premium_rate_ratio'),
        'p.deductible_amount',
        'p.payout_ratio',
        sql<number>`date_diff('day', p.inception_date, p.expiry_date) + 1`.as('term_days'),
        sql<number>`month(p.inception_date)`.as('inception_month'),
        sql<number>`coalesce(v.covers, 0)`.as('cover_count'),
        'p.holder_age',
        'p.driver_rating',
        'p.bonus_malus',
        'p.vehicle_count',
        'p.past_claims',
        'p.previous_insurer_count',
      ]),
  examples: [
    {
      title: 'a French motor policy',
      rows: {
        'core.policy': [
          {
            policy_id: '1',
            line: 'auto',
            region_code: 'R82',
            holder_age: 55,
            bonus_malus: 50,
            exposure_years: 0.1,
          },
        ],
      },
      entityId: '1',
      asOf: '2024-01-01',
      expect: { line: 1, region: 18, holder_age: 55, bonus_malus: 50, cover_count: 0, premium_amount: null },
    },
    {
      title: 'a year of health cover',
      rows: {
        'core.policy': [
          {
            policy_id: 'P1',
            line: 'health',
            channel: 'online',
            premium_amount: 1000,
            sum_insured_amount: 50000,
            inception_date: '2024-04-01',
            expiry_date: '2025-03-31',
          },
        ],
        'core.coverage': [{ coverage_id: 'V1', policy_id: 'P1', cover: 'inpatient' }],
      },
      entityId: 'P1',
      asOf: '2024-05-01',
      expect: {
        line: 2,
        channel: 3,
        premium_rate_ratio: 0.02,
        term_days: 365,
        inception_month: 4,
        cover_count: 1,
      },
      earlier: { asOf: '2019-01-01', expect: { cover_count: 0 } },
    },
  ],
})
