/** Visits to hospitals, and the treatment that is claimed. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { ratio } from '../expressions.ts'
import { indicator } from '../indicator.ts'

export const claimTreatment = featureView({
  name: 'claim_treatment',
  entity: 'claim',
  title: { en: 'Treatment', zh: '就诊与治疗' },
  reads: ['core.claim', 'core.medical_visit'],
  features: {
    visits_12m: indicator(
      'health',
      'count',
      'up',
      'Visits to hospitals in the year before the loss',
      '出险前一年就诊次数',
    ),
    inpatient_days_12m: indicator(
      'health',
      'days',
      'up',
      'Days in hospital in the year before the loss',
      '出险前一年住院天数',
    ),
    hospitals_12m: indicator(
      'health',
      'count',
      'up',
      'Different hospitals in the year before the loss',
      '出险前一年就诊医院数',
    ),
    stay_days: indicator('health', 'days', 'up', 'Days of the stay that is claimed', '本次住院天数'),
    claimed_per_stay_day_amount: indicator(
      'health',
      'money',
      'up',
      'Amount claimed by day of the stay',
      '每住院日索赔金额',
      { scalesWith: 'claimed_amount' },
    ),
    visit_supports_claim: indicator(
      'corroboration',
      '0/1',
      'down',
      'A hospital reports a visit of the claimant within three days of the loss; no visit tells from 14 days after it, as hospitals report late (health, accident and group lines)',
      '医院报告索赔人在出险前后三天内就诊；因医院上报滞后，出险满14天后无记录才计为无',
      { canChange: 'up' },
    ),
  },
  query: (db) =>
    db
      .with('visit', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.medical_visit as v', (join) =>
            join.onRef('v.party_id', '=', 'c.claimant_id').onRef('v.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            'v.hospital_id',
            sql<number>`date_diff('day', v.visit_date, c.loss_date)`.as('days_before'),
            sql<number>`case when v.is_inpatient then date_diff('day', v.visit_date, v.discharge_date) + 1 end`.as(
              'stay',
            ),
          ]),
      )
      .with('total', (q) =>
        q
          .selectFrom('visit as v')
          .select([
            'v.entity_id',
            'v.as_of',
            sql<number>`count(*) filter (where v.days_before between 4 and 365)`.as('visits'),
            sql<number>`sum(v.stay) filter (where v.days_before between 4 and 365)`.as('days'),
            sql<number>`count(distinct v.hospital_id) filter (where v.days_before between 4 and 365)`.as(
              'hospitals',
            ),
            sql<number>`max(v.stay) filter (where abs(v.days_before) <= 3)`.as('stay'),
            sql<number>`count(*) filter (where abs(v.days_before) <= 3)`.as('at_loss'),
          ])
          .groupBy(['v.entity_id', 'v.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('total as t', (join) =>
        join.onRef('t.entity_id', '=', 's.entity_id').onRef('t.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(t.visits, 0)`.as('visits_12m'),
        sql<number>`coalesce(t.days, 0)`.as('inpatient_days_12m'),
        sql<number>`coalesce(t.hospitals, 0)`.as('hospitals_12m'),
        't.stay as stay_days',
        ratio(sql`c.claimed_amount`, sql`t.stay`).as('claimed_per_stay_day_amount'),
        sql<number>`case when c.line in ('health', 'accident', 'group') then
          case when t.at_loss > 0 then 1 when s.as_of >= c.loss_at + interval '14 days' then 0 end end`.as(
          'visit_supports_claim',
        ),
      ]),
  examples: [
    {
      title: 'a stay of five days at the loss, one visit half a year before; the hospital reports in April',
      rows: {
        'core.claim': [
          { claim_id: 'C1', claimant_id: 'A', line: 'health', claimed_amount: 5000, ...lossAt('2024-03-01') },
        ],
        'core.medical_visit': [
          { visit_id: 'V0', party_id: 'A', hospital_id: 'H1', visit_date: '2023-09-01', is_inpatient: false },
          {
            visit_id: 'V1',
            party_id: 'A',
            hospital_id: 'H1',
            visit_date: '2024-03-02',
            discharge_date: '2024-03-06',
            is_inpatient: true,
            known_at: at('2024-04-01'),
          },
        ],
      },
      entityId: 'C1',
      asOf: '2024-04-01',
      expect: {
        visits_12m: 1,
        inpatient_days_12m: 0,
        hospitals_12m: 1,
        stay_days: 5,
        claimed_per_stay_day_amount: 1000,
        visit_supports_claim: 1,
      },
      earlier: { asOf: '2024-03-20', expect: { visits_12m: 1, stay_days: null, visit_supports_claim: 0 } },
    },
  ],
})
