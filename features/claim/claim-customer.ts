/** Who claims. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { lossAt } from '../examples.ts'
import { category, years } from '../expressions.ts'
import { indicator } from '../indicator.ts'
import { EDUCATIONS, GENDERS, MARITAL_STATUSES, OCCUPATIONS } from '../words.ts'

export const claimCustomer = featureView({
  name: 'claim_customer',
  entity: 'claim',
  title: { en: 'Claimant', zh: '索赔人' },
  reads: ['core.claim', 'core.party'],
  features: {
    claimant_age: indicator('customer', 'years', 'none', 'Age of the claimant at the loss', '索赔人年龄', {
      isProtected: true,
    }),
    gender: indicator('customer', 'category', 'none', 'Gender of the claimant', '索赔人性别', {
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
    tenure_days: indicator('customer', 'days', 'down', 'Customer since, days at the loss', '成为客户的天数'),
    licence_years: indicator('customer', 'years', 'down', 'Driving licence held, years at the loss', '驾龄'),
  },
  query: (db) =>
    db
      .selectFrom('spine as s')
      .leftJoin('core.claim as c', 'c.claim_id', 's.entity_id')
      .leftJoin('core.party as q', (join) =>
        join.onRef('q.party_id', '=', 'c.claimant_id').onRef('q.known_at', '<=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        years(sql`q.birth_date`, sql`c.loss_date`).as('claimant_age'),
        category(sql`q.gender`, GENDERS).as('gender'),
        category(sql`q.marital_status`, MARITAL_STATUSES).as('marital_status'),
        category(sql`q.education`, EDUCATIONS).as('education'),
        category(sql`q.occupation`, OCCUPATIONS).as('occupation'),
        sql<number>`date_diff('day', q.registered_date, c.loss_date)`.as('tenure_days'),
        years(sql`q.licence_date`, sql`c.loss_date`).as('licence_years'),
      ]),
  examples: [
    {
      title: 'a married driver of 34 who has been a customer for 60 days',
      rows: {
        'core.party': [
          {
            party_id: 'A',
            party_type: 'person',
            gender: 'female',
            birth_date: '1990-02-10',
            marital_status: 'Married',
            education: 'bachelor',
            registered_date: '2024-01-01',
            licence_date: '2015-06-01',
          },
        ],
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-03-01') }],
      },
      entityId: 'C1',
      asOf: '2024-03-02',
      expect: {
        claimant_age: 34,
        gender: 1,
        marital_status: 2,
        education: 4,
        occupation: null,
        tenure_days: 60,
        licence_years: 8,
      },
    },
  ],
})
