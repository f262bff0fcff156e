/** Who holds the policy: person, driving and credit. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at } from '../examples.ts'
import { category, years } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { EDUCATIONS, GENDERS, MARITAL_STATUSES, OCCUPATIONS } from '../words.ts'

export const policyHolder = featureView({
  name: 'policy_holder',
  entity: 'policy',
  title: { en: 'Holder', zh: '投保人' },
  reads: ['core.policy', 'core.party'],
  features: {
    holder_age_now: indicator('customer', 'years', 'none', 'Age of the holder', '投保人年龄', {
      isProtected: true,
    }),
    gender: indicator('customer', 'category', 'none', 'Gender of the holder', '投保人性别', {
      categories: GENDERS,
      isProtected: true,
    }),
    marital_status: indicator('customer', 'category', 'none', 'Marital status', '婚姻状况', {
      categories: MARITAL_STATUSES,
      isProtected: true,
    }),
    education: indicator('customer', 'level', 'none', 'Highest education', '最高学历', {
      categories: EDUCATIONS,
    }),
    occupation: indicator('customer', 'category', 'none', 'Occupation class', '职业类别', {
      categories: OCCUPATIONS,
    }),
    tenure_days: indicator('customer', 'days', 'down', 'Customer since', '成为客户的天数'),
    licence_years: indicator('customer', 'years', 'down', 'Driving licence held', '驾龄'),
    violations_24m: indicator(
      'behaviour',
      'count',
      'up',
      'Driving offences in 24 months',
      '近24个月交通违法次数',
    ),
    violation_points_24m: indicator(
      'behaviour',
      'points',
      'up',
      'Penalty points in 24 months',
      '近24个月违法扣分',
    ),
    credit_score: indicator('behaviour', 'points', 'down', 'Credit score in the last report', '信用评分'),
    delinquency_count: indicator('behaviour', 'count', 'up', 'Late payments in the last report', '逾期次数'),
    debt_amount: indicator('behaviour', 'money', 'up', 'Debt in the last report', '负债金额'),
  },
  query: (db) =>
    db
      .with('holder', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.policy as p', 'p.policy_id', 's.entity_id')
          .where('p.policyholder_id', 'is not', null)
          .select(['s.entity_id', 's.as_of', sql<string>`p.policyholder_id`.as('party_id')]),
      )
      .with('offence', (q) =>
        q
          .selectFrom('holder as h')
          .innerJoin('core.driving_violation as v', (join) =>
            join.onRef('v.party_id', '=', 'h.party_id').onRef('v.known_at', '<=', 'h.as_of'),
          )
          .where(sql<boolean>`v.violated_at >= h.as_of - interval '24 months'`)
          .select([
            'h.entity_id',
            'h.as_of',
            sql<number>`count(*)`.as('offences'),
            sql<number>`sum(coalesce(v.points, 0))`.as('points'),
          ])
          .groupBy(['h.entity_id', 'h.as_of']),
      )
      .with('report', (q) =>
        q
          .selectFrom('holder as h')
          .innerJoin('core.credit_report as r', (join) =>
            join.onRef('r.party_id', '=', 'h.party_id').onRef('r.known_at', '<=', 'h.as_of'),
          )
          .select([
            'h.entity_id',
            'h.as_of',
            sql<unknown>`arg_max(
              struct_pack(score := r.score, delinquency_count := r.delinquency_count, debt_amount := r.debt_amount),
              struct_pack(d := r.report_date, i := r.report_id))`.as('last'),
          ])
          .groupBy(['h.entity_id', 'h.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('holder as h', (join) =>
        join.onRef('h.entity_id', '=', 's.entity_id').onRef('h.as_of', '=', 's.as_of'),
      )
      .leftJoin('core.party as q', (join) =>
        join.onRef('q.party_id', '=', 'h.party_id').onRef('q.known_at', '<=', 's.as_of'),
      )
      .leftJoin('offence as o', (join) =>
        join.onRef('o.entity_id', '=', 's.entity_id').onRef('o.as_of', '=', 's.as_of'),
      )
      .leftJoin('report as r', (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        years(sql`q.birth_date`, sql`s.as_of::date`).as('holder_age_now'),
        category(sql`q.gender`, GENDERS).as('gender'),
        category(sql`q.marital_status`, MARITAL_STATUSES).as('marital_status'),
        category(sql`q.education`, EDUCATIONS).as('education'),
        category(sql`q.occupation`, OCCUPATIONS).as('occupation'),
        sql<number>`date_diff('day', q.registered_date, s.as_of::date)`.as('tenure_days'),
        years(sql`q.licence_date`, sql`s.as_of::date`).as('licence_years'),
        sql<number>`case when h.party_id is not null then coalesce(o.offences, 0) end`.as('violations_24m'),
        sql<number>`case when h.party_id is not null then coalesce(o.points, 0) end`.as(
          'violation_points_24m',
        ),
        sql<number>`r.last.score`.as('credit_score'),
        sql<number>`r.last.delinquency_count`.as('delinquency_count'),
        sql<number>`r.last.debt_amount`.as('debt_amount'),
      ]),
  examples: [
    {
      title: 'a farmer of 50 with two offences, one of them known late',
      rows: {
        'core.policy': [{ policy_id: 'P1', policyholder_id: 'A', line: 'auto' }],
        'core.party': [
          {
            party_id: 'A',
            party_type: 'person',
            birth_date: '1974-01-01',
            gender: 'male',
            occupation: 'farming',
            registered_date: '2023-12-02',
          },
        ],
        'core.driving_violation': [
          { violation_id: 'V1', party_id: 'A', code: 'speeding', points: 3, violated_at: at('2023-05-01') },
          {
            violation_id: 'V2',
            party_id: 'A',
            code: 'phone',
            points: 2,
            violated_at: at('2023-06-01'),
            known_at: at('2024-02-01'),
          },
        ],
        'core.credit_report': [{ report_id: 'R1', party_id: 'A', report_date: '2023-01-01', score: 600 }],
      },
      entityId: 'P1',
      asOf: '2024-03-01',
      expect: {
        holder_age_now: 50,
        gender: 2,
        occupation: 6,
        tenure_days: 90,
        violations_24m: 2,
        violation_points_24m: 5,
        credit_score: 600,
        debt_amount: null,
      },
      earlier: {
        asOf: '2024-01-01',
        expect: { tenure_days: 30, violations_24m: 1, violation_points_24m: 3 },
      },
    },
  ],
})
