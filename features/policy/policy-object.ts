/** What is insured. Where a policy covers several objects, the first by identifier speaks for it. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { category, log, make } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { AREA_CLASSES, FUELS, MAKES, VEHICLE_CATEGORIES } from '../words.ts'

export const policyObject = featureView({
  name: 'policy_object',
  entity: 'policy',
  title: { en: 'Insured object', zh: '保险标的' },
  reads: ['core.policy', 'core.insured_object'],
  features: {
    object_count: indicator('product', 'count', 'up', 'Objects on the policy', '标的数量'),
    vehicle_age_years: indicator('product', 'years', 'none', 'Age of the vehicle', '车龄'),
    vehicle_power: indicator('product', 'level', 'up', 'Power class', '功率等级'),
    vehicle_value_amount: indicator('product', 'money', 'up', 'Value of the object', '标的价值'),
    make: indicator('product', 'category', 'none', 'Make', '品牌', { categories: MAKES }),
    vehicle_category: indicator('product', 'category', 'none', 'Category of the vehicle', '车辆类别', {
      categories: VEHICLE_CATEGORIES,
    }),
    fuel: indicator('product', 'category', 'none', 'Fuel', '燃料类型', { categories: FUELS }),
    area_class: indicator('product', 'level', 'up', 'Class of the area, from country to centre', '区域等级', {
      categories: AREA_CLASSES,
    }),
    density_log: indicator(
      'product',
      'count',
      'up',
      'Logarithm of the inhabitants by square kilometre',
      '人口密度（对数）',
    ),
    area_hectares: indicator('product', 'count', 'none', 'Area of the field, hectares', '地块面积（公顷）'),
  },
  query: (db) =>
    db
      .with('object', (q) =>
        q
          .selectFrom(
            sql<{
              entity_id: string
              as_of: Date
              objects: number
              object_id: string
            }>`(
              select s.entity_id, s.as_of, count(*) as objects, min(o.object_id) as object_id
              from spine as s join core.insured_object as o on o.policy_id = s.entity_id and o.known_at <= s.as_of
              group by s.entity_id, s.as_of)`.as('o'),
          )
          .selectAll(),
      )
      .selectFrom('spine as s')
      .leftJoin('core.policy as p', 'p.policy_id', 's.entity_id')
      .leftJoin('object as n', (join) =>
        join.onRef('n.entity_id', '=', 's.entity_id').onRef('n.as_of', '=', 's.as_of'),
      )
      .leftJoin('core.insured_object as o', 'o.object_id', 'n.object_id')
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(n.objects, 0)`.as('object_count'),
        sql<number>`coalesce(o.vehicle_age_years, year(p.inception_date) - o.model_year)`.as(
          'vehicle_age_years',
        ),
        'o.vehicle_power',
        'o.value_amount as vehicle_value_amount',
        make(sql`o.make`).as('make'),
        category(sql`o.category`, VEHICLE_CATEGORIES).as('vehicle_category'),
        category(sql`o.fuel`, FUELS).as('fuel'),
        category(sql`o.area_class`, AREA_CLASSES).as('area_class'),
        log(sql`o.density`).as('density_log'),
        'o.area_hectares',
      ]),
  examples: [
    {
      title: 'a diesel of brand B12 in a dense area',
      rows: {
        'core.policy': [{ policy_id: '1', line: 'auto' }],
        'core.insured_object': [
          {
            object_id: 'O1',
            policy_id: '1',
            make: 'B12',
            fuel: 'Diesel',
            area_class: 'D',
            density: 1000,
            vehicle_power: 5,
            vehicle_age_years: 0,
          },
        ],
      },
      entityId: '1',
      asOf: '2024-01-01',
      expect: {
        object_count: 1,
        vehicle_age_years: 0,
        vehicle_power: 5,
        make: 32,
        fuel: 2,
        area_class: 4,
        density_log: 6.907755,
      },
      earlier: { asOf: '2019-12-31', expect: { object_count: 0, make: null } },
    },
  ],
})
