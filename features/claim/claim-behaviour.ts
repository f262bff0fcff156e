/** How the claimant drives and pays. */
import { featureView } from 'claimscope'
import { sql } from 'kysely'
import { at, lossAt } from '../examples.ts'
import { indicator } from '../indicator.ts'

export const claimBehaviour = featureView({
  name: 'claim_behaviour',
  entity: 'claim',
  title: { en: 'Driving and credit', zh: '驾驶与信用行为' },
  reads: ['core.claim', 'core.credit_report'],
  features: {
    violations_24m: indicator(
      'behaviour',
      'count',
      'up',
      'Driving offences of the claimant in 24 months before the loss',
      '出险前24个月交通违法次数',
    ),
    violation_points_24m: indicator(
      'behaviour',
      'points',
      'up',
      'Penalty points of the claimant in 24 months before the loss',
      '出险前24个月违法扣分',
    ),
    credit_score: indicator('behaviour', 'points', 'down', 'Credit score in the last report', '信用评分'),
    delinquency_count: indicator('behaviour', 'count', 'up', 'Late payments in the last report', '逾期次数'),
    debt_amount: indicator('behaviour', 'money', 'up', 'Debt in the last report', '负债金额'),
  },
  query: (db) =>
    db
      .with('offence', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.driving_violation as v', (join) =>
            join.onRef('v.party_id', '=', 'c.claimant_id').onRef('v.known_at', '<=', 's.as_of'),
          )
          .where(sql<boolean>`v.violated_at between c.loss_at - interval '24 months' and c.loss_at`)
          .select([
            's.entity_id',
            's.as_of',
            sql<number>`count(*)`.as('offences'),
            sql<number>`sum(coalesce(v.points, 0))`.as('points'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .with('report', (q) =>
        q
          .selectFrom('spine as s')
          .innerJoin('core.claim as c', 'c.claim_id', 's.entity_id')
          .innerJoin('core.credit_report as r', (join) =>
            join.onRef('r.party_id', '=', 'c.claimant_id').onRef('r.known_at', '<=', 's.as_of'),
          )
          .select([
            's.entity_id',
            's.as_of',
            sql<{ score: number; delinquency_count: number; debt_amount: number }>`
              arg_max(struct_pack(score := r.score, delinquency_count := r.delinquency_count, debt_amount := r.debt_amount),
                struct_pack(d := r.report_date, i := r.report_id))`.as('last'),
          ])
          .groupBy(['s.entity_id', 's.as_of']),
      )
      .selectFrom('spine as s')
      .leftJoin('offence as o', (join) =>
        join.onRef('o.entity_id', '=', 's.entity_id').onRef('o.as_of', '=', 's.as_of'),
      )
      .leftJoin('report as r', (join) =>
        join.onRef('r.entity_id', '=', 's.entity_id').onRef('r.as_of', '=', 's.as_of'),
      )
      .select([
        's.entity_id',
        's.as_of',
        sql<number>`coalesce(o.offences, 0)`.as('violations_24m'),
        sql<number>`coalesce(o.points, 0)`.as('violation_points_24m'),
        sql<number>`r.last.score`.as('credit_score'),
        sql<number>`r.last.delinquency_count`.as('delinquency_count'),
        sql<number>`r.last.debt_amount`.as('debt_amount'),
      ]),
  examples: [
    {
      title: 'the last report counts, and only once it is known',
      rows: {
        'core.claim': [{ claim_id: 'C1', claimant_id: 'A', line: 'auto', ...lossAt('2024-03-01') }],
        'core.credit_report': [
          { report_id: 'R1', party_id: 'A', report_date: '2023-01-01', score: 700, delinquency_count: 0 },
          {
            report_id: 'R2',
            party_id: 'A',
            report_date: '2024-01-01',
            score: 520,
            delinquency_count: 4,
            debt_amount: 90000,
            known_at: at('2024-03-15'),
          },
        ],
        'core.driving_violation': [
          { violation_id: 'V1', party_id: 'A', code: 'speeding', points: 6, violated_at: at('2023-05-01') },
          { violation_id: 'V2', party_id: 'A', code: 'speeding', points: 3, violated_at: at('2021-05-01') },
        ],
      },
      entityId: 'C1',
      asOf: '2024-03-20',
      expect: {
        violations_24m: 1,
        violation_points_24m: 6,
        credit_score: 520,
        delinquency_count: 4,
        debt_amount: 90000,
      },
      earlier: { asOf: '2024-03-02', expect: { credit_score: 700, delinquency_count: 0, debt_amount: null } },
    },
  ],
})
