/** The vehicle or other object that was hit. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { category, make, ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { MAKES, VEHICLE_CATEGORIES } from '../words.ts'

const plate = (value: string) =>
  sql.raw<string>(`upper(regexp_replace(${value}, '[^0-9A-Za-z\\p{Han}]+', '', 'g'))`)

export const claimVehicle = featureView({
  name: 'claim_vehicle',
  entity: 'claim',
  title: { en: 'Vehicle', zh: '车辆与标的' },
  reads: ['core.claim', 'core.insured_object'],
  features: {
    vehicle_age_years: indicator('product', 'years', 'none', 'Age of the vehicle', '车龄'),
    vehicle_value_amount: indicator(
      'product',
      'money',
      'none',
      'Value of the object as stated',
      '标的申报价值',
    ),
    vehicle_power: indicator('product', 'level', 'none', 'Power class', '功率等级'),
    make: indicator('product', 'category', 'none', 'Make', '品牌', { categories: MAKES }),
    vehicle_category: indicator('product', 'category', 'none', 'Category of the vehicle', '车辆类别', {
      categories: VEHICLE_CATEGORIES,
    }),
    claimed_value_ratio: indicator(
      'claims',
      'ratio',
      'up',
      'Amount claimed against the value of the object',
      '索赔金额与标的价值之比',
      { scalesWith: 'claimed_amount' },
    ),
    area_hectares: indicator('product', 'count', 'none', 'Area of the field, hectares', '地块面积（公顷）'),
    claimed_per_hectare_amount: indicator(
      'claims',
      'money',
      'up',
      'Amount claimed by hectare of the field',
      '每公顷索赔金额',
      { scalesWith: 'claimed_amount' },
    ),
    shared_vehicle_claims: indicator(
      'network',
      'claims',
      'up',
      'Claims on other policies in which a vehicle of this claim appears',
      '涉案车辆出现在其他保单赔案中的次数',
    ),
  },
  query: (db) =>
    db
      // A plate shows in a claim through the party that came in the vehicle, or through the insured object.
      .with('appearance', (q) =>
        q
          .selectFrom(
            sql<{ claim_id: string; policy_id: string | null; plate: string; known_at: Date }>`(
              select cp.claim_id, c.policy_id, ${plate('cp.plate')} as plate, greatest(cp.known_at, c.known_at) as known_at
              from core.claim_party as cp join core.claim as c on c.claim_id = cp.claim_id where cp.plate is not null
              union all
              select c.claim_id, c.policy_id, ${plate('o.plate')}, greatest(o.known_at, c.known_at)
              from core.claim as c join core.insured_object as o on o.object_id = c.object_id where o.plate is not null)`.as(
              'a',
            ),
          )
          .selectAll(),
      )
      .with('own', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('appearance as a', 'a.claim_id', 's.entity_id')
          .select(['s.entity_id', 's.as_of', 'a.plate', 'a.policy_id'])
          .distinct(),
      )
      .with('shared', (q) =>
        q
          .selectFrom('own as o')
          .innerJoin(
            // A plate that appears again and again is a taxi or a hire car: fifty appearances are enough to tell.
            sql<{ claim_id: string; policy_id: string | null; plate: string; known_at: Date }>`(
              select * from appearance where plate in (select plate from own)
              qualify row_number() over (partition by plate order by known_at, claim_id) <= 50)`.as('a'),
            (join) => join.onRef('a.plate', '=', 'o.plate').onRef('a.known_at', '<=', 'o.as_of'),
          )
          .where(sql<boolean>`a.claim_id <> o.entity_id and a.policy_id is distinct from o.policy_id`)
          .select(['o.entity_id', 'o.as_of', sql<number>`count(distinct a.claim_id)`.as('claims')])
          .groupBy(['o.entity_id', 'o.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.insured_object as o', (join) =>
        join.onRef('o.object_id', '=', 'c.object_id').onRef('o.known_at', '<=', 's.as_of'),
      )
      .leftJoin('shared as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(o.vehicle_age_years, year(c.loss_date) - o.model_year)`.as('vehicle_age_years'),
        'o.value_amount as vehicle_value_amount',
        'o.vehicle_power',
        make(sql`o.make`).as('make'),
        category(sql`o.category`, VEHICLE_CATEGORIES).as('vehicle_category'),
        ratio(sql`c.claimed_amount`, sql`o.value_amount`).as('claimed_value_ratio'),
        'o.area_hectares',
        ratio(sql`c.claimed_amount`, sql`o.area_hectares`).as('claimed_per_hectare_amount'),
        sql<number>`coalesce(h.claims, 0)`.as('shared_vehicle_claims'),
      ]),
  examples: [
    {
      title: 'a four-year-old Nissan, spelt as it comes, seen in a claim on another policy',
      rows: {
        'core.insured_object': [
          {
            object_id: 'O1',
            policy_id: 'P1',
            make: 'Nisson',
            category: 'Sport',
            model_year: 2020,
            value_amount: 20000,
            plate: '浙A·12345',
          },
        ],
        'core.claim': [
          {
            claim_id: 'C1',
            policy_id: 'P1',
            object_id: 'O1',
            line: 'auto',
            claimed_amount: 5000,
            ...lossAt('2024-03-01'),
          },
          { claim_id: 'C2', policy_id: 'P2', line: 'auto', ...lossAt('2024-02-01') },
        ],
        'core.claim_party': [
          {
            claim_id: 'C2',
            party_id: 'X',
            role: 'counterparty',
            plate: '浙A12345',
            event_at: at('2024-02-20'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: {
        vehicle_age_years: 4,
        vehicle_value_amount: 20000,
        make: 13,
        vehicle_category: 2,
        claimed_value_ratio: 0.25,
        shared_vehicle_claims: 1,
      },
      earlier: { asOf: '2024-02-10', expect: { shared_vehicle_claims: 0 } },
    },
  ],
})
